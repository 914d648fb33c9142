// The interface of operations, of schemas/openapi/operations.json. Written by npm run generate:api.
export interface paths {
    "/api/operations/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ErasureReport.report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/fallouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Fallouts.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/fallouts/{falloutId}:retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["FalloutRetries.retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/consumers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["MessagingOperations.consumers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["MessagingOperations.where"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["MessagingOperations.outbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ParkedRecords.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/parked/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ParkedRecords.kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/parked/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["ParkedRecords.redrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/messaging/parked/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ParkedRecords.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Orders.list"];
        put?: never;
        post: operations["Orders.place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Orders.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/orders/{orderId}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["OrderActions.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/orders/{orderId}:collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["OrderActions.collect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/orders/{orderId}:ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["OrderActions.ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/personal-data:count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalData.count"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Products.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/products/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Products.show"];
        put: operations["Products.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/products/{productId}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Stock.ofProduct"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/profiles/{profileId}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OrderAccess.accessLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/stores/{storeId}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Stock.ofStore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/stores/{storeId}/stock/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Stock.count"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/stores/{storeId}/stock/{productId}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Stock.ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/operations/stores/{storeId}/stock/{productId}:adjust": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Stock.adjust"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Problem */
        Problem: {
            code: string;
            detail?: string;
            errors?: {
                field: string;
                message: string;
                rule: string;
            }[];
            instance?: string;
            status: number;
            title: string;
            type: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "ErasureReport.report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stores: {
                            /** Format: date-time */
                            erasedAt: string;
                            /** Format: uuid */
                            profileId: string;
                            rows: number;
                            store: string;
                        }[];
                    };
                };
            };
        };
    };
    "Fallouts.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "resolved";
                storeId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            asked: number | null;
                            attempts: number;
                            available: number | null;
                            code: string;
                            /** Format: uuid */
                            falloutId: string;
                            /** Format: date-time */
                            lastAttemptAt: string;
                            orderId: string;
                            productId: string | null;
                            resolution: string | null;
                            /** Format: date-time */
                            resolvedAt: string | null;
                            /** Format: date-time */
                            since: string;
                            storeId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "FalloutRetries.retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                falloutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "reserved" | "still-short";
                        shortage: {
                            asked: number;
                            available: number;
                            productId: string;
                        } | null;
                    };
                };
            };
            /** @description No fallout has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is resolved, or its order has come to its end. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "MessagingOperations.consumers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        incidents: {
                            code: string;
                            group: string;
                            id: string;
                            offset: string | null;
                            partition: number;
                            raisedAt: string;
                            topic: string;
                        }[];
                        positions: {
                            clock: string | null;
                            group: string;
                            heldBytes: string;
                            heldKeys: number;
                            nextOffset: string;
                            partition: number;
                            recordByRecord: boolean;
                            topic: string;
                            updatedAt: string;
                        }[];
                    };
                };
            };
        };
    };
    "MessagingOperations.where": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outbox: {
                            inFlight: boolean;
                            topic: string;
                            writtenAt: string;
                        } | null;
                        parked: {
                            attempts: number;
                            code: string;
                            eventId: string | null;
                            group: string;
                            id: string;
                            key: string | null;
                            offset: string;
                            /** Format: date-time */
                            parkedAt: string;
                            partition: number;
                            reason: string;
                            sizeBytes: number;
                            /** @enum {string} */
                            state: "parked" | "held" | "redrive";
                            topic: string;
                            type: string | null;
                            waiting: number;
                        }[];
                    };
                };
            };
        };
    };
    "MessagingOperations.outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        inFlight: {
                            rows: number;
                            since: string;
                            topic: string;
                        }[];
                        oldestAgeSeconds: number | null;
                        owned: boolean;
                        pending: number;
                        publisher: string | null;
                        topics: {
                            pending: number;
                            topic: string;
                        }[];
                    };
                };
            };
        };
    };
    "ParkedRecords.list": {
        parameters: {
            query?: {
                group?: string;
                topic?: string;
                key?: string;
                code?: string;
                partition?: number;
                before?: string;
                ids?: string;
                held?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            attempts: number;
                            code: string;
                            eventId: string | null;
                            group: string;
                            id: string;
                            key: string | null;
                            offset: string;
                            /** Format: date-time */
                            parkedAt: string;
                            partition: number;
                            reason: string;
                            sizeBytes: number;
                            /** @enum {string} */
                            state: "parked" | "held" | "redrive";
                            topic: string;
                            type: string | null;
                            waiting: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "ParkedRecords.kinds": {
        parameters: {
            query?: {
                group?: string;
                topic?: string;
                key?: string;
                code?: string;
                partition?: number;
                before?: string;
                ids?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            count: number;
                            group: string;
                            /** Format: date-time */
                            newest: string;
                            /** Format: date-time */
                            oldest: string;
                            /** @enum {string} */
                            state: "parked" | "held" | "redrive";
                            topic: string;
                        }[];
                    };
                };
            };
        };
    };
    "ParkedRecords.redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default false */
                    dryRun?: boolean;
                    filter?: {
                        /** Format: date-time */
                        before?: string;
                        code?: string;
                        group?: string;
                        ids?: string[];
                        key?: string;
                        partition?: number;
                        topic?: string;
                    };
                    /** @default 100 */
                    ratePerSecond?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        byCode: {
                            [key: string]: number;
                        };
                        held: number;
                        /** Format: date-time */
                        lastAt: string | null;
                        marked: number;
                        matched: number;
                    };
                };
            };
        };
    };
    "ParkedRecords.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ahead: number;
                        attempts: number;
                        code: string;
                        eventId: string | null;
                        group: string;
                        headers: {
                            bytes: number;
                            /** @enum {string|null} */
                            hidden: "personal" | "unknown" | "malformed" | null;
                            name: string;
                            value: string | null;
                        }[];
                        holdsKey: boolean;
                        id: string;
                        key: string | null;
                        keyBytes: number | null;
                        keyHeld: {
                            onPurpose: string | null;
                            rows: number;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        offset: string;
                        /** Format: date-time */
                        parkedAt: string;
                        partition: number;
                        reason: string;
                        /** Format: date-time */
                        recordedAt: string;
                        /** Format: date-time */
                        redriveAt: string | null;
                        schemaId: number | null;
                        sizeBytes: number;
                        /** @enum {string} */
                        state: "parked" | "held" | "redrive";
                        topic: string;
                        type: string | null;
                        valueBytes: number | null;
                        waiting: number;
                    };
                };
            };
            /** @description No such record: it was applied or discarded, or never was. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Orders.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                storeId?: string;
                profileId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            acceptedAt: string;
                            cancelCode: string | null;
                            /** Format: date-time */
                            changedAt: string;
                            /** @enum {string} */
                            channel: "web" | "app" | "phone" | "shop";
                            /** @enum {string} */
                            fulfilment: "collect";
                            lines: {
                                currency: string;
                                productId: string;
                                quantity: number;
                                unitPrice: string;
                            }[];
                            orderId: string;
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: uuid */
                            reservationId: string | null;
                            /** @enum {string} */
                            state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                            storeId: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Orders.place": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    channel: "web" | "app" | "phone" | "shop";
                    contact?: {
                        name?: string;
                        phone?: string;
                    };
                    contactId?: string;
                    customers: {
                        /** @enum {string} */
                        kind: "crm.contact" | "anonymous" | "user" | "email" | "phone" | "loyalty" | "device" | "account";
                        value: string;
                    }[];
                    /**
                     * @default collect
                     * @enum {string}
                     */
                    fulfilment?: "collect";
                    lines: {
                        productId: string;
                        quantity: number;
                    }[];
                    orderId?: string;
                    storeId: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        acceptedAt: string;
                        lines: {
                            currency: string;
                            productId: string;
                            quantity: number;
                            unitPrice: string;
                        }[];
                        orderId: string;
                        pickupCode: string;
                        storeId: string;
                    };
                };
            };
            /** @description There is another order of this id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It names no customer, or a place or product that there is not. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Orders.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        acceptedAt: string;
                        cancelCode: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        /** @enum {string} */
                        channel: "web" | "app" | "phone" | "shop";
                        contact?: {
                            contactId: string | null;
                            name: string | null;
                            phone: string | null;
                        } | null;
                        /** @enum {string} */
                        fulfilment: "collect";
                        history: {
                            /** Format: date-time */
                            at: string;
                            cause: string;
                            recordedBy: string | null;
                            /** @enum {string} */
                            state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                        }[];
                        lines: {
                            currency: string;
                            productId: string;
                            quantity: number;
                            unitPrice: string;
                        }[];
                        orderId: string;
                        /** Format: uuid */
                        profileId: string | null;
                        /** Format: uuid */
                        reservationId: string | null;
                        /** @enum {string} */
                        state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                        storeId: string;
                        version: number;
                    };
                };
            };
            /** @description No order has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OrderActions.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    code: "customer-request" | "not-collected" | "stock-short" | "other";
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        acceptedAt: string;
                        cancelCode: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        /** @enum {string} */
                        channel: "web" | "app" | "phone" | "shop";
                        /** @enum {string} */
                        fulfilment: "collect";
                        lines: {
                            currency: string;
                            productId: string;
                            quantity: number;
                            unitPrice: string;
                        }[];
                        orderId: string;
                        /** Format: uuid */
                        profileId: string | null;
                        /** Format: uuid */
                        reservationId: string | null;
                        /** @enum {string} */
                        state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                        storeId: string;
                        version: number;
                    };
                };
            };
            /** @description No order has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was collected. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OrderActions.collect": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    pickupCode?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        acceptedAt: string;
                        cancelCode: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        /** @enum {string} */
                        channel: "web" | "app" | "phone" | "shop";
                        /** @enum {string} */
                        fulfilment: "collect";
                        lines: {
                            currency: string;
                            productId: string;
                            quantity: number;
                            unitPrice: string;
                        }[];
                        orderId: string;
                        /** Format: uuid */
                        profileId: string | null;
                        /** Format: uuid */
                        reservationId: string | null;
                        /** @enum {string} */
                        state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                        storeId: string;
                        version: number;
                    };
                };
            };
            /** @description The pickup code is wrong, or too many wrong ones were tried. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No order has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not ready, or was cancelled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OrderActions.ready": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        acceptedAt: string;
                        cancelCode: string | null;
                        /** Format: date-time */
                        changedAt: string;
                        /** @enum {string} */
                        channel: "web" | "app" | "phone" | "shop";
                        /** @enum {string} */
                        fulfilment: "collect";
                        lines: {
                            currency: string;
                            productId: string;
                            quantity: number;
                            unitPrice: string;
                        }[];
                        orderId: string;
                        /** Format: uuid */
                        profileId: string | null;
                        /** Format: uuid */
                        reservationId: string | null;
                        /** @enum {string} */
                        state: "accepted" | "reserved" | "ready" | "collected" | "cancelled";
                        storeId: string;
                        version: number;
                    };
                };
            };
            /** @description No order has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not reserved, or has come to its end. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalData.count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    profileIds: string[];
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        sentUpTo: string;
                        stores: {
                            rows: number;
                            store: string;
                        }[];
                    };
                };
            };
        };
    };
    "Products.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                active?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @default true */
                            active: boolean;
                            /** Format: date-time */
                            changedAt: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** @default  */
                            description: string;
                            name: string;
                            productId: string;
                            unitPrice: {
                                amount: string;
                                currency: string;
                            };
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Products.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default true */
                        active: boolean;
                        /** Format: date-time */
                        changedAt: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** @default  */
                        description: string;
                        name: string;
                        productId: string;
                        unitPrice: {
                            amount: string;
                            currency: string;
                        };
                        version: number;
                    };
                };
            };
            /** @description No product has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Products.put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default true */
                    active?: boolean;
                    /** @default  */
                    description?: string;
                    name: string;
                    unitPrice: {
                        amount: string;
                        currency: string;
                    };
                };
            };
        };
        responses: {
            /** @description Created (201), changed, or the same as before (200). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default true */
                        active: boolean;
                        /** Format: date-time */
                        changedAt: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** @default  */
                        description: string;
                        name: string;
                        productId: string;
                        unitPrice: {
                            amount: string;
                            currency: string;
                        };
                        version: number;
                    };
                };
            };
            /** @description It was changed since it was read. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is missing. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Stock.ofProduct": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            available: number;
                            onHand: number;
                            productId: string;
                            reserved: number;
                            storeId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No product has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OrderAccess.accessLog": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                profileId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            client: string | null;
                            orderId: string;
                            purpose: string;
                            subject: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Stock.ofStore": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                storeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            available: number;
                            onHand: number;
                            productId: string;
                            reserved: number;
                            storeId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Nothing was ever stocked there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Stock.count": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                storeId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    onHand: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        available: number;
                        onHand: number;
                        productId: string;
                        reserved: number;
                        storeId: string;
                    };
                };
            };
            /** @description No product has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description More than that is put aside. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Stock.ledger": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                storeId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: date-time */
                            at: string;
                            entryId: string;
                            /** @enum {string} */
                            movement: "count" | "adjust" | "reserve" | "release" | "collect";
                            onHandChange: number;
                            orderId: string | null;
                            reason: string;
                            recordedBy: string | null;
                            reservedChange: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Nothing was ever stocked there. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Stock.adjust": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                storeId: string;
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    delta: number;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        available: number;
                        onHand: number;
                        productId: string;
                        reserved: number;
                        storeId: string;
                    };
                };
            };
            /** @description No product has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is less than that, or it is put aside. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

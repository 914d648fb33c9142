// The interface of collaboration, of schemas/openapi/collaboration.json. Written by npm run generate:api.
export interface paths {
    "/api/collaboration/alerts/{alertId}:acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Alerts.acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/conversations/{profileId}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Conversations.accessLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/conversations/{profileId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Conversations.messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Deliveries.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Deliveries.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/deliveries/{deliveryId}:reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Deliveries.reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/devices/{deviceId}/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Locations.receive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/erasures/{erasureId}": {
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
    "/api/collaboration/messages:batchGet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Messages.batchGet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/messaging/consumers": {
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
    "/api/collaboration/messaging/events/{id}": {
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
    "/api/collaboration/messaging/outbox": {
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
    "/api/collaboration/messaging/parked": {
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
    "/api/collaboration/messaging/parked/kinds": {
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
    "/api/collaboration/messaging/parked/redrive": {
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
    "/api/collaboration/messaging/parked/{id}": {
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
    "/api/collaboration/personal-data:count": {
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
    "/api/collaboration/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Places.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/places/{placeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Places.show"];
        put: operations["Places.put"];
        post?: never;
        delete: operations["Places.retire"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/places/{placeId}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Alerts.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/places/{placeId}/alerts/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Alerts.follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/sending-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["SendingSwitch.read"];
        put: operations["SendingSwitch.turn"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Suppressions.list"];
        put: operations["Suppressions.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/suppressions/{suppressionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Suppressions.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/suppressions:lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Suppressions.lookUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Tasks.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Tasks.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Tasks.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tasks.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}:claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tasks.claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}:complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tasks.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}:delegate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tasks.delegate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/tasks/{taskId}:release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tasks.release"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/templates/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/templates/{name}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.revisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/templates/{name}/revisions/{revision}:reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Templates.reinstate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/templates/{name}/revisions/{revision}:withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Templates.withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/webhooks/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.rejections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/collaboration/webhooks/whatsapp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.handshake"];
        put?: never;
        post: operations["Webhooks.receive"];
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
    "Alerts.acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alertId: string;
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
                        /** Format: uuid */
                        alertId: string;
                        /** Format: date-time */
                        alertedAt: string;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: date-time */
                        lapsesAt: string;
                        orderId: string | null;
                        placeId: string;
                        /** Format: uuid */
                        profileId: string;
                        /** @enum {string} */
                        state: "open" | "acknowledged" | "lapsed";
                        takenByYou: boolean;
                    };
                };
            };
            /** @description There is no such alert. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has taken it on, or it lapsed. */
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
    "Conversations.accessLog": {
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
                            items: number;
                            purpose: string;
                            subject: string;
                            /** @enum {string} */
                            what: "messages" | "conversation" | "delivery";
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Conversations.messages": {
        parameters: {
            query: {
                limit?: number;
                cursor?: string;
                purpose: string;
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
                            channel: string;
                            /** @enum {string} */
                            direction: "inbound" | "outbound";
                            /** Format: uuid */
                            id: string;
                            intent: string | null;
                            /** @enum {string} */
                            kind: "text" | "choice" | "media" | "place" | "other" | "template";
                            productId: string | null;
                            /** Format: uuid */
                            replyTo: string | null;
                            state: string | null;
                            template: string | null;
                            text: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Deliveries.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "queued" | "held" | "expired" | "refused" | "failed" | "sent" | "undelivered" | "delivered" | "read";
                template?: string;
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
                            changedAt: string;
                            channel: string;
                            code: string | null;
                            commandId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: uuid */
                            deliveryId: string;
                            language: string | null;
                            /** Format: date-time */
                            notAfter: string | null;
                            /** Format: uuid */
                            profileId: string;
                            purpose: string;
                            /** Format: date-time */
                            sentAt: string | null;
                            /** @enum {string} */
                            state: "queued" | "held" | "expired" | "refused" | "failed" | "sent" | "undelivered" | "delivered" | "read";
                            template: string;
                            templateRevision: number | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Deliveries.show": {
        parameters: {
            query?: {
                purpose?: string;
            };
            header?: never;
            path: {
                deliveryId: string;
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
                        changedAt: string;
                        channel: string;
                        code: string | null;
                        commandId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: uuid */
                        deliveryId: string;
                        language: string | null;
                        /** Format: date-time */
                        notAfter: string | null;
                        /** Format: uuid */
                        profileId: string;
                        purpose: string;
                        /** Format: date-time */
                        sentAt: string | null;
                        /** @enum {string} */
                        state: "queued" | "held" | "expired" | "refused" | "failed" | "sent" | "undelivered" | "delivered" | "read";
                        template: string;
                        templateRevision: number | null;
                        text: string | null;
                    };
                };
            };
            /** @description No delivery has this id. */
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
    "Deliveries.reveal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    purpose: string;
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
                        changedAt: string;
                        channel: string;
                        code: string | null;
                        commandId: string;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: uuid */
                        deliveryId: string;
                        language: string | null;
                        /** Format: date-time */
                        notAfter: string | null;
                        /** Format: uuid */
                        profileId: string;
                        purpose: string;
                        /** Format: date-time */
                        sentAt: string | null;
                        /** @enum {string} */
                        state: "queued" | "held" | "expired" | "refused" | "failed" | "sent" | "undelivered" | "delivered" | "read";
                        template: string;
                        templateRevision: number | null;
                        text: string | null;
                    };
                };
            };
            /** @description No delivery has this id. */
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
    "Locations.receive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    accuracyMetres: number;
                    /** Format: date-time */
                    at: string;
                    customers: {
                        kind: string;
                        value: string;
                    }[];
                    latitude: number;
                    longitude: number;
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
                        entered: string[];
                        ignored: {
                            placeId?: string;
                            reason: string;
                        }[];
                        left: string[];
                    };
                };
            };
            /** @description The customer has not agreed to it (purpose location, channel device or *). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It lies in the future, or names nobody. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Nobody can say now whether the customer agreed; try again. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
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
    "Messages.batchGet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @default false */
                    masked?: boolean;
                    purpose?: string;
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
                        messages: {
                            channel: string;
                            details: {
                                [key: string]: unknown;
                            } | null;
                            /** @enum {string} */
                            direction: "inbound";
                            intent: string;
                            /** @enum {string} */
                            kind: "text" | "choice" | "media" | "place" | "other";
                            masked: boolean;
                            /** Format: uuid */
                            messageId: string;
                            name: string | null;
                            productId: string | null;
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: uuid */
                            replyTo: string | null;
                            /** Format: date-time */
                            saidAt: string;
                            text: string | null;
                        }[];
                    };
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
    "Places.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "active" | "retired" | "all";
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
                            changedAt: string;
                            latitude: number;
                            longitude: number;
                            name: string;
                            placeId: string;
                            radiusMetres: number;
                            /** Format: date-time */
                            retiredAt: string | null;
                            timeZone: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Places.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placeId: string;
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
                        changedAt: string;
                        latitude: number;
                        longitude: number;
                        name: string;
                        placeId: string;
                        radiusMetres: number;
                        /** Format: date-time */
                        retiredAt: string | null;
                        timeZone: string;
                        version: number;
                    };
                };
            };
            /** @description There is no such place. */
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
    "Places.put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    latitude: number;
                    longitude: number;
                    name: string;
                    radiusMetres: number;
                    timeZone: string;
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
                        changedAt: string;
                        latitude: number;
                        longitude: number;
                        name: string;
                        placeId: string;
                        radiusMetres: number;
                        /** Format: date-time */
                        retiredAt: string | null;
                        timeZone: string;
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it meanwhile. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It exists, and If-Match is missing. */
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
    "Places.retire": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such place. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody changed it meanwhile. */
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
    "Alerts.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "acknowledged" | "lapsed";
            };
            header?: never;
            path: {
                placeId: string;
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
                            /** Format: uuid */
                            alertId: string;
                            /** Format: date-time */
                            alertedAt: string;
                            /** Format: date-time */
                            endedAt: string | null;
                            /** Format: date-time */
                            lapsesAt: string;
                            orderId: string | null;
                            placeId: string;
                            /** Format: uuid */
                            profileId: string;
                            /** @enum {string} */
                            state: "open" | "acknowledged" | "lapsed";
                            takenByYou: boolean;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description There is no such place. */
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
    "Alerts.follow": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                placeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The alerts of this place, as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description There is no such place. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The caller has too many streams open. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "SendingSwitch.read": {
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
                        /** Format: date-time */
                        changedAt: string;
                        changedBy: string;
                        stopped: {
                            channel: string;
                            purpose: string;
                        }[];
                        version: number;
                    };
                };
            };
        };
    };
    "SendingSwitch.turn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    stopped: {
                        /** @default * */
                        channel?: string | "*";
                        /** @default * */
                        purpose?: string | "*";
                    }[];
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
                        changedAt: string;
                        changedBy: string;
                        released: number;
                        stopped: {
                            channel: string;
                            purpose: string;
                        }[];
                        version: number;
                    };
                };
            };
            /** @description Somebody changed it after you read it. */
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
    "Suppressions.list": {
        parameters: {
            query?: {
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
                            /** Format: date-time */
                            addedAt: string;
                            addedBy: string;
                            channel: string;
                            reason: string;
                            /** @enum {string} */
                            scope: "all" | "marketing";
                            /** @enum {string} */
                            source: "customer" | "provider" | "staff";
                            /** Format: uuid */
                            suppressionId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Suppressions.put": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    address: string;
                    /**
                     * @default whatsapp
                     * @enum {string}
                     */
                    channel?: "whatsapp";
                    reason: string;
                    /**
                     * @default all
                     * @enum {string}
                     */
                    scope?: "all" | "marketing";
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
                        addedAt: string;
                        addedBy: string;
                        channel: string;
                        reason: string;
                        /** @enum {string} */
                        scope: "all" | "marketing";
                        /** @enum {string} */
                        source: "customer" | "provider" | "staff";
                        /** Format: uuid */
                        suppressionId: string;
                    };
                };
            };
            /** @description The address is no phone number. */
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
    "Suppressions.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suppressionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description There is no such entry. */
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
    "Suppressions.lookUp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    address: string;
                    /**
                     * @default whatsapp
                     * @enum {string}
                     */
                    channel?: "whatsapp";
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
                        /** Suppression */
                        suppression: {
                            /** Format: date-time */
                            addedAt: string;
                            addedBy: string;
                            channel: string;
                            reason: string;
                            /** @enum {string} */
                            scope: "all" | "marketing";
                            /** @enum {string} */
                            source: "customer" | "provider" | "staff";
                            /** Format: uuid */
                            suppressionId: string;
                        } | null;
                    };
                };
            };
            /** @description The address is no phone number. */
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
    "Tasks.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                role?: string;
                state?: "open" | "claimed" | "done" | "cancelled";
                taskType?: string;
                profileId?: string;
                mine?: "true" | "false";
                delegated?: "true";
                dueBefore?: string;
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
                            /** Format: uuid */
                            caseId: string | null;
                            /** Format: date-time */
                            claimedAt: string | null;
                            claimedByYou: boolean;
                            /** Format: date-time */
                            closesAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            delegatedToYou: boolean;
                            details: {
                                [key: string]: string | number | boolean | (null);
                            };
                            /** Format: date-time */
                            dueAt: string | null;
                            /** Format: date-time */
                            endedAt: string | null;
                            orderId: string | null;
                            outcome: string | null;
                            outcomes: string[];
                            /** Format: uuid */
                            profileId: string;
                            role: string;
                            /** @enum {string} */
                            state: "open" | "claimed" | "done" | "cancelled";
                            /** Format: uuid */
                            taskId: string;
                            taskType: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Tasks.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        note: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
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
    "Tasks.history": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                taskId: string;
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
                            action: string;
                            /** Format: date-time */
                            at: string;
                            code: string | null;
                            delegate: string | null;
                            role: string | null;
                            subject: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
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
    "Tasks.cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not yours, or has ended. */
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
    "Tasks.claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is taken, or has ended. */
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
    "Tasks.complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string;
                    outcome: string;
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not yours, or has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not end by this outcome. */
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
    "Tasks.delegate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    to: {
                        role: string;
                    } | {
                        subject: string;
                    };
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role, or for the one who asked for it. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not yours, or has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No person has this role. */
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
    "Tasks.release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                taskId: string;
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
                        /** Format: uuid */
                        caseId: string | null;
                        /** Format: date-time */
                        claimedAt: string | null;
                        claimedByYou: boolean;
                        /** Format: date-time */
                        closesAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        delegatedToYou: boolean;
                        details: {
                            [key: string]: string | number | boolean | (null);
                        };
                        /** Format: date-time */
                        dueAt: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        orderId: string | null;
                        outcome: string | null;
                        outcomes: string[];
                        /** Format: uuid */
                        profileId: string;
                        role: string;
                        /** @enum {string} */
                        state: "open" | "claimed" | "done" | "cancelled";
                        /** Format: uuid */
                        taskId: string;
                        taskType: string;
                    };
                };
            };
            /** @description It is for another role. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such task. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is not yours, or has ended. */
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
    "Templates.list": {
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
                        items: {
                            defaultLanguage: string;
                            name: string;
                            purpose: string;
                            revision: number;
                            session: boolean;
                            /** Format: date-time */
                            since: string;
                            texts: {
                                approved: boolean;
                                body: string;
                                choices: {
                                    id: string;
                                    title: string;
                                }[];
                                language: string;
                            }[];
                            variables: string[];
                        }[];
                    };
                };
            };
        };
    };
    "Templates.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
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
                        defaultLanguage: string;
                        name: string;
                        purpose: string;
                        revision: number;
                        session: boolean;
                        /** Format: date-time */
                        since: string;
                        texts: {
                            approved: boolean;
                            body: string;
                            choices: {
                                id: string;
                                title: string;
                            }[];
                            language: string;
                        }[];
                        variables: string[];
                    };
                };
            };
            /** @description No template has this name, or all of its revisions are withdrawn. */
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
    "Templates.revisions": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                name: string;
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
                            content: {
                                defaultLanguage: string;
                                purpose: string;
                                session: boolean;
                                texts: {
                                    approved: boolean;
                                    body: string;
                                    choices: {
                                        id: string;
                                        title: string;
                                    }[];
                                    language: string;
                                }[];
                                variables: string[];
                            } | null;
                            name: string;
                            revision: number;
                            /** Format: date-time */
                            since: string;
                            withdrawals: {
                                /** Format: date-time */
                                at: string;
                                by: string;
                                reason: string;
                                withdrawn: boolean;
                            }[];
                            withdrawn: boolean;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No template has this name. */
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
    "Templates.reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
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
                        content: {
                            defaultLanguage: string;
                            purpose: string;
                            session: boolean;
                            texts: {
                                approved: boolean;
                                body: string;
                                choices: {
                                    id: string;
                                    title: string;
                                }[];
                                language: string;
                            }[];
                            variables: string[];
                        } | null;
                        inUse: number | null;
                        name: string;
                        revision: number;
                        /** Format: date-time */
                        since: string;
                        withdrawals: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                            withdrawn: boolean;
                        }[];
                        withdrawn: boolean;
                    };
                };
            };
            /** @description The template has no such revision. */
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
    "Templates.withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
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
                        content: {
                            defaultLanguage: string;
                            purpose: string;
                            session: boolean;
                            texts: {
                                approved: boolean;
                                body: string;
                                choices: {
                                    id: string;
                                    title: string;
                                }[];
                                language: string;
                            }[];
                            variables: string[];
                        } | null;
                        inUse: number | null;
                        name: string;
                        revision: number;
                        /** Format: date-time */
                        since: string;
                        withdrawals: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            reason: string;
                            withdrawn: boolean;
                        }[];
                        withdrawn: boolean;
                    };
                };
            };
            /** @description The template has no such revision. */
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
    "Webhooks.rejections": {
        parameters: {
            query?: {
                since?: string;
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
                        rejections: {
                            code: string;
                            count: number;
                            field: string;
                            type: string | null;
                        }[];
                        /** Format: date-time */
                        since: string;
                    };
                };
            };
        };
    };
    "Webhooks.handshake": {
        parameters: {
            query?: {
                "hub.mode"?: string;
                "hub.verify_token"?: string;
                "hub.challenge"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The challenge. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The token is another one. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.receive": {
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
                        accepted: number;
                        ignored: number;
                        rejected: number;
                        repeated: number;
                    };
                };
            };
            /** @description `signature-invalid`: the signature is missing or not of this body. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a webhook is. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is no webhook of a WhatsApp business account. */
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
}

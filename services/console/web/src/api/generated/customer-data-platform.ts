// The interface of customer-data-platform, of schemas/openapi/customer-data-platform.json. Written by npm run generate:api.
export interface paths {
    "/api/customer-data-platform/activity/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Activity.today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Consent.record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Erasures.list"];
        put?: never;
        post: operations["Erasures.order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Erasures.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/low-water-mark": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["LowWater.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/merges/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Merges.undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/messaging/consumers": {
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
    "/api/customer-data-platform/messaging/events/{id}": {
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
    "/api/customer-data-platform/messaging/outbox": {
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
    "/api/customer-data-platform/messaging/parked": {
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
    "/api/customer-data-platform/messaging/parked/kinds": {
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
    "/api/customer-data-platform/messaging/parked/redrive": {
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
    "/api/customer-data-platform/messaging/parked/{id}": {
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
    "/api/customer-data-platform/personal-data:count": {
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
    "/api/customer-data-platform/profiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Profiles.find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Profiles.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Traits.accessLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Activity.ofProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Consent.at"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Merges.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/traits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Traits.masked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}/traits:reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Traits.reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles/{id}:export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Access.export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles:batchGet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Profiles.batchGet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/profiles:lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Profiles.lookUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Segments.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/segments/{segment}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Segments.members"];
        put?: never;
        post: operations["Segments.change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/customer-data-platform/tracking/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Rejections.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/a": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.alias[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.alias[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.batch[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.batch[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/g": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.group[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.group[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.identify[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.identify[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.batch[2]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.page[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.page[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/s": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.screen[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.screen[0]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/t": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.track[1]"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Tracking.track[0]"];
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
    "Activity.today": {
        parameters: {
            query?: {
                timeZone?: string;
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
                        /** Format: date-time */
                        asOf: string;
                        customers: number;
                        /** Format: date */
                        day: string;
                        events: number;
                        timeZone: string;
                    };
                };
            };
        };
    };
    "Consent.record": {
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
                    channel: string | "*";
                    customers?: {
                        kind: string;
                        value: string;
                    }[];
                    granted: boolean;
                    /** Format: uuid */
                    profileId?: string;
                    purpose: string;
                    /** Format: date-time */
                    saidAt?: string;
                    source: string;
                    version: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description No profile has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was not said yet, or names nobody. */
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
    "Erasures.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "running" | "done";
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
                            doneAt: string | null;
                            /** Format: date-time */
                            erasedAt: string | null;
                            /** Format: uuid */
                            erasureId: string;
                            /** @enum {string} */
                            phase: "settling" | "confirming" | "done";
                            /** Format: date-time */
                            requestedAt: string;
                            requestedBy: string;
                            /** @enum {string} */
                            state: "running" | "done";
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Erasures.order": {
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
                    customers?: {
                        kind: string;
                        value: string;
                    }[];
                    /** @default false */
                    dryRun?: boolean;
                    /** Format: uuid */
                    profileId?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dryRun: boolean;
                        /** Format: uuid */
                        erasureId: string | null;
                        profileIds: string[];
                        services: {
                            problem: string | null;
                            service: string;
                            stores: {
                                rows: number;
                                store: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description Nobody is known by it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The identifiers are of different persons. */
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
    "Erasures.show": {
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
                        /** Format: date-time */
                        doneAt: string | null;
                        /** Format: date-time */
                        erasedAt: string | null;
                        /** Format: uuid */
                        erasureId: string;
                        /** @enum {string} */
                        phase: "settling" | "confirming" | "done";
                        profileIds: string[];
                        /** Format: date-time */
                        requestedAt: string;
                        requestedBy: string;
                        services: {
                            /** Format: date-time */
                            checkedAt: string;
                            problem: string | null;
                            service: string;
                            /** @enum {string} */
                            state: "waiting" | "confirmed" | "left-over" | "silent";
                            stores: {
                                /** Format: date-time */
                                erasedAt: string | null;
                                rowsBefore: number | null;
                                rowsErased: number | null;
                                rowsNow: number | null;
                                store: string;
                            }[];
                        }[];
                        /** @enum {string} */
                        state: "running" | "done";
                    };
                };
            };
            /** @description No erasure has this id. */
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
    "LowWater.show": {
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
                        at: string | null;
                    };
                };
            };
            /** @description The broker or the database is away. */
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
    "Merges.undo": {
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
                        /** Format: uuid */
                        mergeId: string;
                        /** Format: uuid */
                        restoredId: string;
                        /** Format: uuid */
                        survivorId: string;
                    };
                };
            };
            /** @description No merge has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was undone before. */
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
    "Profiles.find": {
        parameters: {
            query: {
                kind: string;
                value: string;
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
                        /** Format: date-time */
                        createdAt: string;
                        facts: {
                            consents: {
                                changedAt: number;
                                channel: string;
                                granted: boolean;
                                purpose: string;
                                version: string;
                            }[];
                            language: string | null;
                            reachability: {
                                [key: string]: boolean;
                            };
                            scores: {
                                [key: string]: number;
                            };
                            segments: string[];
                            timeZone: string | null;
                            valueTier: string | null;
                        };
                        /** Format: uuid */
                        id: string;
                        identifiers: {
                            /** Format: date-time */
                            firstSeen: string;
                            key: string;
                        }[];
                        mergedIds: string[];
                        version: number;
                    };
                };
            };
            /** @description Nobody, or more than one person, is known by it. */
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
    "Profiles.show": {
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
                        /** Format: date-time */
                        createdAt: string;
                        facts: {
                            consents: {
                                changedAt: number;
                                channel: string;
                                granted: boolean;
                                purpose: string;
                                version: string;
                            }[];
                            language: string | null;
                            reachability: {
                                [key: string]: boolean;
                            };
                            scores: {
                                [key: string]: number;
                            };
                            segments: string[];
                            timeZone: string | null;
                            valueTier: string | null;
                        };
                        /** Format: uuid */
                        id: string;
                        identifiers: {
                            /** Format: date-time */
                            firstSeen: string;
                            key: string;
                        }[];
                        mergedIds: string[];
                        version: number;
                    };
                };
            };
            /** @description `profile-unknown`: no profile has this id; `profile-erased`: its person was erased. */
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
    "Traits.accessLog": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
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
                        items: {
                            /** Format: date-time */
                            at: string;
                            client: string | null;
                            lookedUp: string | null;
                            purpose: string;
                            subject: string;
                            traits: string[] | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description `profile-unknown`: no profile has this id; `profile-erased`: its person was erased. */
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
    "Activity.ofProfile": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                type?: string;
                source?: string;
                after?: string;
                before?: string;
            };
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
                        items: {
                            /** Format: date-time */
                            at: string;
                            commandId: string | null;
                            correlationId: string | null;
                            eventId: string;
                            /** Format: date-time */
                            happenedAt: string | null;
                            offset: string;
                            partition: number;
                            /** Format: uuid */
                            profileId: string;
                            source: string;
                            subject: string | null;
                            /** @enum {string} */
                            topic: "cdp.timeline";
                            traceId: string | null;
                            type: string;
                        }[];
                        nextCursor?: string;
                        /** Format: uuid */
                        profileId: string;
                    };
                };
            };
            /** @description `profile-unknown`: no profile has this id; `profile-erased`: its person was erased. */
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
    "Consent.at": {
        parameters: {
            query?: {
                at?: string;
                knownAt?: string;
            };
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
                        /** Format: date-time */
                        at: string;
                        history: {
                            channel: string;
                            granted: boolean;
                            /** Format: uuid */
                            id: string;
                            purpose: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: date-time */
                            saidAt: string;
                            source: string;
                            version: string;
                        }[];
                        /** Format: date-time */
                        knownAt: string;
                        state: {
                            channel: string;
                            granted: boolean;
                            /** Format: uuid */
                            id: string;
                            purpose: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: date-time */
                            saidAt: string;
                            source: string;
                            version: string;
                        }[];
                    };
                };
            };
            /** @description No profile has this id. */
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
    "Merges.history": {
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
                        merges: {
                            /** Format: uuid */
                            id: string;
                            linkedBy: string;
                            /** Format: uuid */
                            loserId: string;
                            /** Format: date-time */
                            mergedAt: string;
                            record: {
                                offset: string;
                                partition: number;
                                topic: string;
                            };
                            /** Format: uuid */
                            survivorId: string;
                            /** Format: date-time */
                            undoneAt: string | null;
                            undoneBy: string | null;
                        }[];
                        refused: {
                            count: number;
                            /** Format: date-time */
                            firstAt: string;
                            /** Format: date-time */
                            lastAt: string;
                            limitedKind: string;
                            linkedBy: string;
                            /** Format: uuid */
                            otherId: string | null;
                        }[];
                    };
                };
            };
            /** @description No profile has this id. */
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
    "Traits.masked": {
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
                        /** Format: uuid */
                        profileId: string;
                        traits: {
                            /** @enum {string} */
                            kind: "text" | "number" | "boolean" | "list" | "object" | "none";
                            masked: string | null;
                            name: string;
                            open: boolean;
                            /** Format: date-time */
                            saidAt: string;
                        }[];
                    };
                };
            };
            /** @description `profile-unknown`: no profile has this id; `profile-erased`: its person was erased. */
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
    "Traits.reveal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names?: string[];
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
                        /** Format: uuid */
                        profileId: string;
                        traits: {
                            name: string;
                            /** Format: date-time */
                            saidAt: string;
                            value: unknown;
                        }[];
                    };
                };
            };
            /** @description `profile-unknown`: no profile has this id; `profile-erased`: its person was erased. */
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
    "Access.export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
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
                        consents: {
                            channel: string;
                            granted: boolean;
                            purpose: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: date-time */
                            saidAt: string;
                            source: string;
                            version: string;
                        }[];
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        exportedAt: string;
                        facts: {
                            [key: string]: unknown;
                        };
                        identifiers: {
                            /** Format: date-time */
                            firstSeen: string;
                            kind: string;
                        }[];
                        mergedIds: string[];
                        /** Format: uuid */
                        profileId: string;
                        segments: {
                            /** Format: date-time */
                            enteredAt: string;
                            segment: string;
                        }[];
                        traits: {
                            name: string;
                            /** Format: date-time */
                            saidAt: string;
                            value: unknown;
                        }[];
                    };
                };
            };
            /** @description No profile has this id. */
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
    "Profiles.batchGet": {
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
                        profiles: {
                            /** Format: uuid */
                            askedId: string;
                            /** Format: date-time */
                            createdAt: string;
                            facts: {
                                consents: {
                                    changedAt: number;
                                    channel: string;
                                    granted: boolean;
                                    purpose: string;
                                    version: string;
                                }[];
                                language: string | null;
                                reachability: {
                                    [key: string]: boolean;
                                };
                                scores: {
                                    [key: string]: number;
                                };
                                segments: string[];
                                timeZone: string | null;
                                valueTier: string | null;
                            };
                            /** Format: uuid */
                            id: string;
                            mergedIds: string[];
                            traits: {
                                [key: string]: {
                                    /** Format: date-time */
                                    saidAt: string;
                                    value: unknown;
                                };
                            };
                            version: number;
                        }[];
                    };
                };
            };
        };
    };
    "Profiles.lookUp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customers: {
                        kind: string;
                        value: string;
                    }[];
                    /** @default  */
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
                        matches: string[][];
                        profileIds: (string | null)[];
                    };
                };
            };
        };
    };
    "Segments.list": {
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
                            createdAt: string;
                            isExact: boolean;
                            members: number;
                            segment: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Segments.members": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                segment: string;
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
                            enteredAt: string;
                            /** Format: uuid */
                            profileId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description `segment-unknown`: nobody was ever added to a segment of this name. */
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
    "Segments.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                segment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    add?: ({
                        kind: string;
                        value: string;
                    } | {
                        /** Format: uuid */
                        profileId: string;
                    })[];
                    remove?: ({
                        kind: string;
                        value: string;
                    } | {
                        /** Format: uuid */
                        profileId: string;
                    })[];
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
                        entered: number;
                        left: number;
                        refused: {
                            /** @enum {string} */
                            code: "kind-does-not-link" | "customer-unknown" | "profile-unknown" | "profile-erased" | "added-and-removed" | "too-many-segments";
                            field: string;
                            message: string;
                        }[];
                        segment: string;
                        unchanged: number;
                    };
                };
            };
            /** @description `segment-unknown`: nobody was ever added to a segment of this name. */
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
    "Rejections.list": {
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
                            field: string | null;
                            source: string;
                        }[];
                        /** Format: date-time */
                        since: string;
                    };
                };
            };
        };
    };
    "Tracking.alias[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    previousId: string;
                    sentAt?: string;
                    timestamp?: string;
                    userId: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.alias[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    previousId: string;
                    sentAt?: string;
                    timestamp?: string;
                    userId: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.batch[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: ({
                        anonymousId?: string;
                        context?: {
                            [key: string]: unknown;
                        };
                        messageId?: string;
                        sentAt?: string;
                        timestamp?: string;
                        type: string;
                        userId?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    sentAt?: string;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.batch[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: ({
                        anonymousId?: string;
                        context?: {
                            [key: string]: unknown;
                        };
                        messageId?: string;
                        sentAt?: string;
                        timestamp?: string;
                        type: string;
                        userId?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    sentAt?: string;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.group[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    groupId: string;
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: {
                        [key: string]: unknown;
                    };
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.group[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    groupId: string;
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: {
                        [key: string]: unknown;
                    };
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.identify[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: {
                        [key: string]: unknown;
                    };
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.identify[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    sentAt?: string;
                    timestamp?: string;
                    traits?: {
                        [key: string]: unknown;
                    };
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.batch[2]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: ({
                        anonymousId?: string;
                        context?: {
                            [key: string]: unknown;
                        };
                        messageId?: string;
                        sentAt?: string;
                        timestamp?: string;
                        type: string;
                        userId?: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                    sentAt?: string;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.page[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    name?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.page[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    name?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.screen[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    name?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.screen[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    messageId?: string;
                    name?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.track[1]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    event: string;
                    messageId?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tracking.track[0]": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    anonymousId?: string;
                    context?: {
                        [key: string]: unknown;
                    };
                    event: string;
                    messageId?: string;
                    properties?: {
                        [key: string]: unknown;
                    };
                    sentAt?: string;
                    timestamp?: string;
                    userId?: string;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description What was accepted, what was a repetition, and what was refused and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: number;
                        duplicates: number;
                        rejected: {
                            code: string;
                            field?: string;
                            index: number;
                            message: string;
                            messageId: string | null;
                        }[];
                        /** @enum {boolean} */
                        success: true;
                    };
                };
            };
            /** @description The body is not JSON or not a call. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The write key is missing or unknown. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Larger than a call or a batch may be. */
            413: {
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

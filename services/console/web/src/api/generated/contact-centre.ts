// The interface of contact-centre, of schemas/openapi/contact-centre.json. Written by npm run generate:api.
export interface paths {
    "/api/contact-centre/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Agents.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/agents/{agentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Agents.show"];
        put: operations["Agents.put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/agents/{agentId}/offers/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Offers.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/agents/{agentId}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Agents.say"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/erasures/{erasureId}": {
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
    "/api/contact-centre/interactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Interactions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/interactions/{interactionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Interactions.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/interactions/{interactionId}:end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Interactions.end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/messaging/consumers": {
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
    "/api/contact-centre/messaging/events/{id}": {
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
    "/api/contact-centre/messaging/outbox": {
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
    "/api/contact-centre/messaging/parked": {
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
    "/api/contact-centre/messaging/parked/kinds": {
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
    "/api/contact-centre/messaging/parked/redrive": {
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
    "/api/contact-centre/messaging/parked/{id}": {
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
    "/api/contact-centre/offers/{offerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Offers.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/offers/{offerId}:accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Offers.accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/offers/{offerId}:decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Offers.decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/personal-data:count": {
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
    "/api/contact-centre/profiles/{profileId}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["InteractionAccess.accessLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Queues.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/webhooks/twilio/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Twilio.hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/webhooks/twilio/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Twilio.status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contact-centre/webhooks/twilio/voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Twilio.voice"];
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
    "Agents.list": {
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
                            agentId: string;
                            displayName: string;
                            /** @enum {string} */
                            engagement: "none" | "offered" | "talking";
                            /** Format: date-time */
                            freeSince: string;
                            /** @enum {string} */
                            presence: "available" | "busy" | "away" | "offline";
                            /** Format: date-time */
                            seenAt: string;
                            skills: string[];
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Agents.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
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
                        agentId: string;
                        displayName: string;
                        /** @enum {string} */
                        engagement: "none" | "offered" | "talking";
                        /** Format: date-time */
                        freeSince: string;
                        /** @enum {string} */
                        presence: "available" | "busy" | "away" | "offline";
                        /** Format: date-time */
                        seenAt: string;
                        skills: string[];
                        version: number;
                    };
                };
            };
            /** @description No agent has this id. */
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
    "Agents.put": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    displayName: string;
                    skills: string[];
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
                        agentId: string;
                        displayName: string;
                        /** @enum {string} */
                        engagement: "none" | "offered" | "talking";
                        /** Format: date-time */
                        freeSince: string;
                        /** @enum {string} */
                        presence: "available" | "busy" | "away" | "offline";
                        /** Format: date-time */
                        seenAt: string;
                        skills: string[];
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
            /** @description It exists: If-Match is missing. */
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
    "Offers.stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offers to this agent, as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It is the stream of another agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No agent has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The agent has too many streams open. */
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
    "Agents.say": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    presence: "available" | "busy" | "away" | "offline";
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
                        agentId: string;
                        displayName: string;
                        /** @enum {string} */
                        engagement: "none" | "offered" | "talking";
                        /** Format: date-time */
                        freeSince: string;
                        /** @enum {string} */
                        presence: "available" | "busy" | "away" | "offline";
                        /** Format: date-time */
                        seenAt: string;
                        skills: string[];
                        version: number;
                    };
                };
            };
            /** @description Somebody else is this agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No agent has this id. */
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
    "Interactions.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "waiting" | "offered" | "talking" | "ended";
                queue?: string;
                agentId?: string;
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
                            acceptedAt: string | null;
                            agentId: string | null;
                            attempts: number;
                            channel: string;
                            /** @enum {string} */
                            connection: "none" | "pending" | "connected" | "failed";
                            connectionCode: string | null;
                            direction: string;
                            disposition: string | null;
                            /** @enum {string|null} */
                            endReason: "completed" | "abandoned" | "failed" | null;
                            /** Format: date-time */
                            endedAt: string | null;
                            /** Format: uuid */
                            interactionId: string;
                            /** Format: uuid */
                            profileId: string | null;
                            queue: string;
                            /** Format: date-time */
                            queuedAt: string;
                            /** @enum {string} */
                            state: "waiting" | "offered" | "talking" | "ended";
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Interactions.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interactionId: string;
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
                        acceptedAt: string | null;
                        agentId: string | null;
                        attempts: number;
                        channel: string;
                        /** @enum {string} */
                        connection: "none" | "pending" | "connected" | "failed";
                        connectionCode: string | null;
                        direction: string;
                        disposition: string | null;
                        /** @enum {string|null} */
                        endReason: "completed" | "abandoned" | "failed" | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: uuid */
                        interactionId: string;
                        personal: {
                            note: string | null;
                            number: string | null;
                        } | null;
                        /** Format: uuid */
                        profileId: string | null;
                        queue: string;
                        /** Format: date-time */
                        queuedAt: string;
                        /** @enum {string} */
                        state: "waiting" | "offered" | "talking" | "ended";
                    };
                };
            };
            /** @description No interaction has this id. */
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
    "Interactions.end": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                interactionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    disposition: string;
                    note?: string;
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
                        acceptedAt: string | null;
                        agentId: string | null;
                        attempts: number;
                        channel: string;
                        /** @enum {string} */
                        connection: "none" | "pending" | "connected" | "failed";
                        connectionCode: string | null;
                        direction: string;
                        disposition: string | null;
                        /** @enum {string|null} */
                        endReason: "completed" | "abandoned" | "failed" | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        /** Format: uuid */
                        interactionId: string;
                        /** Format: uuid */
                        profileId: string | null;
                        queue: string;
                        /** Format: date-time */
                        queuedAt: string;
                        /** @enum {string} */
                        state: "waiting" | "offered" | "talking" | "ended";
                    };
                };
            };
            /** @description It is the conversation of another agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No interaction has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `interaction-over`: it was ended before; `interaction-not-accepted`: nobody talks yet. */
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
    "Offers.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offerId: string;
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
                        acceptedAt: string | null;
                        agentId: string;
                        attempt: number;
                        /** @enum {string} */
                        connection: "none" | "pending" | "connected" | "failed";
                        connectionCode: string | null;
                        customer: {
                            language: string | null;
                            lastMessage: {
                                channel: string;
                                intent: string;
                                /** Format: uuid */
                                messageId: string;
                                productId: string | null;
                                /** Format: date-time */
                                receivedAt: string;
                            } | null;
                            openCases: {
                                /** Format: uuid */
                                caseId: string;
                                caseType: string;
                                /** Format: date-time */
                                openedAt: string;
                                productId: string | null;
                            }[];
                            openOrders: {
                                orderId: string;
                                /** Format: date-time */
                                since: string;
                                /** @enum {string} */
                                state: "accepted" | "ready" | "fallout";
                                storeId: string;
                            }[];
                            /** Format: uuid */
                            profileId: string;
                            valueTier: string | null;
                        } | null;
                        /** Format: date-time */
                        expiresAt: string;
                        /** Format: uuid */
                        interactionId: string;
                        /** Format: uuid */
                        offerId: string;
                        /** Format: date-time */
                        offeredAt: string;
                        queue: string;
                        /** @enum {string} */
                        state: "open" | "accepted" | "completed" | "declined" | "unanswered" | "agent_gone" | "caller_gone";
                        version: number;
                        /** Format: date-time */
                        waitingSince: string;
                    };
                };
            };
            /** @description It was made to another agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No offer has this id. */
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
    "Offers.accept": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                offerId: string;
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
                        acceptedAt: string | null;
                        agentId: string;
                        attempt: number;
                        /** @enum {string} */
                        connection: "none" | "pending" | "connected" | "failed";
                        connectionCode: string | null;
                        customer: {
                            language: string | null;
                            lastMessage: {
                                channel: string;
                                intent: string;
                                /** Format: uuid */
                                messageId: string;
                                productId: string | null;
                                /** Format: date-time */
                                receivedAt: string;
                            } | null;
                            openCases: {
                                /** Format: uuid */
                                caseId: string;
                                caseType: string;
                                /** Format: date-time */
                                openedAt: string;
                                productId: string | null;
                            }[];
                            openOrders: {
                                orderId: string;
                                /** Format: date-time */
                                since: string;
                                /** @enum {string} */
                                state: "accepted" | "ready" | "fallout";
                                storeId: string;
                            }[];
                            /** Format: uuid */
                            profileId: string;
                            valueTier: string | null;
                        } | null;
                        /** Format: date-time */
                        expiresAt: string;
                        /** Format: uuid */
                        interactionId: string;
                        /** Format: uuid */
                        offerId: string;
                        /** Format: date-time */
                        offeredAt: string;
                        queue: string;
                        /** @enum {string} */
                        state: "open" | "accepted" | "completed" | "declined" | "unanswered" | "agent_gone" | "caller_gone";
                        version: number;
                        /** Format: date-time */
                        waitingSince: string;
                    };
                };
            };
            /** @description It was made to another agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No offer has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `offer-over`: it was accepted already, or has ended. */
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
    "Offers.decline": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                offerId: string;
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
                        acceptedAt: string | null;
                        agentId: string;
                        attempt: number;
                        /** @enum {string} */
                        connection: "none" | "pending" | "connected" | "failed";
                        connectionCode: string | null;
                        customer: {
                            language: string | null;
                            lastMessage: {
                                channel: string;
                                intent: string;
                                /** Format: uuid */
                                messageId: string;
                                productId: string | null;
                                /** Format: date-time */
                                receivedAt: string;
                            } | null;
                            openCases: {
                                /** Format: uuid */
                                caseId: string;
                                caseType: string;
                                /** Format: date-time */
                                openedAt: string;
                                productId: string | null;
                            }[];
                            openOrders: {
                                orderId: string;
                                /** Format: date-time */
                                since: string;
                                /** @enum {string} */
                                state: "accepted" | "ready" | "fallout";
                                storeId: string;
                            }[];
                            /** Format: uuid */
                            profileId: string;
                            valueTier: string | null;
                        } | null;
                        /** Format: date-time */
                        expiresAt: string;
                        /** Format: uuid */
                        interactionId: string;
                        /** Format: uuid */
                        offerId: string;
                        /** Format: date-time */
                        offeredAt: string;
                        queue: string;
                        /** @enum {string} */
                        state: "open" | "accepted" | "completed" | "declined" | "unanswered" | "agent_gone" | "caller_gone";
                        version: number;
                        /** Format: date-time */
                        waitingSince: string;
                    };
                };
            };
            /** @description It was made to another agent. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No offer has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `offer-over`: it was accepted already, or has ended. */
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
    "InteractionAccess.accessLog": {
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
                            /** Format: uuid */
                            interactionId: string;
                            subject: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Queues.list": {
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
                            agentsAvailable: number;
                            longestWaitSeconds: number;
                            numbers: string[];
                            offered: number;
                            queue: string;
                            skills: string[];
                            talking: number;
                            title: string;
                            waiting: number;
                        }[];
                    };
                };
            };
        };
    };
    "Twilio.hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TwiML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description `signature-invalid`: it was not Twilio who called. */
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
    "Twilio.status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
            /** @description `signature-invalid`: it was not Twilio who called. */
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
    "Twilio.voice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description TwiML. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/xml": string;
                };
            };
            /** @description `signature-invalid`: it was not Twilio who called. */
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
}

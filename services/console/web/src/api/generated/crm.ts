// The interface of crm, of schemas/openapi/crm.json. Written by npm run generate:api.
export interface paths {
    "/api/crm/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["CaseReading.list"];
        put?: never;
        post: operations["Cases.open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/cases/{caseId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["CaseReading.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/cases/{caseId}/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["CaseReading.history"];
        put?: never;
        post: operations["Cases.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/cases/{caseId}:assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/cases/{caseId}:close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/cases/{caseId}:reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Contacts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Contacts.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["Contacts.patch"];
        trace?: never;
    };
    "/api/crm/contacts/{contactId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Contacts.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/contacts:batchGet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Contacts.batchGet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/contacts:search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Contacts.search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/erasures/{erasureId}": {
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
    "/api/crm/messaging/consumers": {
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
    "/api/crm/messaging/events/{id}": {
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
    "/api/crm/messaging/outbox": {
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
    "/api/crm/messaging/parked": {
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
    "/api/crm/messaging/parked/kinds": {
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
    "/api/crm/messaging/parked/redrive": {
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
    "/api/crm/messaging/parked/{id}": {
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
    "/api/crm/personal-data:count": {
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
    "/api/crm/profiles/{profileId}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["MaskedContacts.accessLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/profiles/{profileId}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["CaseReading.ofProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/profiles/{profileId}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Contacts.ofProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/crm/profiles/{profileId}/contacts:masked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["MaskedContacts.contacts"];
        put?: never;
        post?: never;
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
    "CaseReading.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "closed";
                profileId?: string;
                contactId?: string;
                caseType?: string;
                assignee?: string;
                number?: string;
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
                            assignee: string | null;
                            /** Format: uuid */
                            caseId: string;
                            caseType: string;
                            channel: string | null;
                            /** Format: date-time */
                            closedAt: string | null;
                            closedBy: string | null;
                            /** Format: uuid */
                            contactId: string | null;
                            /** Format: uuid */
                            messageId: string | null;
                            number: string;
                            /** Format: date-time */
                            openedAt: string;
                            openedBy: string;
                            orderId: string | null;
                            productId: string | null;
                            /** Format: uuid */
                            profileId: string | null;
                            resolution: string | null;
                            /** @enum {string} */
                            state: "open" | "closed";
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Cases.open": {
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
                    caseType: string;
                    channel?: string;
                    /** Format: uuid */
                    contactId?: string;
                    /** Format: uuid */
                    messageId?: string;
                    orderId?: string;
                    productId?: string;
                    /** Format: uuid */
                    profileId?: string;
                    text?: string;
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
                        assignee: string | null;
                        /** Format: uuid */
                        caseId: string;
                        caseType: string;
                        channel: string | null;
                        /** Format: date-time */
                        closedAt: string | null;
                        closedBy: string | null;
                        /** Format: uuid */
                        contactId: string | null;
                        /** Format: uuid */
                        messageId: string | null;
                        number: string;
                        /** Format: date-time */
                        openedAt: string;
                        openedBy: string;
                        orderId: string | null;
                        productId: string | null;
                        /** Format: uuid */
                        profileId: string | null;
                        resolution: string | null;
                        /** @enum {string} */
                        state: "open" | "closed";
                        version: number;
                    };
                };
            };
            /** @description No contact has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The person was erased. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "CaseReading.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
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
                        activities: {
                            /** Format: uuid */
                            activityId: string;
                            /** @enum {string} */
                            activityType: "note" | "call" | "message" | "order" | "other" | "system";
                            by: string | null;
                            code: string | null;
                            /** Format: date-time */
                            happenedAt: string;
                            /** Format: uuid */
                            interactionId: string | null;
                            refs: {
                                [key: string]: string;
                            };
                            text: string | null;
                        }[];
                        assignee: string | null;
                        /** Format: uuid */
                        caseId: string;
                        caseType: string;
                        channel: string | null;
                        /** Format: date-time */
                        closedAt: string | null;
                        closedBy: string | null;
                        /** Format: uuid */
                        contactId: string | null;
                        /** Format: uuid */
                        messageId: string | null;
                        nextCursor?: string;
                        number: string;
                        /** Format: date-time */
                        openedAt: string;
                        openedBy: string;
                        orderId: string | null;
                        productId: string | null;
                        /** Format: uuid */
                        profileId: string | null;
                        resolution: string | null;
                        /** @enum {string} */
                        state: "open" | "closed";
                        version: number;
                    };
                };
            };
            /** @description No case has this id. */
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
    "CaseReading.history": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                caseId: string;
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
                            activityId: string;
                            /** @enum {string} */
                            activityType: "note" | "call" | "message" | "order" | "other" | "system";
                            by: string | null;
                            code: string | null;
                            /** Format: date-time */
                            happenedAt: string;
                            /** Format: uuid */
                            interactionId: string | null;
                            refs: {
                                [key: string]: string;
                            };
                            text: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No case has this id. */
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
    "Cases.add": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    activityType: "note" | "call" | "message" | "order" | "other";
                    /** Format: uuid */
                    interactionId?: string;
                    text: string;
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
                        /** Format: uuid */
                        activityId: string;
                        activityType: string;
                        /** Format: date-time */
                        happenedAt: string;
                    };
                };
            };
            /** @description No case has this id. */
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
    "Cases.assign": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agentId: string | null;
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
                        assignee: string | null;
                        /** Format: uuid */
                        caseId: string;
                        caseType: string;
                        channel: string | null;
                        /** Format: date-time */
                        closedAt: string | null;
                        closedBy: string | null;
                        /** Format: uuid */
                        contactId: string | null;
                        /** Format: uuid */
                        messageId: string | null;
                        number: string;
                        /** Format: date-time */
                        openedAt: string;
                        openedBy: string;
                        orderId: string | null;
                        productId: string | null;
                        /** Format: uuid */
                        profileId: string | null;
                        resolution: string | null;
                        /** @enum {string} */
                        state: "open" | "closed";
                        version: number;
                    };
                };
            };
            /** @description No case has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is closed. */
            409: {
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
    "Cases.close": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string;
                    resolution: string;
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
                        assignee: string | null;
                        /** Format: uuid */
                        caseId: string;
                        caseType: string;
                        channel: string | null;
                        /** Format: date-time */
                        closedAt: string | null;
                        closedBy: string | null;
                        /** Format: uuid */
                        contactId: string | null;
                        /** Format: uuid */
                        messageId: string | null;
                        number: string;
                        /** Format: date-time */
                        openedAt: string;
                        openedBy: string;
                        orderId: string | null;
                        productId: string | null;
                        /** Format: uuid */
                        profileId: string | null;
                        resolution: string | null;
                        /** @enum {string} */
                        state: "open" | "closed";
                        version: number;
                    };
                };
            };
            /** @description No case has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is closed already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match was sent, and the case has changed since. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.reopen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseId: string;
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
                        assignee: string | null;
                        /** Format: uuid */
                        caseId: string;
                        caseType: string;
                        channel: string | null;
                        /** Format: date-time */
                        closedAt: string | null;
                        closedBy: string | null;
                        /** Format: uuid */
                        contactId: string | null;
                        /** Format: uuid */
                        messageId: string | null;
                        number: string;
                        /** Format: date-time */
                        openedAt: string;
                        openedBy: string;
                        orderId: string | null;
                        productId: string | null;
                        /** Format: uuid */
                        profileId: string | null;
                        resolution: string | null;
                        /** @enum {string} */
                        state: "open" | "closed";
                        version: number;
                    };
                };
            };
            /** @description No case has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is open. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match was sent, and the case has changed since. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Contacts.create": {
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
                    emails?: string[] | null;
                    familyName?: string | null;
                    givenName?: string | null;
                    language?: string | null;
                    loyaltyNumber?: string | null;
                    notes?: string | null;
                    phones?: string[] | null;
                    userId?: string | null;
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
                        changed: string[];
                        /** Format: uuid */
                        contactId: string;
                        possibleDuplicates: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description An address or number is none, or nothing tells who it is. */
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
    "Contacts.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contactId: string;
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
                        contactId: string;
                        /** Format: date-time */
                        createdAt: string;
                        emails: string[];
                        familyName: string | null;
                        givenName: string | null;
                        language: string | null;
                        loyaltyNumber: string | null;
                        notes: string | null;
                        phones: string[];
                        /** Format: uuid */
                        profileId: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        userId: string | null;
                        version: number;
                    };
                };
            };
            /** @description No contact has this id. */
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
    "Contacts.patch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    emails?: string[] | null;
                    familyName?: string | null;
                    givenName?: string | null;
                    language?: string | null;
                    loyaltyNumber?: string | null;
                    notes?: string | null;
                    phones?: string[] | null;
                    userId?: string | null;
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
                        changed: string[];
                        /** Format: uuid */
                        contactId: string;
                        possibleDuplicates: string[];
                        /** Format: date-time */
                        updatedAt: string;
                        version: number;
                    };
                };
            };
            /** @description No contact has this id. */
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
            /** @description An address or number is none, or nothing would tell who it is. */
            422: {
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
    "Contacts.history": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                contactId: string;
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
                            by: string;
                            changed: string[];
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No contact has this id. */
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
    "Contacts.batchGet": {
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
                        contacts: {
                            /** Format: uuid */
                            contactId: string;
                            /** Format: date-time */
                            createdAt: string;
                            emails: string[];
                            familyName: string | null;
                            givenName: string | null;
                            language: string | null;
                            loyaltyNumber: string | null;
                            notes: string | null;
                            phones: string[];
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            userId: string | null;
                            version: number;
                        }[];
                    };
                };
            };
        };
    };
    "Contacts.search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cursor?: string;
                    email?: string;
                    /** @default 20 */
                    limit?: number;
                    loyaltyNumber?: string;
                    name?: string;
                    phone?: string;
                    /** @default contact-search */
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
                        items: {
                            /** Format: uuid */
                            contactId: string;
                            /** Format: date-time */
                            createdAt: string;
                            emails: string[];
                            familyName: string | null;
                            givenName: string | null;
                            language: string | null;
                            loyaltyNumber: string | null;
                            notes: string | null;
                            phones: string[];
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            userId: string | null;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description Nobody can be found by this. */
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
    "MaskedContacts.accessLog": {
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
                            id: string;
                            purpose: string;
                            subject: string;
                            /** @enum {string} */
                            what: "contact" | "case";
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "CaseReading.ofProfile": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "open" | "closed";
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
                            assignee: string | null;
                            /** Format: uuid */
                            caseId: string;
                            caseType: string;
                            channel: string | null;
                            /** Format: date-time */
                            closedAt: string | null;
                            closedBy: string | null;
                            /** Format: uuid */
                            contactId: string | null;
                            /** Format: uuid */
                            messageId: string | null;
                            number: string;
                            /** Format: date-time */
                            openedAt: string;
                            openedBy: string;
                            orderId: string | null;
                            productId: string | null;
                            /** Format: uuid */
                            profileId: string | null;
                            resolution: string | null;
                            /** @enum {string} */
                            state: "open" | "closed";
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Contacts.ofProfile": {
        parameters: {
            query?: never;
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
                        contacts: {
                            /** Format: uuid */
                            contactId: string;
                            /** Format: date-time */
                            createdAt: string;
                            emails: string[];
                            familyName: string | null;
                            givenName: string | null;
                            language: string | null;
                            loyaltyNumber: string | null;
                            notes: string | null;
                            phones: string[];
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            userId: string | null;
                            version: number;
                        }[];
                    };
                };
            };
        };
    };
    "MaskedContacts.contacts": {
        parameters: {
            query?: never;
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
                        contacts: {
                            /** Format: uuid */
                            contactId: string;
                            /** Format: date-time */
                            createdAt: string;
                            emails: string[];
                            familyName: string | null;
                            givenName: string | null;
                            hasNotes: boolean;
                            language: string | null;
                            loyaltyNumber: string | null;
                            phones: string[];
                            /** Format: uuid */
                            profileId: string | null;
                            /** Format: date-time */
                            updatedAt: string;
                            version: number;
                        }[];
                    };
                };
            };
        };
    };
}

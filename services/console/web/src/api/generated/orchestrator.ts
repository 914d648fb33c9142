// The interface of orchestrator, of schemas/openapi/orchestrator.json. Written by npm run generate:api.
export interface paths {
    "/api/orchestrator/bulk-actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["BulkActions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/bulk-actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["BulkActions.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/bulk-actions/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["BulkActions.results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/bulk-actions/{id}:stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["BulkActions.stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/customers/{profileId}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Why.recordsOfCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Decisions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["DefinitionList.list"];
        put?: never;
        post: operations["Definitions.publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Definitions.validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Definitions.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Drafts.show"];
        put: operations["Drafts.write"];
        post?: never;
        delete: operations["Drafts.discard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/draft/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Drafts.publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Decisions.goals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Graphs.graph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Migrations.list"];
        put?: never;
        post: operations["Migrations.begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/migrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Migrations.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/migrations/{id}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Migrations.instances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/migrations/{id}/{change}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Migrations.change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Lifecycle.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Drafts.preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Lifecycle.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Lifecycle.retire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/definitions/{journey}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Lifecycle.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/erasures/{erasureId}": {
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
    "/api/orchestrator/guardrails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Guardrails.read"];
        put: operations["Guardrails.publish"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/guardrails/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Guardrails.held"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/guardrails/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Guardrails.validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/guardrails/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Guardrails.versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Incidents.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/incidents/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Incidents.kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/incidents:bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Incidents.bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Instances.list"];
        put?: never;
        post: operations["Instances.enter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Instances.count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Instances.export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Instances.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Instances.act"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/{id}/incidents/{incidentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Incidents.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Why.why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/instances/{id}/why/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Why.recordsOfInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/messages/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Why.message"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/messaging/consumers": {
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
    "/api/orchestrator/messaging/events/{id}": {
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
    "/api/orchestrator/messaging/outbox": {
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
    "/api/orchestrator/messaging/parked": {
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
    "/api/orchestrator/messaging/parked/kinds": {
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
    "/api/orchestrator/messaging/parked/redrive": {
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
    "/api/orchestrator/messaging/parked/{id}": {
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
    "/api/orchestrator/personal-data:count": {
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
    "/api/orchestrator/profiles/{profileId}/touches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Touches.touches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/profiles/{profileId}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Why.whyOfProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Instances.request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/sending-switch": {
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
    "/api/orchestrator/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Simulations.list"];
        put?: never;
        post: operations["Simulations.ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/simulations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Simulations.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/simulations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Simulations.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/simulations/{id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Simulations.customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/stuck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Stuck.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WorkerTasks.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WorkerTasks.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks/{taskId}:complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["WorkerTasks.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks/{taskId}:fail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["WorkerTasks.fail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks/{taskId}:heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["WorkerTasks.heartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orchestrator/tasks:claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["WorkerTasks.claim"];
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
    "BulkActions.list": {
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
                            /** @enum {string} */
                            action: "retry" | "skip" | "cancel";
                            askedBy: string;
                            createdAt: string;
                            endedAt: string | null;
                            filter: {
                                /** Format: date-time */
                                after?: string;
                                /** Format: date-time */
                                before?: string;
                                code?: string;
                                journey?: string;
                                /** @enum {string} */
                                of?: "step" | "undo";
                                step?: string;
                                version?: number;
                            };
                            /** Format: uuid */
                            id: string;
                            perSecond: number;
                            startedAt: string | null;
                            /** @enum {string} */
                            status: "previewed" | "running" | "asked" | "done" | "stopped";
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "BulkActions.show": {
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
                        /** @enum {string} */
                        action: "retry" | "skip" | "cancel";
                        askedBy: string;
                        createdAt: string;
                        endedAt: string | null;
                        filter: {
                            /** Format: date-time */
                            after?: string;
                            /** Format: date-time */
                            before?: string;
                            code?: string;
                            journey?: string;
                            /** @enum {string} */
                            of?: "step" | "undo";
                            step?: string;
                            version?: number;
                        };
                        /** Format: uuid */
                        id: string;
                        kinds: {
                            code: string;
                            count: number;
                            journey: string;
                            step: string;
                            version: number;
                        }[];
                        outcomes: {
                            [key: string]: number;
                        };
                        perSecond: number;
                        refusals: {
                            [key: string]: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "previewed" | "running" | "asked" | "done" | "stopped";
                        total: number;
                    };
                };
            };
            /** @description No such action. */
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
    "BulkActions.results": {
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
                            code: string;
                            /** Format: uuid */
                            incidentId: string;
                            /** Format: uuid */
                            instanceId: string;
                            journey: string;
                            outcome: string | null;
                            place: number;
                            /** Format: uuid */
                            profileId: string;
                            /** Format: uuid */
                            requestId: string | null;
                            step: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "BulkActions.stop": {
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
                        /** @enum {string} */
                        action: "retry" | "skip" | "cancel";
                        askedBy: string;
                        createdAt: string;
                        endedAt: string | null;
                        filter: {
                            /** Format: date-time */
                            after?: string;
                            /** Format: date-time */
                            before?: string;
                            code?: string;
                            journey?: string;
                            /** @enum {string} */
                            of?: "step" | "undo";
                            step?: string;
                            version?: number;
                        };
                        /** Format: uuid */
                        id: string;
                        kinds: {
                            code: string;
                            count: number;
                            journey: string;
                            step: string;
                            version: number;
                        }[];
                        outcomes: {
                            [key: string]: number;
                        };
                        perSecond: number;
                        refusals: {
                            [key: string]: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "previewed" | "running" | "asked" | "done" | "stopped";
                        total: number;
                    };
                };
            };
            /** @description No such action. */
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
    "Why.recordsOfCustomer": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                journey?: string;
                from?: string;
                to?: string;
                kind?: string;
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
                            at: string;
                            cause: {
                                id: string | null;
                                kind: string;
                                type: string | null;
                            };
                            commandId: string | null;
                            inputs: {
                                [key: string]: unknown;
                            };
                            instanceId: string | null;
                            journey: string;
                            /** @enum {string} */
                            kind: "entered" | "declined" | "held-out" | "arbitration" | "experiment" | "decision" | "sent" | "held" | "skipped" | "answered" | "exited" | "goal" | "incident" | "operator" | "moved" | "ended";
                            rule: string | null;
                            ruleVersion: string | null;
                            step: string | null;
                            text: string;
                            until: string | null;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Decisions.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                customer?: string;
                journey?: string;
                rule?: "reentry" | "group" | "holdout" | "concurrency" | "audience" | "crowd";
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
                            at: string;
                            inputs: {
                                [key: string]: unknown;
                            };
                            journey: string;
                            /** Format: uuid */
                            profileId: string;
                            rule: string;
                            ruleVersion: string | null;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "DefinitionList.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                search?: string;
                state?: "published" | "paused" | "retired";
                include?: "counts";
                days?: number;
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
                        items: {
                            counts?: {
                                ended: {
                                    count: number;
                                    outcome: string;
                                }[];
                                open: {
                                    running: number;
                                    stalled: number;
                                    undoing: number;
                                };
                                started: number;
                                versions: {
                                    open: {
                                        running: number;
                                        stalled: number;
                                        undoing: number;
                                    };
                                    version: number;
                                }[];
                            };
                            current: boolean;
                            currentVersion: number;
                            hash: string;
                            journey: string;
                            owner: string;
                            /** Format: date-time */
                            publishedAt: string;
                            publishedBy: string;
                            /** @enum {string} */
                            state: "published" | "paused" | "retired";
                            /** Format: date-time */
                            stateChangedAt: string;
                            stateChangedBy: string | null;
                            title: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                        window: {
                            days: number;
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        } | null;
                    };
                };
            };
        };
    };
    "Definitions.publish": {
        parameters: {
            query?: {
                renew?: string;
            };
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
                    definition: string;
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
                        hash: string;
                        isNew: boolean;
                        journey: string;
                        version: number;
                    };
                };
            };
            /** @description It is published from a draft, by a second person. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Another version was published meanwhile. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors; each is listed. */
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
    "Definitions.validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition: string;
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
                        problems: {
                            column: number;
                            file: string;
                            line: number;
                            message: string;
                            rule: string;
                            step: string | null;
                        }[];
                    };
                };
            };
        };
    };
    "Definitions.show": {
        parameters: {
            query?: {
                version?: number;
            };
            header?: never;
            path: {
                journey: string;
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
                        current: boolean;
                        definition: string;
                        hash: string;
                        journey: string;
                        owner: string;
                        /** Format: date-time */
                        publishedAt: string;
                        publishedBy: string;
                        title: string;
                        version: number;
                        versions: number[];
                    };
                };
            };
            /** @description No such journey or version. */
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
    "Drafts.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
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
                        authors: string[];
                        basedOn: number | null;
                        definition: string;
                        hash: string;
                        journey: string;
                        problems: {
                            column: number;
                            file: string;
                            line: number;
                            message: string;
                            rule: string;
                            step: string | null;
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                        valid: boolean;
                    };
                };
            };
            /** @description There is no draft. */
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
    "Drafts.write": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition: string;
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
                        authors: string[];
                        basedOn: number | null;
                        definition: string;
                        hash: string;
                        journey: string;
                        problems: {
                            column: number;
                            file: string;
                            line: number;
                            message: string;
                            rule: string;
                            step: string | null;
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                        valid: boolean;
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
    "Drafts.discard": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
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
            /** @description There is no draft. */
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
    "Drafts.publish": {
        parameters: {
            query?: {
                renew?: string;
            };
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        hash: string;
                        isNew: boolean;
                        journey: string;
                        version: number;
                    };
                };
            };
            /** @description A second person has to publish it (own-draft). */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no draft. */
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
            /** @description The draft has errors; each is listed. */
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
    "Decisions.goals": {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path: {
                journey: string;
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
                        days: number;
                        goals: {
                            goal: string;
                            heldOut: boolean;
                            reached: number;
                        }[];
                        groups: {
                            customers: number;
                            heldOut: boolean;
                        }[];
                    };
                };
            };
        };
    };
    "Graphs.graph": {
        parameters: {
            query?: {
                version?: number;
                format?: "json" | "mermaid";
                days?: number;
            };
            header?: never;
            path: {
                journey: string;
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
                        asOf: string;
                        edges: {
                            from: string;
                            on: string;
                            passes: number | null;
                            to: string;
                        }[];
                        ended: {
                            count: number;
                            outcome: string;
                        }[];
                        /** Format: date-time */
                        flowAsOf: string | null;
                        journey: string;
                        open: {
                            running: number;
                            stalled: number;
                            undoing: number;
                        };
                        otherVersions: {
                            open: {
                                running: number;
                                stalled: number;
                                undoing: number;
                            };
                            version: number;
                        }[];
                        started: number;
                        steps: {
                            branch: {
                                name: string;
                                parallel: string;
                            } | null;
                            conversion: number | null;
                            dropped: number;
                            ended: {
                                count: number;
                                outcome: string;
                            }[];
                            entered: number;
                            here: number;
                            inState: {
                                running: number;
                                stalled: number;
                                undoing: number;
                            };
                            kind: string;
                            left: number;
                            lines: {
                                from: number;
                                to: number;
                            };
                            medianSeconds: number | null;
                            name: string;
                            office: string | null;
                            p90Seconds: number | null;
                        }[];
                        version: number;
                        window: {
                            days: number;
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                        };
                    };
                };
            };
            /** @description No such journey or version. */
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
    "Migrations.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                journey: string;
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
                            createdAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            doneAt: string | null;
                            from: number;
                            /** Format: uuid */
                            id: string;
                            journey: string;
                            map: {
                                [key: string]: string;
                            };
                            /** @enum {string} */
                            state: "running" | "paused" | "reverting" | "done";
                            to: number;
                            vars: {
                                [key: string]: string;
                            };
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Migrations.begin": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    cursor?: string;
                    /** @default false */
                    dryRun?: boolean;
                    from: number;
                    /** @default {} */
                    map?: {
                        [key: string]: string;
                    };
                    to: number;
                    /** @default {} */
                    vars?: {
                        [key: string]: string;
                    };
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
                        /** Migration */
                        migration: {
                            /** Format: date-time */
                            createdAt: string;
                            createdBy: string;
                            /** Format: date-time */
                            doneAt: string | null;
                            from: number;
                            /** Format: uuid */
                            id: string;
                            journey: string;
                            map: {
                                [key: string]: string;
                            };
                            progress: {
                                applied: number;
                                asked: number;
                                open: number;
                                reverted: number;
                                stayed: number;
                            };
                            /** @enum {string} */
                            state: "running" | "paused" | "reverting" | "done";
                            to: number;
                            vars: {
                                [key: string]: string;
                            };
                        } | null;
                        report: {
                            byReason: {
                                [key: string]: number;
                            };
                            instances: {
                                /** Format: uuid */
                                instanceId: string;
                                reasons: {
                                    code: string;
                                    detail: string;
                                    step: string | null;
                                }[];
                                step: string;
                            }[];
                            moves: number;
                            nextCursor?: string;
                            stays: number;
                            stranded: number;
                        } | null;
                    };
                };
            };
            /** @description No such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody would be stranded (would-strand): each is listed. */
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
    "Migrations.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
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
                        createdBy: string;
                        /** Format: date-time */
                        doneAt: string | null;
                        from: number;
                        /** Format: uuid */
                        id: string;
                        journey: string;
                        map: {
                            [key: string]: string;
                        };
                        progress: {
                            applied: number;
                            asked: number;
                            open: number;
                            reverted: number;
                            stayed: number;
                        };
                        /** @enum {string} */
                        state: "running" | "paused" | "reverting" | "done";
                        to: number;
                        vars: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description No such migration. */
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
    "Migrations.instances": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                result?: "applied" | "stayed" | "open";
            };
            header?: never;
            path: {
                journey: string;
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
                            /** Format: uuid */
                            instanceId: string;
                            outcome: string | null;
                            reverted: string | null;
                            step: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No such migration. */
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
    "Migrations.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
                id: string;
                change: "pause" | "resume" | "revert";
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
                        createdBy: string;
                        /** Format: date-time */
                        doneAt: string | null;
                        from: number;
                        /** Format: uuid */
                        id: string;
                        journey: string;
                        map: {
                            [key: string]: string;
                        };
                        progress: {
                            applied: number;
                            asked: number;
                            open: number;
                            reverted: number;
                            stayed: number;
                        };
                        /** @enum {string} */
                        state: "running" | "paused" | "reverting" | "done";
                        to: number;
                        vars: {
                            [key: string]: string;
                        };
                    };
                };
            };
            /** @description No such migration. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not in the state that it is in. */
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
    "Lifecycle.pause": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
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
                        changedBy: string | null;
                        journey: string;
                        publication: number;
                        /** @enum {string} */
                        state: "published" | "paused" | "retired";
                        version: number;
                    };
                };
            };
            /** @description No such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was retired. */
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
    "Drafts.preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definition?: string;
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
                        current: {
                            /** @enum {string} */
                            state: "published" | "paused" | "retired";
                            version: number;
                        } | null;
                        entries: {
                            /** Format: date */
                            day: string;
                            declined: number;
                            entered: number;
                        }[];
                        journey: string;
                        overlaps: {
                            competes: boolean;
                            customersInBoth: number;
                            journey: string;
                            on: string[];
                            priority: number;
                        }[];
                        problems: {
                            column: number;
                            file: string;
                            line: number;
                            message: string;
                            rule: string;
                            step: string | null;
                        }[];
                        running: {
                            count: number;
                            incidents: number;
                            step: string;
                            version: number;
                        }[];
                        steps: {
                            added: string[];
                            changed: string[];
                            removed: string[];
                        } | null;
                    };
                };
            };
            /** @description No text is given, and there is no draft. */
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
    "Lifecycle.resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
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
                        changedBy: string | null;
                        journey: string;
                        publication: number;
                        /** @enum {string} */
                        state: "published" | "paused" | "retired";
                        version: number;
                    };
                };
            };
            /** @description No such journey. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was retired. */
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
    "Lifecycle.retire": {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                journey: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default continue
                     * @enum {string}
                     */
                    running?: "continue" | "cancel";
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
                        changedBy: string | null;
                        journey: string;
                        publication: number;
                        /** @enum {string} */
                        state: "published" | "paused" | "retired";
                        version: number;
                    };
                };
            };
            /** @description No such journey. */
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
    "Lifecycle.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                journey: string;
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
                        changedBy: string | null;
                        journey: string;
                        publication: number;
                        /** @enum {string} */
                        state: "published" | "paused" | "retired";
                        version: number;
                    };
                };
            };
            /** @description No such journey. */
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
    "Guardrails.read": {
        parameters: {
            query?: {
                version?: number;
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
                        changedAt: string | null;
                        changedBy: string | null;
                        policy: string | null;
                        version: number;
                    };
                };
            };
            /** @description No such version. */
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
    "Guardrails.publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
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
                        changedAt: string | null;
                        changedBy: string | null;
                        isNew: boolean;
                        policy: string | null;
                        version: number;
                    };
                };
            };
            /** @description Another version was published after you read it. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The policy has errors; each is listed. */
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
    "Guardrails.held": {
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
                        held: {
                            count: number;
                            rule: string;
                            /** Format: date-time */
                            since: string;
                        }[];
                    };
                };
            };
        };
    };
    "Guardrails.validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    policy: string;
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
                        problems: {
                            column: number;
                            line: number;
                            message: string;
                            rule: string;
                        }[];
                    };
                };
            };
        };
    };
    "Guardrails.versions": {
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
                            changedAt: string | null;
                            changedBy: string | null;
                            policy: string | null;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Incidents.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                journey?: string;
                version?: number;
                step?: string;
                code?: string;
                before?: string;
                after?: string;
                of?: "step" | "undo";
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
                            detail: string;
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            instanceId: string;
                            journey: string;
                            /** @enum {string} */
                            of: "step" | "undo";
                            /** Format: uuid */
                            profileId: string;
                            since: string;
                            step: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Incidents.kinds": {
        parameters: {
            query?: {
                journey?: string;
                version?: number;
                step?: string;
                code?: string;
                before?: string;
                after?: string;
                of?: "step" | "undo";
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
                            journey: string;
                            newest: string;
                            oldest: string;
                            step: string;
                            version: number;
                        }[];
                    };
                };
            };
        };
    };
    "Incidents.bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "retry" | "skip" | "cancel";
                    /** @enum {boolean} */
                    dryRun: true;
                    filter: {
                        /** Format: date-time */
                        after?: string;
                        /** Format: date-time */
                        before?: string;
                        code?: string;
                        journey?: string;
                        /** @enum {string} */
                        of?: "step" | "undo";
                        step?: string;
                        version?: number;
                    };
                } | {
                    /**
                     * @default refuse
                     * @enum {string}
                     */
                    ifChanged?: "refuse" | "previewed" | "current";
                    perSecond?: number;
                    /** Format: uuid */
                    token: string;
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
                        /** @enum {string} */
                        action: "retry" | "skip" | "cancel";
                        askedBy: string;
                        createdAt: string;
                        endedAt: string | null;
                        filter: {
                            /** Format: date-time */
                            after?: string;
                            /** Format: date-time */
                            before?: string;
                            code?: string;
                            journey?: string;
                            /** @enum {string} */
                            of?: "step" | "undo";
                            step?: string;
                            version?: number;
                        };
                        /** Format: uuid */
                        id: string;
                        kinds: {
                            code: string;
                            count: number;
                            journey: string;
                            step: string;
                            version: number;
                        }[];
                        outcomes: {
                            [key: string]: number;
                        };
                        perSecond: number;
                        refusals: {
                            [key: string]: number;
                        };
                        startedAt: string | null;
                        /** @enum {string} */
                        status: "previewed" | "running" | "asked" | "done" | "stopped";
                        total: number;
                    };
                };
            };
            /** @description No such preview. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The preview is too old, or other incidents match now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No incident matches, or too many do. */
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
    "Instances.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "running" | "stalled" | "undoing" | "ended" | "open";
                definition?: string;
                customer?: string;
                step?: string;
                endedIn?: string;
                version?: number;
                key?: string;
                outcome?: string;
                incident?: string;
                startedBefore?: string;
                startedAfter?: string;
                changedBefore?: string;
                changedAfter?: string;
                enteredBefore?: string;
                enteredAfter?: string;
                endedBefore?: string;
                endedAfter?: string;
                include?: "story";
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
                            changedAt: string;
                            /** Format: uuid */
                            id: string;
                            incident: string | null;
                            journey: string;
                            key: string;
                            outcome: string | null;
                            /** Format: uuid */
                            profileId: string;
                            sends?: number;
                            startedAt: string;
                            /** @enum {string} */
                            state: "running" | "stalled" | "undoing" | "ended";
                            step: string;
                            version: number;
                            why?: string[];
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Instances.enter": {
        parameters: {
            query?: {
                wait?: number;
            };
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
                    customer?: {
                        /** @enum {string} */
                        kind: "crm.contact" | "anonymous" | "user" | "email" | "phone" | "loyalty" | "device" | "account" | "order";
                        value: string;
                    };
                    journey: string;
                    key?: string;
                    /** Format: uuid */
                    profileId?: string;
                    /** @default {} */
                    vars?: {
                        [key: string]: string | number | boolean | (null);
                    };
                    version?: number;
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
                        instanceId: string | null;
                        outcome: string;
                        /** Format: uuid */
                        requestId: string;
                    };
                };
            };
            /** @description No such journey. */
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
    "Instances.count": {
        parameters: {
            query?: {
                state?: "running" | "stalled" | "undoing" | "ended" | "open";
                definition?: string;
                customer?: string;
                step?: string;
                endedIn?: string;
                version?: number;
                key?: string;
                outcome?: string;
                incident?: string;
                startedBefore?: string;
                startedAfter?: string;
                changedBefore?: string;
                changedAfter?: string;
                enteredBefore?: string;
                enteredAfter?: string;
                endedBefore?: string;
                endedAfter?: string;
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
                        count: number;
                        isExact: boolean;
                    };
                };
            };
        };
    };
    "Instances.export": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                state?: "running" | "stalled" | "undoing" | "ended" | "open";
                definition?: string;
                customer?: string;
                step?: string;
                endedIn?: string;
                version?: number;
                key?: string;
                outcome?: string;
                incident?: string;
                startedBefore?: string;
                startedAfter?: string;
                changedBefore?: string;
                changedAfter?: string;
                enteredBefore?: string;
                enteredAfter?: string;
                endedBefore?: string;
                endedAfter?: string;
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
                            changedAt: string;
                            /** Format: uuid */
                            id: string;
                            incident: string | null;
                            journey: string;
                            key: string;
                            mailbox: number;
                            outcome: string | null;
                            /** Format: uuid */
                            profileId: string;
                            startedAt: string;
                            /** @enum {string} */
                            state: "running" | "stalled" | "undoing" | "ended";
                            step: string;
                            version: number;
                            visits: {
                                [key: string]: number;
                            };
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Instances.show": {
        parameters: {
            query?: {
                after?: number;
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
                        changedAt: string;
                        correlationId: string;
                        dueAt: string | null;
                        hops: number;
                        /** Format: uuid */
                        id: string;
                        incident: string | null;
                        incidents: {
                            code: string;
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            of: "step" | "undo";
                            since: string;
                            step: string;
                        }[];
                        journal: {
                            entry: {
                                [key: string]: unknown;
                            };
                            recordedAt: string;
                            seq: number;
                            traceId: string | null;
                        }[];
                        journey: string;
                        key: string;
                        outcome: string | null;
                        /** Format: uuid */
                        parentId: string | null;
                        positions: {
                            branch: {
                                name: string;
                                parallel: string;
                            } | null;
                            childId: string | null;
                            commandId: string | null;
                            incident: string | null;
                            since: string | null;
                            step: string;
                            until: string | null;
                            visit: number;
                            waitsFor: ({
                                /** @enum {string} */
                                code: "event";
                                restarts: boolean;
                                text: string;
                                type: string;
                                when: string | null;
                            } | {
                                /** @enum {string} */
                                code: "duration";
                                duration: string;
                                text: string;
                            } | {
                                at: string | null;
                                /** @enum {string} */
                                code: "date";
                                expression: string;
                                otherwise: string;
                                text: string;
                                /** @enum {string} */
                                zone: "customer" | "definition";
                            } | {
                                /** @enum {string} */
                                code: "answer";
                                text: string;
                                type: string;
                            } | {
                                /** @enum {string} */
                                code: "held";
                                rule: string | null;
                                text: string;
                                /** Format: date-time */
                                until: string | null;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "decision";
                                role: string;
                                text: string;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "last-word";
                                text: string;
                            } | {
                                attempt: number;
                                /** @enum {string} */
                                code: "worker";
                                task: string;
                                text: string;
                            } | {
                                /** @enum {string} */
                                code: "journey";
                                journey: string;
                                text: string;
                            } | {
                                branch: string;
                                /** @enum {string} */
                                code: "branch";
                                text: string;
                            })[];
                        }[];
                        /** Format: uuid */
                        profileId: string;
                        startedAt: string;
                        /** @enum {string} */
                        state: "running" | "stalled" | "undoing" | "ended";
                        step: string;
                        traceIds: string[];
                        vars: {
                            [key: string]: unknown;
                        };
                        version: number;
                        visits: {
                            [key: string]: number;
                        };
                    };
                };
            };
            /** @description No such instance. */
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
    "Instances.act": {
        parameters: {
            query?: {
                wait?: number;
            };
            header?: {
                /** @description Chosen by the caller; a repeated call within 24 hours gets the first answer. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "retry" | "skip" | "cancel";
                    /** Format: uuid */
                    incidentId?: string;
                    step?: string;
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
                        instanceId: string | null;
                        outcome: string;
                        /** Format: uuid */
                        requestId: string;
                    };
                };
            };
            /** @description No such instance. */
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
    "Incidents.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                incidentId: string;
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
                        actions: {
                            /** ForeseenAction */
                            cancel: {
                                ends: string | null;
                                enters: string[];
                                refused: string | null;
                                sends: {
                                    command: string;
                                    repeats: boolean;
                                    step: string;
                                }[];
                                stands: {
                                    code: string;
                                    step: string;
                                } | null;
                                undoes: string[];
                            };
                            /** ForeseenAction */
                            retry: {
                                ends: string | null;
                                enters: string[];
                                refused: string | null;
                                sends: {
                                    command: string;
                                    repeats: boolean;
                                    step: string;
                                }[];
                                stands: {
                                    code: string;
                                    step: string;
                                } | null;
                                undoes: string[];
                            };
                            /** ForeseenAction */
                            skip: {
                                ends: string | null;
                                enters: string[];
                                refused: string | null;
                                sends: {
                                    command: string;
                                    repeats: boolean;
                                    step: string;
                                }[];
                                stands: {
                                    code: string;
                                    step: string;
                                } | null;
                                undoes: string[];
                            };
                        } | null;
                        attempts: number | null;
                        code: string;
                        detail: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        instanceId: string;
                        journey: string;
                        /** @enum {string} */
                        of: "step" | "undo";
                        /** Format: uuid */
                        profileId: string;
                        raised: {
                            at: string;
                            eventId: string | null;
                            input: string;
                            traceId: string | null;
                        } | null;
                        resolved: {
                            at: string;
                            by: string | null;
                            eventId: string | null;
                            how: string;
                            input: string;
                            traceId: string | null;
                        } | null;
                        since: string;
                        /** @enum {string} */
                        state: "open" | "resolved";
                        step: string;
                        version: number;
                    };
                };
            };
            /** @description No such instance, or it has and had no such incident. */
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
    "Why.why": {
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
                        because: string[];
                        /** Format: uuid */
                        instanceId: string;
                        journey: string;
                        positions: {
                            branch: {
                                name: string;
                                parallel: string;
                            } | null;
                            childId: string | null;
                            commandId: string | null;
                            incident: string | null;
                            since: string | null;
                            step: string;
                            until: string | null;
                            visit: number;
                            waitsFor: ({
                                /** @enum {string} */
                                code: "event";
                                restarts: boolean;
                                text: string;
                                type: string;
                                when: string | null;
                            } | {
                                /** @enum {string} */
                                code: "duration";
                                duration: string;
                                text: string;
                            } | {
                                at: string | null;
                                /** @enum {string} */
                                code: "date";
                                expression: string;
                                otherwise: string;
                                text: string;
                                /** @enum {string} */
                                zone: "customer" | "definition";
                            } | {
                                /** @enum {string} */
                                code: "answer";
                                text: string;
                                type: string;
                            } | {
                                /** @enum {string} */
                                code: "held";
                                rule: string | null;
                                text: string;
                                /** Format: date-time */
                                until: string | null;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "decision";
                                role: string;
                                text: string;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "last-word";
                                text: string;
                            } | {
                                attempt: number;
                                /** @enum {string} */
                                code: "worker";
                                task: string;
                                text: string;
                            } | {
                                /** @enum {string} */
                                code: "journey";
                                journey: string;
                                text: string;
                            } | {
                                branch: string;
                                /** @enum {string} */
                                code: "branch";
                                text: string;
                            })[];
                        }[];
                        story: string[];
                        summary: string;
                        until: string | null;
                        waitsFor: ({
                            /** @enum {string} */
                            code: "event";
                            restarts: boolean;
                            text: string;
                            type: string;
                            when: string | null;
                        } | {
                            /** @enum {string} */
                            code: "duration";
                            duration: string;
                            text: string;
                        } | {
                            at: string | null;
                            /** @enum {string} */
                            code: "date";
                            expression: string;
                            otherwise: string;
                            text: string;
                            /** @enum {string} */
                            zone: "customer" | "definition";
                        } | {
                            /** @enum {string} */
                            code: "answer";
                            text: string;
                            type: string;
                        } | {
                            /** @enum {string} */
                            code: "held";
                            rule: string | null;
                            text: string;
                            /** Format: date-time */
                            until: string | null;
                        } | {
                            approval: string;
                            /** @enum {string} */
                            code: "decision";
                            role: string;
                            text: string;
                        } | {
                            approval: string;
                            /** @enum {string} */
                            code: "last-word";
                            text: string;
                        } | {
                            attempt: number;
                            /** @enum {string} */
                            code: "worker";
                            task: string;
                            text: string;
                        } | {
                            /** @enum {string} */
                            code: "journey";
                            journey: string;
                            text: string;
                        } | {
                            branch: string;
                            /** @enum {string} */
                            code: "branch";
                            text: string;
                        })[];
                    };
                };
            };
            /** @description No such instance. */
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
    "Why.recordsOfInstance": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                journey?: string;
                from?: string;
                to?: string;
                kind?: string;
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
                            at: string;
                            cause: {
                                id: string | null;
                                kind: string;
                                type: string | null;
                            };
                            commandId: string | null;
                            inputs: {
                                [key: string]: unknown;
                            };
                            instanceId: string | null;
                            journey: string;
                            /** @enum {string} */
                            kind: "entered" | "declined" | "held-out" | "arbitration" | "experiment" | "decision" | "sent" | "held" | "skipped" | "answered" | "exited" | "goal" | "incident" | "operator" | "moved" | "ended";
                            rule: string | null;
                            ruleVersion: string | null;
                            step: string | null;
                            text: string;
                            until: string | null;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No such instance. */
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
    "Why.message": {
        parameters: {
            query?: {
                customer?: string;
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
                        chain: {
                            at: string;
                            cause: {
                                id: string | null;
                                kind: string;
                                type: string | null;
                            };
                            commandId: string | null;
                            inputs: {
                                [key: string]: unknown;
                            };
                            instanceId: string | null;
                            journey: string;
                            /** @enum {string} */
                            kind: "entered" | "declined" | "held-out" | "arbitration" | "experiment" | "decision" | "sent" | "held" | "skipped" | "answered" | "exited" | "goal" | "incident" | "operator" | "moved" | "ended";
                            rule: string | null;
                            ruleVersion: string | null;
                            step: string | null;
                            text: string;
                            until: string | null;
                            version: number;
                        }[];
                        commandId: string;
                        /** Format: uuid */
                        instanceId: string;
                        journey: string;
                        /** @enum {string} */
                        state: "sent" | "waiting" | "held" | "skipped" | "failed" | "left";
                        step: string;
                        text: string;
                        version: number;
                    };
                };
            };
            /** @description Nothing is known of it (any more); an answering event is looked for with its customer only. */
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
    "Touches.touches": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                profileId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    eventIds: string[];
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
                        events: {
                            /** Format: uuid */
                            eventId: string;
                            touches: {
                                /** Format: date-time */
                                at: string;
                                detail: string | null;
                                /** Format: uuid */
                                instanceId: string | null;
                                journey: string;
                                step: string | null;
                                version: number;
                                /** @enum {string} */
                                what: "entered" | "satisfied" | "restarted" | "answered" | "late" | "kept" | "dropped" | "goal" | "exited" | "ended" | "touched" | "declined";
                            }[];
                        }[];
                        isComplete: boolean;
                    };
                };
            };
        };
    };
    "Why.whyOfProfile": {
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
                        journeys: {
                            because: string[];
                            /** Format: uuid */
                            instanceId: string;
                            journey: string;
                            positions: {
                                branch: {
                                    name: string;
                                    parallel: string;
                                } | null;
                                childId: string | null;
                                commandId: string | null;
                                incident: string | null;
                                since: string | null;
                                step: string;
                                until: string | null;
                                visit: number;
                                waitsFor: ({
                                    /** @enum {string} */
                                    code: "event";
                                    restarts: boolean;
                                    text: string;
                                    type: string;
                                    when: string | null;
                                } | {
                                    /** @enum {string} */
                                    code: "duration";
                                    duration: string;
                                    text: string;
                                } | {
                                    at: string | null;
                                    /** @enum {string} */
                                    code: "date";
                                    expression: string;
                                    otherwise: string;
                                    text: string;
                                    /** @enum {string} */
                                    zone: "customer" | "definition";
                                } | {
                                    /** @enum {string} */
                                    code: "answer";
                                    text: string;
                                    type: string;
                                } | {
                                    /** @enum {string} */
                                    code: "held";
                                    rule: string | null;
                                    text: string;
                                    /** Format: date-time */
                                    until: string | null;
                                } | {
                                    approval: string;
                                    /** @enum {string} */
                                    code: "decision";
                                    role: string;
                                    text: string;
                                } | {
                                    approval: string;
                                    /** @enum {string} */
                                    code: "last-word";
                                    text: string;
                                } | {
                                    attempt: number;
                                    /** @enum {string} */
                                    code: "worker";
                                    task: string;
                                    text: string;
                                } | {
                                    /** @enum {string} */
                                    code: "journey";
                                    journey: string;
                                    text: string;
                                } | {
                                    branch: string;
                                    /** @enum {string} */
                                    code: "branch";
                                    text: string;
                                })[];
                            }[];
                            story: string[];
                            summary: string;
                            until: string | null;
                            waitsFor: ({
                                /** @enum {string} */
                                code: "event";
                                restarts: boolean;
                                text: string;
                                type: string;
                                when: string | null;
                            } | {
                                /** @enum {string} */
                                code: "duration";
                                duration: string;
                                text: string;
                            } | {
                                at: string | null;
                                /** @enum {string} */
                                code: "date";
                                expression: string;
                                otherwise: string;
                                text: string;
                                /** @enum {string} */
                                zone: "customer" | "definition";
                            } | {
                                /** @enum {string} */
                                code: "answer";
                                text: string;
                                type: string;
                            } | {
                                /** @enum {string} */
                                code: "held";
                                rule: string | null;
                                text: string;
                                /** Format: date-time */
                                until: string | null;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "decision";
                                role: string;
                                text: string;
                            } | {
                                approval: string;
                                /** @enum {string} */
                                code: "last-word";
                                text: string;
                            } | {
                                attempt: number;
                                /** @enum {string} */
                                code: "worker";
                                task: string;
                                text: string;
                            } | {
                                /** @enum {string} */
                                code: "journey";
                                journey: string;
                                text: string;
                            } | {
                                branch: string;
                                /** @enum {string} */
                                code: "branch";
                                text: string;
                            })[];
                        }[];
                    };
                };
            };
        };
    };
    "Instances.request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                requestId: string;
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
                        instanceId: string | null;
                        outcome: string;
                        /** Format: uuid */
                        requestId: string;
                    };
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
                        changedAt: string | null;
                        changedBy: string | null;
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
                        changedAt: string | null;
                        changedBy: string | null;
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
    "Simulations.list": {
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
                            askedAt: string;
                            askedBy: string;
                            endedAt: string | null;
                            from: string;
                            /** Format: uuid */
                            id: string;
                            journey: string;
                            problem: string | null;
                            progress: {
                                all: number;
                                read: number;
                            };
                            sample: number;
                            /** @enum {string} */
                            state: "running" | "done" | "cancelled" | "failed" | "interrupted";
                            to: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "Simulations.ask": {
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
                    days?: number;
                    definition: string;
                    /** Format: date-time */
                    from?: string;
                    profiles?: string[];
                    /** @default 1 */
                    sample?: number;
                    /** Format: date-time */
                    to?: string;
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
                        askedAt: string;
                        askedBy: string;
                        endedAt: string | null;
                        from: string;
                        /** Format: uuid */
                        id: string;
                        journey: string;
                        problem: string | null;
                        progress: {
                            all: number;
                            read: number;
                        };
                        report: {
                            assumedAnswers: {
                                act: string;
                                delayMs: number;
                                samples: number;
                                times: number;
                                type: string | null;
                            }[];
                            inputs: number;
                            kept: number;
                            leftOut: {
                                [key: string]: number;
                            };
                            notes: {
                                /** @enum {string} */
                                code: "reactions" | "answers" | "unasked" | "counted" | "facts" | "pace" | "places" | "schedules";
                                text: string;
                            }[];
                            records: number;
                            seconds: number;
                            totals: {
                                contacts: {
                                    after: number;
                                    before: number;
                                    gained: number;
                                    kept: number;
                                    lost: number;
                                    moved: number;
                                };
                                customers: {
                                    all: number;
                                    different: number;
                                };
                                entries: {
                                    after: number;
                                    before: number;
                                };
                                messages: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                outcomeChanges: {
                                    [key: string]: number;
                                };
                                outcomes: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                rules: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                steps: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                            };
                        } | null;
                        sample: number;
                        /** @enum {string} */
                        state: "running" | "done" | "cancelled" | "failed" | "interrupted";
                        to: string;
                        version: number;
                    };
                };
            };
            /** @description One runs already in this process. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The definition has errors, each listed; or the time looked at is none. */
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
    "Simulations.show": {
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
                        askedAt: string;
                        askedBy: string;
                        endedAt: string | null;
                        from: string;
                        /** Format: uuid */
                        id: string;
                        journey: string;
                        problem: string | null;
                        progress: {
                            all: number;
                            read: number;
                        };
                        report: {
                            assumedAnswers: {
                                act: string;
                                delayMs: number;
                                samples: number;
                                times: number;
                                type: string | null;
                            }[];
                            inputs: number;
                            kept: number;
                            leftOut: {
                                [key: string]: number;
                            };
                            notes: {
                                /** @enum {string} */
                                code: "reactions" | "answers" | "unasked" | "counted" | "facts" | "pace" | "places" | "schedules";
                                text: string;
                            }[];
                            records: number;
                            seconds: number;
                            totals: {
                                contacts: {
                                    after: number;
                                    before: number;
                                    gained: number;
                                    kept: number;
                                    lost: number;
                                    moved: number;
                                };
                                customers: {
                                    all: number;
                                    different: number;
                                };
                                entries: {
                                    after: number;
                                    before: number;
                                };
                                messages: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                outcomeChanges: {
                                    [key: string]: number;
                                };
                                outcomes: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                rules: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                steps: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                            };
                        } | null;
                        sample: number;
                        /** @enum {string} */
                        state: "running" | "done" | "cancelled" | "failed" | "interrupted";
                        to: string;
                        version: number;
                    };
                };
            };
            /** @description No such simulation. */
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
    "Simulations.cancel": {
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
                        askedAt: string;
                        askedBy: string;
                        endedAt: string | null;
                        from: string;
                        /** Format: uuid */
                        id: string;
                        journey: string;
                        problem: string | null;
                        progress: {
                            all: number;
                            read: number;
                        };
                        report: {
                            assumedAnswers: {
                                act: string;
                                delayMs: number;
                                samples: number;
                                times: number;
                                type: string | null;
                            }[];
                            inputs: number;
                            kept: number;
                            leftOut: {
                                [key: string]: number;
                            };
                            notes: {
                                /** @enum {string} */
                                code: "reactions" | "answers" | "unasked" | "counted" | "facts" | "pace" | "places" | "schedules";
                                text: string;
                            }[];
                            records: number;
                            seconds: number;
                            totals: {
                                contacts: {
                                    after: number;
                                    before: number;
                                    gained: number;
                                    kept: number;
                                    lost: number;
                                    moved: number;
                                };
                                customers: {
                                    all: number;
                                    different: number;
                                };
                                entries: {
                                    after: number;
                                    before: number;
                                };
                                messages: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                outcomeChanges: {
                                    [key: string]: number;
                                };
                                outcomes: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                rules: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                                steps: {
                                    [key: string]: {
                                        after: number;
                                        before: number;
                                    };
                                };
                            };
                        } | null;
                        sample: number;
                        /** @enum {string} */
                        state: "running" | "done" | "cancelled" | "failed" | "interrupted";
                        to: string;
                        version: number;
                    };
                };
            };
            /** @description No such simulation. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It does not run here. */
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
    "Simulations.customers": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                difference?: "gained" | "lost" | "moved" | "outcome" | "entry";
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
                            differences: ("gained" | "lost" | "moved" | "outcome" | "entry")[];
                            gained: {
                                at: string;
                                channel: string | null;
                                commandId: string;
                                journey: string;
                                step: string;
                                template: string | null;
                            }[];
                            lost: {
                                at: string;
                                channel: string | null;
                                commandId: string;
                                journey: string;
                                step: string;
                                template: string | null;
                            }[];
                            moved: {
                                after: {
                                    at: string;
                                    channel: string | null;
                                    commandId: string;
                                    journey: string;
                                    step: string;
                                    template: string | null;
                                };
                                before: {
                                    at: string;
                                    channel: string | null;
                                    commandId: string;
                                    journey: string;
                                    step: string;
                                    template: string | null;
                                };
                            }[];
                            outcomes: {
                                after: string | null;
                                before: string | null;
                                /** @enum {string} */
                                entered: "both" | "before" | "after";
                                instanceId: string;
                                journey: string;
                            }[];
                            /** Format: uuid */
                            profileId: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            /** @description No such simulation. */
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
    "Stuck.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                definition?: string;
                version?: number;
                step?: string;
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
                            /** @enum {string} */
                            by: "percentile" | "definition";
                            enteredAt: string;
                            /** Format: uuid */
                            instanceId: string;
                            journey: string;
                            limitSeconds: number;
                            /** Format: uuid */
                            profileId: string;
                            stays: number;
                            step: string;
                            version: number;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "WorkerTasks.list": {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: string;
                state?: "open" | "leased" | "completed" | "failed" | "withdrawn";
                journey?: string;
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
                            attempt: number;
                            claims: number;
                            code: string | null;
                            /** Format: date-time */
                            endedAt: string | null;
                            /** Format: uuid */
                            instanceId: string;
                            journey: string;
                            kind: string;
                            /** Format: date-time */
                            leasedUntil: string | null;
                            /** Format: date-time */
                            offeredAt: string;
                            /** @enum {string} */
                            state: "open" | "leased" | "completed" | "failed" | "withdrawn";
                            step: string;
                            /** Format: uuid */
                            taskId: string;
                            version: number;
                            worker: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
        };
    };
    "WorkerTasks.show": {
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
                        attempt: number;
                        claims: number;
                        code: string | null;
                        /** Format: date-time */
                        endedAt: string | null;
                        input: {
                            [key: string]: unknown;
                        };
                        /** Format: uuid */
                        instanceId: string;
                        journey: string;
                        kind: string;
                        /** Format: date-time */
                        leasedUntil: string | null;
                        /** Format: date-time */
                        offeredAt: string;
                        /** @enum {string} */
                        state: "open" | "leased" | "completed" | "failed" | "withdrawn";
                        step: string;
                        /** Format: uuid */
                        taskId: string;
                        version: number;
                        worker: string | null;
                    };
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
    "WorkerTasks.complete": {
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
                    /** Format: uuid */
                    lease: string;
                    result: unknown;
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
                        /** @enum {string} */
                        state: "completed" | "failed";
                        /** Format: uuid */
                        taskId: string;
                    };
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
            /** @description The lease is lost, or the task has ended otherwise. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The result is too large, too deep, or looks like personal data. */
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
    "WorkerTasks.fail": {
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
                    /** Format: uuid */
                    lease: string;
                    /** @default true */
                    retriable?: boolean;
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
                        /** @enum {string} */
                        state: "completed" | "failed";
                        /** Format: uuid */
                        taskId: string;
                    };
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
            /** @description The lease is lost, or the task has ended otherwise. */
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
    "WorkerTasks.heartbeat": {
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
                    /** Format: uuid */
                    lease: string;
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
                        leasedUntil: string;
                        /** Format: uuid */
                        taskId: string;
                    };
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
            /** @description The lease is lost, or the task is not needed any more. */
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
    "WorkerTasks.claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kinds: string[];
                    /** @default 1 */
                    max?: number;
                    /** @default 0 */
                    waitMs?: number;
                    worker: string;
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
                            attempt: number;
                            input: {
                                [key: string]: unknown;
                            };
                            journey: string;
                            kind: string;
                            /** Format: uuid */
                            lease: string;
                            /** Format: date-time */
                            leasedUntil: string;
                            step: string;
                            /** Format: uuid */
                            taskId: string;
                            version: number;
                        }[];
                    };
                };
            };
            /** @description Too many workers wait already. */
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
}

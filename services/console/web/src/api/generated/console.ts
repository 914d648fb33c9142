// The interface of console, of schemas/openapi/console.json. Written by npm run generate:api.
export interface paths {
    "/console/addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Addresses.addresses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Overview.live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Overview.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/records/{topic}/{partition}/{offset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Topics.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Topics.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/topics/{topic}/schemas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Topics.schemasOf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Session.session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Session.signOut"];
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
    "Addresses.addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is configured; what is not is left out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        grafana?: string;
                        /** @description The local one; in development only, as what follows. */
                        issuer?: string;
                        jaeger?: string;
                        kafka?: string;
                        /** @description Of the gateway. */
                        publicUrl: string;
                        schemaRegistry?: string;
                    };
                };
            };
        };
    };
    "Overview.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview and its changes, as they come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
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
    "Overview.show": {
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
                        at: string;
                        /** OverviewData */
                        data: {
                            broker: {
                                /** Format: date-time */
                                asOf?: string;
                                /** Format: date-time */
                                awaySince?: string;
                                /** @enum {string} */
                                state: "answering" | "away" | "not-configured" | "asked";
                            };
                            customers: {
                                /** Format: date-time */
                                asOf?: string;
                                /** Format: date-time */
                                awaySince?: string;
                                customers?: number;
                                /** Format: date */
                                day?: string;
                                events?: number;
                                /** @enum {string} */
                                state: "known" | "unknown";
                                timeZone: string;
                            };
                            figures: {
                                [key: string]: {
                                    /** @enum {string} */
                                    source: "health" | "metrics" | "broker" | "customer-data-platform";
                                    /** @enum {string} */
                                    unit: "1" | "s" | "By" | "1/s" | "moment" | "state";
                                    /** @enum {string} */
                                    window: "now" | "PT1M" | "PT5M" | "since-start" | "today";
                                };
                            };
                            incidents: {
                                [key: string]: number;
                            };
                            journeys: {
                                ended?: {
                                    [key: string]: {
                                        [key: string]: number;
                                    };
                                };
                                running?: {
                                    [key: string]: {
                                        [key: string]: number;
                                    };
                                };
                                stuck?: {
                                    [key: string]: {
                                        [key: string]: number;
                                    };
                                };
                            };
                            parked: {
                                [key: string]: number;
                            };
                            services: {
                                [key: string]: {
                                    /** Format: date-time */
                                    asOf?: string;
                                    /** Format: date-time */
                                    awaySince?: string;
                                    consumedPerSecond?: number;
                                    eventLoopDelaySeconds?: number;
                                    failing: string[];
                                    memoryBytes?: number;
                                    outboxOldestSeconds?: number;
                                    outboxPending?: number;
                                    /** @enum {string} */
                                    state: "ready" | "not-ready" | "away" | "asked";
                                    title: string;
                                    uptimeSeconds?: number;
                                    version?: string;
                                };
                            };
                            timers: {
                                firedPerSecond?: number;
                                lagSeconds?: number;
                                pending?: number;
                            };
                            topics: {
                                [key: string]: {
                                    end?: number;
                                    groups: {
                                        [key: string]: {
                                            delaySeconds?: number;
                                            lag?: number;
                                        };
                                    };
                                    history: number[];
                                    owner: string;
                                    partitions: number;
                                    ratePerSecond?: number;
                                };
                            };
                            withheld: {
                                [key: string]: number;
                            };
                        };
                        seq: string;
                    };
                };
            };
            /** @description `overview-not-ready`: the console is stopping. */
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
    "Records.list": {
        parameters: {
            query: {
                topic: string;
                partition?: number;
                from?: "latest" | "earliest" | "offset" | "time";
                offset?: string;
                time?: string;
                type?: string;
                customer?: string;
                key?: string;
                correlationId?: string;
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
                            causationId: string | null;
                            commandId: string | null;
                            correlationId: string | null;
                            customer: string[];
                            headers: {
                                bytes: number;
                                /** @enum {string|null} */
                                hidden: "personal" | "unknown" | "malformed" | null;
                                name: string;
                                value: string | null;
                            }[];
                            id: string | null;
                            isCut: boolean;
                            key: string | null;
                            keyBytes: number | null;
                            offset: string;
                            partition: number;
                            profileId: string | null;
                            schemaId: number | null;
                            sizeBytes: number;
                            source: string | null;
                            /** Format: date-time */
                            time: string;
                            topic: string;
                            traceId: string | null;
                            type: string | null;
                            undecodable?: {
                                code: string;
                                hexHead: string;
                                reason: string;
                            };
                            value?: unknown;
                        }[];
                        looked: {
                            records: number;
                            /** @enum {string} */
                            stoppedBy: "found" | "looked" | "bytes" | "time" | "end";
                        };
                        nextCursor?: string;
                    };
                };
            };
            /** @description `topic-unknown`, `partition-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `reader-busy`: your last reading still goes on; `too-many-readers`: others read. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bus-not-configured`, `broker-away` */
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
    "Records.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                topic: string;
                partition: number;
                offset: string;
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
                        causationId: string | null;
                        commandId: string | null;
                        correlationId: string | null;
                        customer: string[];
                        headers: {
                            bytes: number;
                            /** @enum {string|null} */
                            hidden: "personal" | "unknown" | "malformed" | null;
                            name: string;
                            value: string | null;
                        }[];
                        id: string | null;
                        isCut: boolean;
                        key: string | null;
                        keyBytes: number | null;
                        offset: string;
                        partition: number;
                        profileId: string | null;
                        schemaId: number | null;
                        sizeBytes: number;
                        source: string | null;
                        /** Format: date-time */
                        time: string;
                        topic: string;
                        traceId: string | null;
                        type: string | null;
                        undecodable?: {
                            code: string;
                            hexHead: string;
                            reason: string;
                        };
                        value?: unknown;
                    };
                };
            };
            /** @description `topic-unknown`, `record-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bus-not-configured`, `broker-away` */
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
    "Topics.list": {
        parameters: {
            query?: {
                q?: string;
                owner?: string;
                kind?: string;
                group?: string;
                lagging?: string;
                sort?: "name" | "-name" | "rate" | "-rate" | "lag" | "-lag" | "kept" | "-kept" | "end" | "-end";
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
                        /** @enum {string} */
                        broker: "answering" | "away";
                        items: {
                            /** @enum {string|null} */
                            cleanup: "delete" | "compact" | null;
                            end: number | null;
                            exists: boolean | null;
                            groups: {
                                delaySeconds: number | null;
                                group: string;
                                lag: number | null;
                            }[];
                            history: number[];
                            kept: number | null;
                            /** @enum {string} */
                            kind: "events" | "commands" | "dead-letters" | "other";
                            name: string;
                            owner: string | null;
                            partitions: number | null;
                            ratePerSecond: number | null;
                            retentionMs: number | null;
                        }[];
                    };
                };
            };
            /** @description `bus-not-configured`: the console knows no broker. */
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
    "Topics.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                topic: string;
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
                        /** @enum {string|null} */
                        about: "customer" | "profile" | "either" | "none" | null;
                        /** @enum {string|null} */
                        cleanup: "delete" | "compact" | null;
                        config: {
                            [key: string]: string;
                        };
                        deadLettersOf: {
                            group: string;
                            topic: string;
                        } | null;
                        doc: string | null;
                        end: number | null;
                        exists: boolean | null;
                        forwards: string[];
                        groups: {
                            delaySeconds: number | null;
                            group: string;
                            lag: number | null;
                        }[];
                        history: number[];
                        inSyncReplicas: number;
                        kept: number | null;
                        key: string | null;
                        /** @enum {string} */
                        kind: "events" | "commands" | "dead-letters" | "other";
                        name: string;
                        owner: string | null;
                        partitionStates: {
                            end: string;
                            groups: {
                                committed: string | null;
                                group: string;
                                lag: number;
                            }[];
                            partition: number;
                            start: string;
                        }[];
                        partitions: number | null;
                        producers: string[];
                        ratePerSecond: number | null;
                        retentionMs: number | null;
                        types: string[];
                    };
                };
            };
            /** @description `topic-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bus-not-configured`, `broker-away` */
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
    "Topics.schemasOf": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                topic: string;
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
                            compatibility: string | null;
                            fullName: string;
                            subject: string;
                            type: string;
                            versions: {
                                id: number;
                                schema: unknown;
                                version: number;
                            }[];
                        }[];
                    };
                };
            };
            /** @description `topic-unknown` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bus-not-configured`, `registry-not-configured`, `registry-away` */
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
    "Session.session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in; the token for changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description For the header x-csrf-token of every change. */
                        csrfToken: string;
                        /**
                         * Format: date-time
                         * @description Then the person must sign in anew.
                         */
                        expiresAt: string;
                        /** @description As the issuer tells it. */
                        name?: string;
                        roles: ("agent" | "supervisor" | "designer" | "operator" | "integrator" | "admin")[];
                        /** @enum {boolean} */
                        signedIn: true;
                        subject: string;
                    } | {
                        /** @enum {boolean} */
                        signedIn: false;
                    };
                };
            };
        };
    };
    "Session.signOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Where the page goes now: the issuer ends its own session there. */
                        next: string;
                    };
                };
            };
            /** @description The header x-csrf-token is missing or wrong, or another site asked. */
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

// Generated from schemas/ by `npm run generate`: change the sources, not this file.
export type * as collaboration from './collaboration.js';
export type * as contactCentre from './contact-centre.js';
export type * as crm from './crm.js';
export type * as cdp from './cdp.js';
export type * as operations from './operations.js';
export type * as orchestrator from './orchestrator.js';
export type { EventValues, EventType } from './event-values.js';
export { sources } from './sources.js';
export { attribute, metric, span, type AttributeName, type MetricDefinition } from './telemetry.js';

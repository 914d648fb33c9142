// Names under which the module provides what is read from configuration.
export const TRACKING_PLAN = Symbol('tracking plan');
export const MESSAGE_ID_DAYS = Symbol('days for which message ids are known');

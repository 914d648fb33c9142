// Names under which the module provides what is read from configuration.
export const TRACKING_PLAN = Symbol('tracking plan');
export const IDENTIFIER_HASHER = Symbol('identifier hasher');

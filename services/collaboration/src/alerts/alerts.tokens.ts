// Names under which the module provides what is read from configuration.

/** After how many milliseconds an alert that nobody takes on lapses. */
export const ALERT_LAPSE_MS = Symbol('collaboration:alert-lapse-ms');

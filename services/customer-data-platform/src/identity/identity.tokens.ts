// Names under which the module provides what is read from configuration.
export const IDENTITY_RULES = Symbol('identity rules');

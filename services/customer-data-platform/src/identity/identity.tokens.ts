// Names under which the module provides what is read from configuration.
export const IDENTITY_RULES = Symbol('identity rules');
export const IDENTIFIER_HASHER = Symbol('identifier hasher');

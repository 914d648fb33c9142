// The name under which the module provides the rules that were read from `identity.yaml`.
export const IDENTITY_RULES = Symbol('identity rules');

// The name under which controllers are given the configuration.
export const CONSOLE_CONFIG = Symbol('console configuration');

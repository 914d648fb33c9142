// The name under which the connection to the bus is given.
export const BUS_CONNECTION = Symbol('bus connection');

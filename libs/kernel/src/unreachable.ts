// Closes a switch over a union: a new member then fails to compile here.

/** Throws when reached; its parameter type makes the compiler prove that it isn't. */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

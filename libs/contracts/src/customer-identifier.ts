// Which kinds of customer identifiers the bus knows, and which of them may only appear as keyed hashes.

/** One way to name a customer, as the `customer` header carries it. */
export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

/** Kinds that link one profile to another when both name it. */
export const linkingKinds = ['crm.contact', 'anonymous', 'user', 'email', 'phone', 'loyalty'] as const;
/** Kinds that find a profile and never link two. */
export const lookUpKinds = ['device', 'account', 'order'] as const;
/** Kinds that are personal data: on the bus only as `<kind>.h<key version>`. A `user` that looks like one is written as one. */
export const hashedKinds = ['email', 'phone'] as const;

const plain = new Set<string>([...linkingKinds, ...lookUpKinds].filter((kind) => !isHashed(kind)));
const hashed = new RegExp(`^(?:${hashedKinds.join('|')})\\.h[1-9]\\d*$`);

function isHashed(kind: string): boolean {
  return (hashedKinds as readonly string[]).includes(kind);
}

/** What is wrong with an identifier for the bus, or undefined. Never quotes the value. */
export function identifierProblem({ kind, value }: Identifier): string | undefined {
  if (value === '') return `an empty ${kind}`;
  if (isHashed(kind)) return `${kind} in the clear: only ${kind}.h<version>=<keyed hash> may be on the bus`;
  if (!plain.has(kind) && !hashed.test(kind)) return `the unknown kind ${kind}`;
  if (value.includes('@')) return `${kind} with a value that looks like an e-mail address`;
  return undefined;
}

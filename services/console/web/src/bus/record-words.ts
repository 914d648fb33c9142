// A record in few words: its type without what all types share, its value in one line.

/** `continuo.crm.ContactCreated.v1` is `ContactCreated`. */
export function shortType(type: string | null): string | undefined {
  return type
    ?.replace(/\.v\d+$/, '')
    .split('.')
    .at(-1);
}

const LONGEST = 160;

/** What is not set is left out: an Avro record names every optional field. Undefined of a tombstone. */
export function valueLine(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = JSON.stringify(value, (_key, inner: unknown) => (inner === null ? undefined : inner));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// An Idempotency-Key for one deed of one person: the same click again is the same deed. Works without a secure context too,
// where `crypto.randomUUID` is not to be had.
export function newCallKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

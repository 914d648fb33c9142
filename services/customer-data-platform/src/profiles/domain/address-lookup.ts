// What a lookup by an address or a number leaves behind in the log of those it led to: its kind, and the address masked.
import { masked } from '@continuo/kernel';

const ADDRESS = /^(email|phone)(\.h\d+)?$/;

/** The words of the note; null of what is no address. */
export function addressLookup({
  kind,
  value,
}: {
  readonly kind: string;
  readonly value: string;
}): string | null {
  const [, address, hash] = ADDRESS.exec(kind) ?? [];
  if (address === undefined) return null;
  return hash !== undefined ? address : `${address} ${masked(value) ?? ''}`;
}

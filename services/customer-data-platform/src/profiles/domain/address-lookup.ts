// What a lookup by an address or a number leaves behind: its kind, and the address masked where somebody has it.
import { masked } from '@continuo/kernel';

const ADDRESS = /^(email|phone)(\.h\d+)?$/;

/** The words of the note; null of what is no address. What led to nobody is not kept, masked or not: nobody could erase it. */
export function addressLookup(
  { kind, value }: { readonly kind: string; readonly value: string },
  isKnown: boolean,
): string | null {
  const [, address, hash] = ADDRESS.exec(kind) ?? [];
  if (address === undefined) return null;
  return hash !== undefined || !isKnown ? address : `${address} ${masked(value) ?? ''}`;
}

// What collaboration says of addresses: which must not be written to on a channel, and which may be again.
import type { collaboration } from '@continuo/contracts';
import { kindOf } from '../../profiles/domain/facts.js';

export const suppressionsTopic = 'collaboration.suppressions';
const suppressed = 'continuo.collaboration.AddressSuppressed.v1';
const released = 'continuo.collaboration.AddressReleased.v1';

/** The last word on one address and channel. */
export interface AddressWord {
  /** `kind=value` as the customer header spells it. */
  readonly key: string;
  readonly channel: string;
  readonly isSuppressed: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A record, and whom it names. */
export interface AddressRecord {
  readonly record: { readonly type: string; value<T>(): T };
  readonly subject: { readonly identifiers: readonly { readonly key: string }[] };
}

/**
 * The last word of a batch on each address. An address that still gets messages of the purpose `service` can be reached:
 * reachability knows no purposes.
 */
export function addressWords(records: readonly AddressRecord[]): readonly AddressWord[] {
  const words = new Map<string, AddressWord>();
  for (const { record, subject } of records) {
    const isSuppressed = record.type === suppressed;
    if (!isSuppressed && record.type !== released) continue;
    const said = record.value<Partial<collaboration.AddressSuppressed & collaboration.AddressReleased>>();
    const { channel = '', suppressedAt, releasedAt } = said;
    if (isSuppressed && said.scope === 'marketing') continue;
    for (const { key } of subject.identifiers)
      words.set(`${channel} ${key}`, { key, channel, isSuppressed, at: suppressedAt ?? releasedAt ?? 0 });
  }
  return [...words.values()];
}

/** A hash that somebody has come by, and another of the same address. */
export interface RenewedHash {
  readonly key: string;
  readonly known: string;
}

/**
 * The other hashes of new ones: while the key of the hashes is replaced, records name an address by each version. Where a
 * record names several addresses of a kind nobody can tell which hashes belong together.
 */
export function renewedHashes(
  records: readonly Pick<AddressRecord, 'subject'>[],
  added: ReadonlySet<string>,
): readonly RenewedHash[] {
  return records.flatMap(({ subject: { identifiers } }) =>
    identifiers.flatMap(({ key }) => {
      if (!added.has(key)) return [];
      const same = identifiers.filter((other) => addressKind(other.key) === addressKind(key));
      if (new Set(same.map((other) => kindOf(other.key))).size < same.length) return [];
      return same.flatMap((other) => (other.key === key ? [] : { key, known: other.key }));
    }),
  );
}

/** Without the version of the key. */
function addressKind(key: string): string {
  return kindOf(key).replace(/\.h\d+$/, '');
}

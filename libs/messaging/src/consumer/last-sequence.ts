// What a partition remembers of its publishers, so that a record sent twice changes state once.

/** `<service>/<incarnation>` and the counter within it, as the relay stamps them on every record. */
export interface PublisherStamp {
  readonly service: string;
  readonly incarnation: string;
  readonly sequence: number;
}

/** Per service its last incarnations, most recently seen last, each with its highest sequence. */
export type LastSequences = Readonly<
  Record<string, readonly (readonly [incarnation: string, last: number])[]>
>;

/** How many incarnations of a service are kept; older ones are forgotten, least recently seen first. */
export const INCARNATIONS_KEPT = 16;

/** Reads the transport's own headers; null when the record is foreign (or the stamp is not one of ours). */
export function publisherStamp(headers: Readonly<Record<string, string>>): PublisherStamp | null {
  const publisher = headers['publisher'];
  const sequence = headers['publisher-sequence'];
  if (publisher === undefined || sequence === undefined || !/^[1-9]\d{0,15}$/.test(sequence)) return null;
  const slash = publisher.lastIndexOf('/');
  if (slash <= 0 || slash === publisher.length - 1) return null;
  // jsonb, where this is stored, cannot hold U+0000, and a relay never writes one.
  if (publisher.includes('\u0000')) return null;
  return {
    service: publisher.slice(0, slash),
    incarnation: publisher.slice(slash + 1),
    sequence: Number(sequence),
  };
}

/** The highest sequence read of this incarnation; 0 when it is unknown. */
export function lastSequence(known: LastSequences, stamp: PublisherStamp): number {
  const incarnations = Object.hasOwn(known, stamp.service) ? known[stamp.service] : undefined;
  return incarnations?.find(([incarnation]) => incarnation === stamp.incarnation)?.[1] ?? 0;
}

/** True when a record with this stamp was read before. */
export function isRepeated(known: LastSequences, stamp: PublisherStamp): boolean {
  return stamp.sequence <= lastSequence(known, stamp);
}

/** Remembers a record that was not repeated. */
export function withSequence(known: LastSequences, stamp: PublisherStamp): LastSequences {
  const incarnations = Object.hasOwn(known, stamp.service) ? known[stamp.service] : undefined;
  const others = (incarnations ?? []).filter(([incarnation]) => incarnation !== stamp.incarnation);
  const kept = [...others, [stamp.incarnation, stamp.sequence] as const].slice(-INCARNATIONS_KEPT);
  return { ...known, [stamp.service]: kept };
}

// Which parked records are meant, as a condition over `messaging.parked_record p`.

/** Which parked records; what is left out does not restrict. */
export interface ParkedFilter {
  readonly group?: string;
  readonly topic?: string;
  readonly partition?: number;
  readonly key?: string;
  readonly code?: string;
  readonly ids?: readonly string[];
  /** Parked before this time. */
  readonly before?: Date;
}

/** Takes the places $1 to $7. */
export const parkedCondition = `($1::text is null or p.group_name = $1) and ($2::text is null or p.topic = $2)
  and ($3::int is null or p.partition = $3) and ($4::bytea is null or p.key = $4)
  and ($5::text is null or p.code = $5) and ($6::bigint[] is null or p.id = any($6))
  and ($7::timestamptz is null or p.parked_at < $7)`;

export function parkedValues(filter: ParkedFilter): readonly unknown[] {
  return [
    filter.group ?? null,
    filter.topic ?? null,
    filter.partition ?? null,
    filter.key === undefined ? null : Buffer.from(filter.key),
    filter.code ?? null,
    filter.ids ?? null,
    filter.before ?? null,
  ];
}

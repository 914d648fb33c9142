// Which records somebody wants to see, by what stands in their envelope: nothing is decoded for it.

export interface RecordFilter {
  /** The CloudEvents type, or the record's name in it: `continuo.crm.ContactCreated.v1`, `ContactCreated`. */
  readonly type?: string;
  /** A profile's id, or an entry of the customer header: `crm.contact=…`, `email.h1=…`. */
  readonly customer?: string;
  readonly key?: string;
  readonly correlationId?: string;
}

export interface Envelope {
  readonly key: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export function isWanted({ key, headers }: Envelope, filter: RecordFilter): boolean {
  return (
    (filter.correlationId === undefined || headers.ce_correlationid === filter.correlationId) &&
    (filter.key === undefined || key?.toString('utf8') === filter.key) &&
    (filter.type === undefined || isOfType(headers.ce_type, filter.type)) &&
    (filter.customer === undefined || isAbout(headers, filter.customer))
  );
}

function isOfType(type: string | undefined, wanted: string): boolean {
  if (type === undefined) return false;
  return (
    type === wanted ||
    type
      .replace(/\.v\d+$/, '')
      .split('.')
      .at(-1) === wanted
  );
}

function isAbout(headers: Envelope['headers'], wanted: string): boolean {
  if (headers.ce_profileid === wanted) return true;
  const cut = wanted.indexOf('=');
  const entry = cut < 0 ? wanted : `${wanted.slice(0, cut)}=${encodeURIComponent(wanted.slice(cut + 1))}`;
  return (headers.customer ?? '').split(';').some((each) => each === wanted || each === entry);
}

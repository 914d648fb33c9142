// One list of the parked records of several services, page by page: each service is read by its own cursor, and a page takes
// the oldest of what they have.

export interface Parked {
  readonly id: string;
  readonly parkedAt: string;
}

export interface ServicePage<Record> {
  readonly items: readonly Record[];
  readonly nextCursor?: string | undefined;
}

/** One page of one service. */
export type ReadPage<Record> = (
  service: string,
  cursor: string | undefined,
  limit: number,
) => Promise<ServicePage<Record>>;

export interface MergedPage<Record> {
  readonly items: readonly (Record & { readonly service: string })[];
  readonly nextCursor?: string;
  /** Services that did not answer, each with what it said instead. */
  readonly failed: readonly { readonly service: string; readonly error: unknown }[];
}

/** Where a service is read on: after this record of the page that this cursor gives; null when it has no more. */
type Place = { readonly cursor?: string | undefined; readonly after?: string | undefined } | null;

/** Reads the page after `cursor`. What cannot be read of one service does not hide the others' records. */
export async function mergedPage<Record extends Parked>(
  services: readonly string[],
  cursor: string | undefined,
  limit: number,
  read: ReadPage<Record>,
): Promise<MergedPage<Record>> {
  const known = placesOf(cursor);
  const sources = services.map((service) => new Source(service, known[service], limit, read));
  await Promise.all(sources.map((source) => source.open()));
  const items: (Record & { readonly service: string })[] = [];
  while (items.length < limit) {
    const [oldest] = sources
      .flatMap((source) => (source.head === undefined ? [] : [{ source, at: source.head.parkedAt }]))
      .sort((a, b) => a.at.localeCompare(b.at));
    const record = await oldest?.source.take();
    if (oldest === undefined || record === undefined) break;
    items.push({ ...record, service: oldest.source.service });
  }
  const places = Object.fromEntries(sources.map((source) => [source.service, source.place]));
  const hasMore = Object.values(places).some((place) => place !== null);
  return {
    items,
    failed: sources.flatMap(({ service, error }) => (error === undefined ? [] : [{ service, error }])),
    ...(hasMore && { nextCursor: encoded(places) }),
  };
}

class Source<Record extends Parked> {
  error: unknown;
  #page: readonly Record[] = [];
  #at = 0;
  #cursor: string | undefined;
  #next: string | undefined;
  #after: string | undefined;
  readonly #isOver: boolean;

  constructor(
    readonly service: string,
    place: Place | undefined,
    private readonly limit: number,
    private readonly read: ReadPage<Record>,
  ) {
    this.#isOver = place === null;
    this.#cursor = place?.cursor;
    this.#after = place?.after;
  }

  get head(): Record | undefined {
    return this.#page[this.#at];
  }

  /** Null when nothing is left; a service that failed is not read on. */
  get place(): Place {
    if (this.#isOver || this.error !== undefined) return null;
    if (this.head === undefined && this.#next === undefined) return null;
    return { cursor: this.#cursor, after: this.#after };
  }

  async open(): Promise<void> {
    if (!this.#isOver) await this.#fetch();
  }

  /** The head; the page behind it is read when this one is empty. */
  async take(): Promise<Record | undefined> {
    const record = this.head;
    if (record === undefined) return undefined;
    this.#at += 1;
    this.#after = record.id;
    if (this.head === undefined && this.#next !== undefined) {
      this.#cursor = this.#next;
      await this.#fetch();
    }
    return record;
  }

  async #fetch(): Promise<void> {
    try {
      const { items, nextCursor } = await this.read(this.service, this.#cursor, this.limit);
      const after = this.#after;
      // Records go while somebody looks: by its id, not by its number, it is known which one was the last.
      this.#page = after === undefined ? items : items.filter(({ id }) => BigInt(id) > BigInt(after));
      this.#next = nextCursor;
    } catch (error) {
      this.error = error;
      this.#page = [];
      this.#next = undefined;
    }
    this.#at = 0;
  }
}

function encoded(places: Readonly<Record<string, Place>>): string {
  return btoa(JSON.stringify(places)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** A cursor that nobody made is the beginning. */
function placesOf(cursor: string | undefined): Readonly<Record<string, Place>> {
  if (cursor === undefined) return {};
  try {
    const places: unknown = JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof places !== 'object' || places === null) return {};
    return Object.fromEntries(
      Object.entries(places).filter((entry): entry is [string, Place] => isPlace(entry[1])),
    );
  } catch {
    return {};
  }
}

function isPlace(place: unknown): place is Place {
  if (place === null) return true;
  if (typeof place !== 'object') return false;
  const { cursor, after } = place as { cursor?: unknown; after?: unknown };
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
  return isText(cursor) && (after === undefined || (typeof after === 'string' && /^\d{1,19}$/.test(after)));
}

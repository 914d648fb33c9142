// A record's headers as texts. Names are known by their bytes: most records have the names of the record before.

/** Where headers are read from. */
export interface Place {
  readonly buffer: Buffer;
  at: number;
  varint(): number;
}

/** A header that has been seen, or is asked for. */
interface KnownHeader {
  readonly name: string;
  readonly bytes: Buffer;
  /** By its length in bytes, the last value; null where there are many values. */
  readonly usual: string[] | null;
}

/** Headers with few values, which are looked up again and again. */
const OF_FEW_VALUES: ReadonlySet<string> = new Set(['ce_type']);
const LONGEST_USUAL = 64;

/** Names that are remembered of each length, where all headers are read: names are anybody's. */
const MOST_OF_A_LENGTH = 16;
const LONGEST_NAME = 64;

/** Reads the headers of one kind of records after the other. */
export class HeaderReader {
  /** By the length of the name in bytes. */
  readonly #known: KnownHeader[][] = [];

  /** `only`: the others are passed over. */
  constructor(private readonly only: ReadonlySet<string> | null = null) {
    for (const name of only ?? []) this.#remember(name);
  }

  /** Of a header that is repeated the last value counts; one without a value (null) is as good as absent. */
  read(place: Place, end: number): Record<string, string> {
    const headers: Record<string, string> = {};
    const count = place.varint();
    const texts = new Texts(place.buffer, place.at, end);
    for (let nth = 0; nth < count && place.at < end; nth += 1) {
      const nameLength = Math.max(0, place.varint());
      const { at } = place;
      const known = this.#find(place.buffer, at, nameLength);
      place.at = at + nameLength;
      const length = place.varint();
      if (known !== undefined) {
        if (length < 0) delete headers[known.name];
        else headers[known.name] = textOf(known, texts, place.at, length);
      } else if (this.only === null) {
        const name = texts.cut(at, nameLength);
        if (length < 0) delete headers[name];
        else headers[name] = texts.cut(place.at, length);
      }
      place.at += Math.max(0, length);
    }
    return headers;
  }

  #find(buffer: Buffer, at: number, length: number): KnownHeader | undefined {
    const candidates = this.#known[length];
    if (candidates !== undefined)
      for (const known of candidates) if (isThere(known.bytes, buffer, at)) return known;
    if (this.only !== null || length > LONGEST_NAME) return undefined;
    return (candidates?.length ?? 0) < MOST_OF_A_LENGTH
      ? this.#remember(buffer.toString('utf8', at, at + length), buffer.subarray(at, at + length))
      : undefined;
  }

  /** The name as objects keep their names: as a piece of another text it would be looked up again for each record. */
  #remember(text: string, bytes: Buffer = Buffer.from(text)): KnownHeader {
    const [name = ''] = Object.keys({ [text]: 0 });
    const known = { name, bytes: Buffer.from(bytes), usual: OF_FEW_VALUES.has(text) ? [] : null };
    (this.#known[known.bytes.length] ??= []).push(known);
    return known;
  }
}

/** All headers. */
export const everyHeader = new HeaderReader();

/** The texts of one record's headers, cut out of one text: a call for each of them would be most of what reading a record costs. */
class Texts {
  #whole: string | null | undefined;

  constructor(
    readonly buffer: Buffer,
    private readonly from: number,
    private readonly end: number,
  ) {}

  cut(at: number, length: number): string {
    if (this.#whole === undefined) {
      const whole = this.buffer.toString('utf8', this.from, this.end);
      // Where a character is more than a byte, places in the bytes are not places in the text.
      this.#whole = whole.length === this.end - this.from ? whole : null;
    }
    if (this.#whole === null) return this.buffer.toString('utf8', at, at + length);
    return this.#whole.substring(at - this.from, at - this.from + length);
  }
}

/** Where values are few, the text of before for the same bytes: it is looked up by what it is, and need not be read for it. */
function textOf({ usual }: KnownHeader, texts: Texts, at: number, length: number): string {
  if (usual === null || length > LONGEST_USUAL) return texts.cut(at, length);
  const { buffer } = texts;
  const last = usual[length];
  if (last !== undefined && isText(last, length, buffer, at)) return last;
  return (usual[length] = buffer.toString('utf8', at, at + length));
}

/** Whether these bytes are this text, which is of ASCII then. Looked at from the end, as ids and types begin alike. */
export function isText(text: string, length: number, buffer: Buffer, at: number): boolean {
  if (text.length !== length) return false;
  for (let nth = length - 1; nth >= 0; nth -= 1) {
    const byte = buffer[at + nth];
    if (byte !== text.charCodeAt(nth) || byte > 0x7f) return false;
  }
  return true;
}

function isThere(bytes: Buffer, buffer: Buffer, at: number): boolean {
  for (let nth = bytes.length - 1; nth >= 0; nth -= 1) if (buffer[at + nth] !== bytes[nth]) return false;
  return true;
}

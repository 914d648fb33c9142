// A record's headers as texts, cut out of one text: a call for each of a dozen would be most of what reading a record costs.

/** Where headers are read from. */
interface Place {
  readonly buffer: Buffer;
  at: number;
  varint(): number;
}

/** Of a header that is repeated the last value counts; one without a value (null) is as good as absent. */
export function readHeaders(place: Place, end: number): Record<string, string> {
  const headers: Record<string, string> = {};
  const count = place.varint();
  if (count <= 0) return headers;
  const block = new Block(place.buffer, place.at, end);
  for (let nth = 0; nth < count && place.at < end; nth += 1) {
    const nameLength = place.varint();
    const name = block.text(namesBefore, nth, place.at, nameLength);
    place.at += Math.max(0, nameLength);
    const length = place.varint();
    if (length >= 0) headers[name] = block.text(valuesBefore, nth, place.at, length);
    else if (Object.hasOwn(headers, name)) delete headers[name];
    place.at += Math.max(0, length);
  }
  return headers;
}

/** Names and values of the record before, in their order: the next one almost always has the same names, often the values. */
const namesBefore: string[] = [];
const valuesBefore: string[] = [];
const LONGEST_KEPT = 64;
const MOST_KEPT = 32;

class Block {
  /** Null where a character is more than a byte: then places in the bytes are not places in the text. */
  readonly #whole: string | null;

  constructor(
    private readonly buffer: Buffer,
    private readonly from: number,
    end: number,
  ) {
    const whole = buffer.toString('utf8', from, end);
    this.#whole = whole.length === end - from ? whole : null;
  }

  /** The text at a place; the very one that was there before where it is the same. */
  text(before: string[], nth: number, at: number, length: number): string {
    if (length <= 0) return '';
    const known = before[nth];
    if (known?.length === length && this.#whole?.startsWith(known, at - this.from)) return known;
    const text = this.#cut(at, length);
    if (nth < MOST_KEPT && length <= LONGEST_KEPT) before[nth] = text;
    return text;
  }

  #cut(at: number, length: number): string {
    const { buffer, from } = this;
    if (this.#whole === null) return buffer.toString('utf8', at, at + length);
    return this.#whole.substring(at - from, at - from + length);
  }
}

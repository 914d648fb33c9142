// A record's headers as texts, cut out of one text: a call for each of a dozen would be most of what reading a record costs.

/** Where headers are read from. */
interface Place {
  readonly buffer: Buffer;
  at: number;
  varint(): number;
}

/** One header of the record before that had as many: the next record mostly has the same name there, often the same value. */
interface Usual {
  readonly name: string;
  readonly isWanted: boolean;
  value: string;
}

const LONGEST_USUAL = 64;
const MOST_USUAL = 32;

/** Reads the headers of one kind of records after the other. */
export class HeaderReader {
  /** By how many there are, in their order. */
  readonly #usual: Usual[][] = [];

  /** `only`: the others are passed over. */
  constructor(private readonly only: ReadonlySet<string> | null = null) {}

  /** Of a header that is repeated the last value counts; one without a value (null) is as good as absent. */
  read(place: Place, end: number): Record<string, string> {
    const headers: Record<string, string> = {};
    const count = place.varint();
    if (count <= 0) return headers;
    const { buffer, at: from } = place;
    const whole = buffer.toString('utf8', from, end);
    // Where a character is more than a byte, places in the bytes are not places in the text.
    const text = whole.length === end - from ? whole : null;
    const usual = this.#usualOf(count);
    for (let nth = 0; nth < count && place.at < end; nth += 1) {
      const nameLength = Math.max(0, place.varint());
      const { at } = place;
      const known = usual[nth];
      const isKnown = known?.name.length === nameLength && text?.startsWith(known.name, at - from);
      const header = isKnown ? known : this.#told(cut(buffer, text, from, at, nameLength), usual, nth);
      place.at = at + nameLength;
      const length = place.varint();
      if (header.isWanted) {
        if (length >= 0) headers[header.name] = valueOf(header, buffer, text, from, place.at, length);
        else if (Object.hasOwn(headers, header.name)) delete headers[header.name];
      }
      place.at += Math.max(0, length);
    }
    return headers;
  }

  #usualOf(count: number): Usual[] {
    if (count > MOST_USUAL) return [];
    return (this.#usual[count] ??= []);
  }

  /** The text as objects keep their names: as a piece of another text it would be looked up again for each record. */
  #told(text: string, usual: Usual[], nth: number): Usual {
    const [name = ''] = Object.keys({ [text]: 0 });
    const told = { name, isWanted: this.only?.has(name) ?? true, value: '' };
    if (name.length <= LONGEST_USUAL) usual[nth] = told;
    return told;
  }
}

/** All headers. */
export const everyHeader = new HeaderReader();

/** The same text for the same value as before: most say what the record before said. */
function valueOf(
  header: Usual,
  buffer: Buffer,
  text: string | null,
  from: number,
  at: number,
  length: number,
): string {
  const before = header.value;
  if (before.length === length && text?.startsWith(before, at - from)) return before;
  const value = cut(buffer, text, from, at, length);
  if (length <= LONGEST_USUAL) header.value = value;
  return value;
}

function cut(buffer: Buffer, text: string | null, from: number, at: number, length: number): string {
  if (text === null) return buffer.toString('utf8', at, at + length);
  return text.substring(at - from, at - from + length);
}

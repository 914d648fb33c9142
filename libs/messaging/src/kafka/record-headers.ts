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
  const { buffer, at: from } = place;
  const whole = buffer.toString('utf8', from, end);
  // Where a character is more than a byte, places in the bytes are not places in the text.
  const text = whole.length === end - from ? whole : null;
  const usual = usualOf(count);
  for (let nth = 0; nth < count && place.at < end; nth += 1) {
    const nameLength = Math.max(0, place.varint());
    const { at } = place;
    const known = usual[nth];
    const isKnown = known?.length === nameLength && text?.startsWith(known, at - from);
    const name = isKnown ? known : asName(cut(buffer, text, from, at, nameLength), usual, nth);
    place.at = at + nameLength;
    const length = place.varint();
    if (length >= 0) headers[name] = cut(buffer, text, from, place.at, length);
    else if (Object.hasOwn(headers, name)) delete headers[name];
    place.at += Math.max(0, length);
  }
  return headers;
}

function cut(buffer: Buffer, text: string | null, from: number, at: number, length: number): string {
  if (text === null) return buffer.toString('utf8', at, at + length);
  return text.substring(at - from, at - from + length);
}

/** By how many there are: the names of the record before that had as many, in their order. The next one mostly has the same. */
const names: string[][] = [];
const LONGEST_USUAL = 64;
const MOST_USUAL = 32;

function usualOf(count: number): string[] {
  if (count > MOST_USUAL) return [];
  return (names[count] ??= []);
}

/** The text as objects keep their names: as a piece of another text it would be looked up again for each record. */
function asName(text: string, usual: string[], nth: number): string {
  const [name = ''] = Object.keys({ [text]: 0 });
  if (name.length <= LONGEST_USUAL) usual[nth] = name;
  return name;
}

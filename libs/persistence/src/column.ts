// Array parameters in Postgres' binary form: as text each element is quoted and escaped, and bytes are twice as long.

/** What an element of a column is, by the column's type. */
interface Elements {
  readonly text: string;
  readonly bytea: Buffer;
  /** In the usual form of 36 characters. */
  readonly uuid: string;
  readonly int4: number;
  /** A whole number; a text of digits, as the driver answers it. */
  readonly int8: number | bigint | string;
  readonly float8: number;
  readonly bool: boolean;
}

/** The types that a column may have; the statement casts its parameter to an array of the same, as `$1::uuid[]`. */
export type ColumnType = keyof Elements;

interface Codec<T> {
  /** The type's number in `pg_type`. */
  readonly oid: number;
  readonly size: (value: T) => number;
  /** Writes as many bytes as `size` has said. */
  readonly write: (into: Buffer, at: number, value: T, size: number) => unknown;
  /** What the type can hold, where writing would not notice. */
  readonly takes?: (value: T) => boolean;
}

const codecs: { readonly [Type in ColumnType]: Codec<Elements[Type]> } = {
  text: {
    oid: 25,
    size: (value) => Buffer.byteLength(value),
    write: (into, at, value, size) => into.write(value, at, size),
  },
  bytea: { oid: 17, size: ({ length }) => length, write: (into, at, value) => value.copy(into, at) },
  uuid: { oid: 2950, size: () => 16, write: writeUuid },
  int4: {
    oid: 23,
    size: () => 4,
    write: (into, at, value) => into.writeInt32BE(value, at),
    takes: Number.isInteger,
  },
  int8: { oid: 20, size: () => 8, write: (into, at, value) => into.writeBigInt64BE(BigInt(value), at) },
  float8: {
    oid: 701,
    size: () => 8,
    write: (into, at, value) => into.writeDoubleBE(value, at),
    takes: (value) => typeof value === 'number',
  },
  bool: {
    oid: 16,
    size: () => 1,
    write: (into, at, value) => into.writeUInt8(Number(value), at),
    takes: (value) => typeof value === 'boolean',
  },
};

/** Dimensions, whether there are nulls, the elements' type, how many there are, and the first one's index. */
const HEADER = 20;
const LENGTH = 4;
const NULL = -1;

/**
 * A parameter that the driver sends as bytes. They are made here and not when the driver asks for them: an error in there
 * leaves a named statement closed at the server and open in the driver, for as long as the connection lasts.
 */
export class Column<Type extends ColumnType = ColumnType> {
  readonly #bytes: Buffer;

  /** Throws what is wrong with a value that the type can't hold. The values stay to be looked at. */
  constructor(
    readonly type: Type,
    readonly values: readonly (Elements[Type] | null)[],
  ) {
    this.#bytes = encoded(codecs[type], values);
  }

  /** The driver's hook for parameters of one's own. */
  toPostgres(): Buffer {
    return this.#bytes;
  }
}

/** The form is `array_recv`'s in Postgres, which its documentation leaves to the sources. What is missing counts as null. */
function encoded<T>(codec: Codec<T>, values: readonly (T | null | undefined)[]): Buffer {
  const sizes = values.map((value) => (value === null || value === undefined ? NULL : codec.size(value)));
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + LENGTH + Math.max(0, size), HEADER));
  bytes.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(codec.oid, 8);
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = HEADER;
  values.forEach((value, nth) => {
    const size = sizes[nth] ?? NULL;
    at = bytes.writeInt32BE(size, at);
    if (value === null || value === undefined) return;
    if (codec.takes?.(value) === false) throw new RangeError(`no ${typeof value} of this type`);
    codec.write(bytes, at, value, size);
    at += size;
  });
  return values.length === 0 ? bytes.subarray(0, LENGTH * 3) : bytes;
}

/** One value for each row of a statement over `unnest`, or each of an `any(…)`. */
export function column<Type extends ColumnType>(
  type: Type,
  values: readonly (Elements[Type] | null)[],
): Column<Type> {
  return new Column(type, values);
}

/** The same, of what each row has there. */
export function columnOf<Type extends ColumnType, Row>(
  type: Type,
  rows: readonly Row[],
  valueOf: (row: Row) => Elements[Type] | null,
): Column<Type> {
  return new Column(type, rows.map(valueOf));
}

/** Digit by digit: nearly every row has one, and a text without its dashes would be made for each. */
function writeUuid(into: Buffer, at: number, value: string): void {
  let digits = 0;
  for (let nth = 0; nth < value.length; nth += 1) {
    const code = value.charCodeAt(nth);
    if (code === DASH) continue;
    const digit = HEX_DIGITS[code] ?? NO_DIGIT;
    if (digit === NO_DIGIT || digits === UUID_DIGITS) throw noUuid(value);
    const place = at + (digits >> 1);
    if (digits % 2 === 0) into[place] = digit << 4;
    else into[place] = (into[place] ?? 0) | digit;
    digits += 1;
  }
  if (digits !== UUID_DIGITS) throw noUuid(value);
}

const DASH = 45;
const UUID_DIGITS = 32;
const NO_DIGIT = 255;
/** By the character's code. */
const HEX_DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase());
  return digit < 0 ? NO_DIGIT : digit;
});

function noUuid(value: string): RangeError {
  return new RangeError(`no UUID: ${JSON.stringify(value.slice(0, 40))}`);
}

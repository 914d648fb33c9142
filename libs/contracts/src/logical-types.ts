// How time, decimals and UUIDs look in TypeScript, and the bounds they must keep.
import avsc from 'avsc';

/** The last millisecond of the year 9999: what every database, language and JSON date can still say. */
export const lastInstant = 253_402_300_799_999;
/** The first millisecond of the year 1. */
export const firstInstant = -62_135_596_800_000;

const decimalShape = /^(-?)(\d+)(?:\.(\d+))?$/;

// `_toValue` answers undefined for what is not a value of the type: avsc asks it of every nullable field's null, and an
// exception there would cost more than the rest of the record.

/** Milliseconds since the epoch as a number, in the years 1 to 9999. */
class TimestampMillis extends avsc.types.LogicalType {
  protected override _fromValue(value: number): number {
    return must(instant(value), 'timestamp-millis');
  }
  protected override _toValue(value: unknown): number | undefined {
    return instant(value);
  }
  protected override _resolve(writer: avsc.Type): ((value: number) => number) | undefined {
    if (writer instanceof TimestampMillis) return (value) => value;
    return ['long', 'int'].includes(writer.typeName) ? (value) => this._fromValue(value) : undefined;
  }
}

/** A UUID in lower case. */
class Uuid extends avsc.types.LogicalType {
  protected override _fromValue(value: string): string {
    return must(uuid(value), 'uuid');
  }
  protected override _toValue(value: unknown): string | undefined {
    return uuid(value);
  }
  protected override _resolve(writer: avsc.Type): ((value: string) => string) | undefined {
    if (writer instanceof Uuid) return (value) => value;
    return writer.typeName === 'string' ? (value) => this._fromValue(value) : undefined;
  }
}

/** An exact number as text (`-12.50`), with the schema's scale: no floating point on the way. */
class Decimal extends avsc.types.LogicalType {
  readonly precision: number;
  readonly scale: number;

  constructor(
    schema: avsc.Schema & { precision?: number; scale?: number },
    options?: Partial<avsc.ForSchemaOptions>,
  ) {
    super(schema, options);
    this.precision = schema.precision ?? 0;
    this.scale = schema.scale ?? 0;
  }
  protected override _fromValue(value: Buffer): string {
    return decimalText(value, this.scale);
  }
  protected override _toValue(value: unknown): Buffer | undefined {
    return decimalBytes(value, this.precision, this.scale);
  }
  protected override _resolve(writer: avsc.Type): ((value: string) => string) | undefined {
    return writer instanceof Decimal && writer.scale === this.scale ? (value) => value : undefined;
  }
}

/** For avsc: every schema of ours is compiled with these. */
export const logicalTypes = { 'timestamp-millis': TimestampMillis, uuid: Uuid, decimal: Decimal };

function must<T>(value: T | undefined, rule: string): T {
  if (value === undefined) throw new RangeError(`not a ${rule}`);
  return value;
}

function instant(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= firstInstant && (value as number) <= lastInstant
    ? (value as number)
    : undefined;
}

function uuid(value: unknown): string | undefined {
  return typeof value === 'string' && hasUuidShape(value) ? value : undefined;
}

const uuidLength = 36;
const dash = 0x2d;

/** Character by character: it is asked of every id that is written or read. */
function hasUuidShape(text: string): boolean {
  if (text.length !== uuidLength) return false;
  for (let nth = 0; nth < uuidLength; nth += 1) {
    const char = text.charCodeAt(nth);
    if (nth === 8 || nth === 13 || nth === 18 || nth === 23 ? char !== dash : !isHexDigit(char)) return false;
  }
  return true;
}

/** In lower case. */
function isHexDigit(char: number): boolean {
  return (char >= 0x30 && char <= 0x39) || (char >= 0x61 && char <= 0x66);
}

function decimalBytes(text: unknown, precision: number, scale: number): Buffer | undefined {
  const match = typeof text === 'string' ? decimalShape.exec(text) : null;
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length > scale) return undefined;
  const digits = (whole + fraction.padEnd(scale, '0')).replace(/^0+(?=\d)/, '');
  return digits.length > precision ? undefined : twosComplement(BigInt(sign + digits));
}

/** Big-endian two's complement in as few bytes as hold it. */
function twosComplement(unscaled: bigint): Buffer {
  let length = 1;
  while (BigInt.asIntN(length * 8, unscaled) !== unscaled) length += 1;
  const hex = BigInt.asUintN(length * 8, unscaled).toString(16);
  return Buffer.from(hex.padStart(length * 2, '0'), 'hex');
}

function decimalText(bytes: Buffer, scale: number): string {
  if (bytes.length === 0) throw new RangeError('an empty decimal');
  const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return unscaled < 0n ? `-${text}` : text;
}

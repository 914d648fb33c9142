// Which changes of a schema are safe both ways. avsc's own resolver is asked too, as a second opinion.
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import type { AvroField, AvroSchema, EventSchema } from '../definitions.js';
import { incompatibilities } from './compatibility.js';

const schema = (...fields: AvroField[]): EventSchema => ({
  type: 'record',
  name: 'OrderPlaced',
  namespace: 'continuo.shop',
  fields: [{ name: 'orderId', type: 'string' }, ...fields],
});
const field = (type: AvroSchema, rest: Partial<AvroField> = {}): AvroField => ({ name: 'x', type, ...rest });
const kinds = (symbols: readonly string[], fallback?: string): AvroSchema => ({
  type: 'enum',
  name: 'Kind',
  symbols,
  ...(fallback === undefined ? {} : { default: fallback }),
});
const nested = (...fields: AvroField[]): AvroSchema => ({
  type: 'array',
  items: { type: 'record', name: 'Line', fields },
});

const parsed = (each: EventSchema): avsc.Type => avsc.Type.forSchema(each as avsc.Schema, { registry: {} });
function avscReads(reader: EventSchema, writer: EventSchema): boolean {
  try {
    parsed(reader).createResolver(parsed(writer));
    return true;
  } catch {
    return false;
  }
}

describe('read by Avro’s rules of resolution', () => {
  // name, reader, writer, the fields that stand in the way
  it.each<[string, EventSchema, EventSchema, string[]]>([
    ['the same', schema(field('long')), schema(field('long')), []],
    ['a new field with a default', schema(field(['null', 'string'], { default: null })), schema(), []],
    ['a new field without a default', schema(field('string')), schema(), ['x']],
    ['a field that went', schema(), schema(field('string')), []],
    ['int read as long', schema(field('long')), schema(field('int')), []],
    ['long read as int', schema(field('int')), schema(field('long')), ['x']],
    ['float read as double', schema(field('double')), schema(field('float')), []],
    ['string read as bytes', schema(field('bytes')), schema(field('string')), []],
    ['string read as long', schema(field('long')), schema(field('string')), ['x']],
    ['made optional', schema(field(['null', 'string'], { default: null })), schema(field('string')), []],
    ['made mandatory', schema(field('string')), schema(field(['null', 'string'], { default: null })), ['x']],
    ['a longer union', schema(field(['null', 'string', 'long'])), schema(field(['null', 'string'])), []],
    [
      'a shorter union',
      schema(field(['null', 'string'])),
      schema(field(['null', 'string', 'boolean'])),
      ['x'],
    ],
    [
      'a new symbol, reader with a default',
      schema(field(kinds(['a'], 'a'))),
      schema(field(kinds(['a', 'b'], 'a'))),
      [],
    ],
    ['a new symbol, reader without', schema(field(kinds(['a']))), schema(field(kinds(['a', 'b']))), ['x']],
    [
      'a renamed field with an alias',
      schema(field('string', { name: 'y', aliases: ['x'] })),
      schema(field('string')),
      [],
    ],
    ['a renamed field without', schema(field('string', { name: 'y' })), schema(field('string')), ['y']],
    [
      'a nested field without a default',
      schema(field(nested({ name: 'a', type: 'int' }, { name: 'b', type: 'int' }))),
      schema(field(nested({ name: 'a', type: 'int' }))),
      ['x[].b'],
    ],
    [
      'map values',
      schema(field({ type: 'map', values: 'string' })),
      schema(field({ type: 'map', values: 'long' })),
      ['x{}'],
    ],
    [
      'array into map',
      schema(field({ type: 'map', values: 'string' })),
      schema(field({ type: 'array', items: 'string' })),
      ['x'],
    ],
    ['another record', { ...schema(), name: 'OrderLost' }, schema(), ['']],
    [
      'another fixed',
      schema(field({ type: 'fixed', name: 'F', size: 2 })),
      schema(field({ type: 'fixed', name: 'F', size: 3 })),
      ['x'],
    ],
  ])('%s', (_what, reader, writer, fields) => {
    expect(incompatibilities(reader, writer).map((found) => found.field)).toEqual(fields);
    expect(avscReads(reader, writer)).toBe(fields.length === 0);
  });
});

it('a logical type stays what it is, though the bytes could be read', () => {
  const time = schema(field({ type: 'long', logicalType: 'timestamp-millis' }));
  expect(incompatibilities(schema(field('long')), time)).toEqual([
    { field: 'x', reason: 'the logical type timestamp-millis became none' },
  ]);
  const money = (scale: number): EventSchema =>
    schema(field({ type: 'bytes', logicalType: 'decimal', precision: 8, scale }));
  expect(incompatibilities(money(2), money(3))[0]?.reason).toBe(
    'the logical type decimal(8,3) became decimal(8,2)',
  );
});

it('ends on a schema that contains itself', () => {
  const tree = schema(field(['null', 'OrderPlaced'], { default: null }));
  expect(incompatibilities(tree, tree)).toEqual([]);
});

// A seeded violation of every rule of a thin event, each caught by its name.
import { expect, it } from '@jest/globals';
import type { AvroField, EventSchema } from '../definitions.js';
import { checkThinEvent } from './thin-event.js';

const at = { type: 'long', logicalType: 'timestamp-millis' } as const;
const good: AvroField[] = [
  { name: 'orderId', type: 'string', pii: false },
  { name: 'placedAt', type: at, pii: false },
  { name: 'total', type: { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 }, pii: false },
  { name: 'notAfter', type: ['null', at], pii: false, default: null },
  {
    name: 'facts',
    type: { type: 'map', values: ['null', 'boolean', 'double', 'string'] },
    pii: false,
    default: {},
  },
  {
    name: 'kind',
    type: { type: 'enum', name: 'OrderKind', symbols: ['gift', 'other'], default: 'other' },
    pii: false,
  },
];
const schema = (fields: readonly AvroField[], rest: Partial<EventSchema> = {}): EventSchema => ({
  type: 'record',
  name: 'OrderPlaced',
  namespace: 'continuo.shop',
  doc: 'An order was placed.',
  fields,
  ...rest,
});
const rulesOf = (each: EventSchema): string[] =>
  checkThinEvent({ file: 'shop/OrderPlaced.avsc', schema: each }).map(
    ({ field, rule }) => `${field ?? ''}: ${rule}`,
  );
const record = (fields: readonly AvroField[]): AvroField => ({
  name: 'lines',
  type: { type: 'array', items: { type: 'record', name: 'Line', doc: 'A line.', fields } },
  pii: false,
  default: [],
});

it('a thin event has no problem', () => {
  expect(rulesOf(schema([...good, record(good.slice(0, 1))]))).toEqual([]);
});

it.each<[string, AvroField]>([
  ['x: pii-declared', { name: 'x', type: 'string' }],
  ['x: pii-declared', { name: 'x', type: 'string', pii: true }],
  ['lines[].x: pii-declared', record([{ name: 'x', type: 'string' }])],
  ['email: pii-name', { name: 'email', type: 'string', pii: false }],
  ['firstName: pii-name', { name: 'firstName', type: 'string', pii: false }],
  ['lines[].comment: pii-name', record([{ name: 'comment', type: 'string', pii: false }])],
  ['order_id: field-name', { name: 'order_id', type: 'string', pii: false }],
  ['x: null-first', { name: 'x', type: ['string', 'null'], pii: false, default: null }],
  ['x: null-default', { name: 'x', type: ['null', 'string'], pii: false }],
  ['x: null-default', { name: 'x', type: ['null', 'string'], pii: false, default: '' }],
  ['x: optional', { name: 'x', type: ['string', 'long'], pii: false }],
  ['paidAt: time-type', { name: 'paidAt', type: 'long', pii: false }],
  ['dueDate: time-type', { name: 'dueDate', type: ['null', 'string'], pii: false, default: null }],
  ['unitPrice: exact-number', { name: 'unitPrice', type: 'double', pii: false }],
  ['x: enum-default', { name: 'x', type: { type: 'enum', name: 'X', symbols: ['a'] }, pii: false }],
  ['x: logical-type', { name: 'x', type: { type: 'int', logicalType: 'date' }, pii: false }],
  ['x: logical-type', { name: 'x', type: { type: 'bytes', logicalType: 'uuid' }, pii: false }],
  ['x: logical-type', { name: 'x', type: { type: 'bytes', logicalType: 'decimal' }, pii: false }],
  [': avro', { name: 'x', type: 'string', pii: false, default: 7 }],
])('%s', (problem, field) => {
  expect(rulesOf(schema([...good, field]))).toEqual([problem]);
});

it('a record without words for what it means', () => {
  expect(rulesOf(schema(good, { doc: undefined }))).toEqual([': doc']);
});

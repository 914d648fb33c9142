// What the codec takes, refuses by name, and reads back.
import { describe, expect, it } from '@jest/globals';
import { Fault } from '@continuo/kernel';
import fc from 'fast-check';
import { compileCodec } from './codec.js';
import type { EventSchema } from './definitions.js';
import { firstInstant, lastInstant } from './logical-types.js';

const at = { type: 'long', logicalType: 'timestamp-millis' } as const;
const field = (name: string, type: EventSchema['fields'][number]['type'], rest: object = {}) => ({
  name,
  type,
  pii: false,
  ...rest,
});

const schema: EventSchema = {
  type: 'record',
  name: 'ThingHappened',
  namespace: 'continuo.test',
  fields: [
    field('id', { type: 'string', logicalType: 'uuid' }),
    field('happenedAt', at),
    field('seenAt', ['null', at], { default: null }),
    field('amount', ['null', { type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 }], {
      default: null,
    }),
    field(
      'kind',
      { type: 'enum', name: 'Kind', symbols: ['good', 'other'], default: 'other' },
      { default: 'other' },
    ),
    field('facts', { type: 'map', values: ['null', 'boolean', 'double', 'string'] }, { default: {} }),
  ],
};

const codec = compileCodec(schema);
const older: EventSchema = { ...schema, fields: schema.fields.filter(({ name }) => name !== 'amount') };
const good = { id: '018f7a52-2c1b-7a55-9d53-0123456789ab', happenedAt: 1_700_000_000_000, facts: {} };

function faultOf(work: () => unknown): Fault {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('a value that keeps its schema', () => {
  it('comes back as it was, with defaults for what was left out', () => {
    const facts = { a: null, b: true, c: 1.5, d: 'Grüße 👋' };
    const read = codec.decode(codec.encode({ ...good, amount: '-12.50', kind: 'good', facts }));
    expect({ ...(read as object) }).toEqual({ ...good, seenAt: null, amount: '-12.50', kind: 'good', facts });
    expect(codec.decode(codec.encode(good))).toMatchObject({ seenAt: null, amount: null, kind: 'other' });
  });

  it.each(['0.00', '0.01', '-0.01', '1.27', '1.28', '-1.28', '-1.29', '9999.99', '-9999.99'])(
    'keeps the decimal %s exact',
    (amount) => {
      expect(codec.decode(codec.encode({ ...good, amount }))).toMatchObject({ amount });
    },
  );

  it('keeps U+0000 and the replacement character, which are honest text', () => {
    const facts = { nul: 'a\u0000b', replaced: 'a\uFFFDb' };
    expect(codec.decode(codec.encode({ ...good, facts }))).toMatchObject({ facts });
  });
});

describe('a value that breaks its schema is refused by field and rule', () => {
  it.each([
    ['id', { id: 'no-uuid' }, 'uuid'],
    ['id', { id: undefined }, 'uuid'],
    ['id', { id: good.id.toUpperCase() }, 'uuid'],
    ['id', { id: good.id.replace('0', 'g') }, 'uuid'],
    ['id', { id: good.id.replace('-', '0') }, 'uuid'],
    ['id', { id: good.id.replaceAll('-', '') }, 'uuid'],
    ['id', { id: `0${good.id.slice(0, -1)}` }, 'uuid'],
    ['id', { id: `${good.id}\n` }, 'uuid'],
    ['happenedAt', { happenedAt: Date.UTC(10_000, 0, 1) }, 'timestamp-millis'],
    ['happenedAt', { happenedAt: 1.5 }, 'timestamp-millis'],
    ['happenedAt', { happenedAt: new Date() }, 'timestamp-millis'],
    ['seenAt', { seenAt: 'yesterday' }, 'null or timestamp-millis'],
    ['amount', { amount: '1.234' }, 'null or decimal'],
    ['amount', { amount: '12345.00' }, 'null or decimal'],
    ['kind', { kind: 'bad' }, 'one of good, other'],
    ['facts.name', { facts: { name: ['Ada'] } }, 'null or boolean or double or string'],
    ['facts.short', { facts: { short: 'half \ud83d' } }, 'well-formed Unicode'],
    ['facts.long', { facts: { long: `${'x'.repeat(100)}\udc00` } }, 'well-formed Unicode'],
  ])('%s of %o', (name, change, rule) => {
    const fault = faultOf(() => codec.encode({ ...good, ...change }));
    expect(fault).toMatchObject({ code: 'schema-violation', field: name, retriable: false });
    expect(fault.message).toContain(rule);
  });

  it('never quotes the value', () => {
    const fault = faultOf(() => codec.encode({ ...good, id: 'canary@example.com' }));
    expect(fault.message).not.toContain('canary');
  });
});

describe('bytes that are no such value', () => {
  const bytes = codec.encode(good);

  it('unless they are one from a place on', () => {
    const after = Buffer.concat([Buffer.from('five!'), bytes]);
    const byOlder = compileCodec(older).reading(codec);
    expect(codec.decode(after, 5)).toEqual(codec.decode(bytes));
    expect(byOlder(after, 5)).toEqual(byOlder(bytes));
    for (const read of [codec.decode.bind(codec), byOlder]) {
      expect(faultOf(() => read(after, 4))).toMatchObject({ code: 'undecodable' });
      expect(faultOf(() => read(after, 6))).toMatchObject({ code: 'undecodable' });
      expect(faultOf(() => read(Buffer.concat([after, bytes]), 5)).message).toContain('trailing data');
      expect(faultOf(() => read(after.subarray(0, -1), 5)).message).toContain('truncated buffer');
    }
  });

  it.each([
    ['truncated', bytes.subarray(0, bytes.length - 1)],
    ['with trailing data', Buffer.concat([bytes, Buffer.from([0])])],
    ['empty', Buffer.alloc(0)],
    ['of another kind', Buffer.from('{"json": true}')],
  ])('%s: undecodable', (_what, broken) => {
    expect(faultOf(() => codec.decode(broken))).toMatchObject({ code: 'undecodable', retriable: false });
  });

  it('with a count that would keep the decoder busy for hours: undecodable, at once', () => {
    const empty = codec.encode(good);
    expect(empty.at(-1)).toBe(0);
    const hugeCounts = [
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f],
      [0x80, 0x80, 0x80, 0x80, 0x10],
    ];
    for (const count of hugeCounts) {
      const hostile = Buffer.concat([empty.subarray(0, -1), Buffer.from([...count, 2, 97, 0])]);
      expect(faultOf(() => codec.decode(hostile))).toMatchObject({ code: 'undecodable' });
      expect(faultOf(() => compileCodec(older).reading(codec)(hostile))).toMatchObject({
        code: 'undecodable',
      });
    }
  });

  it('with a block that says another size than it has: undecodable, also where nobody reads it', () => {
    const text: EventSchema = { ...schema, fields: [field('a', 'string')] };
    const more = compileCodec({
      ...text,
      fields: [...text.fields, field('l', { type: 'array', items: 'string' })],
    });
    const read = compileCodec(text).reading(more);
    const block = (size: number): Buffer => Buffer.from([2, 0x78, 1, size, 2, 0x79, 0]);
    expect({ ...(more.decode(block(4)) as object) }).toEqual({ a: 'x', l: ['y'] });
    expect({ ...(read(block(4)) as object) }).toEqual({ a: 'x' });
    for (const size of [0, 2, 3, 6, 7]) {
      expect(faultOf(() => read(block(size)))).toMatchObject({ code: 'undecodable' });
      expect(faultOf(() => more.decode(block(size)))).toMatchObject({ code: 'undecodable' });
    }
    // Two bytes back: where the count stands.
    expect(faultOf(() => read(Buffer.from([2, 0x78, 1, 3, 0, 0])))).toMatchObject({ code: 'undecodable' });
  });

  it('of a foreign writer that stamps the year 10000: undecodable', () => {
    const loose = compileCodec({
      ...schema,
      fields: schema.fields.map((each) =>
        each.name === 'happenedAt' ? { ...each, type: 'long' as const } : each,
      ),
    });
    const late = loose.encode({ ...good, happenedAt: Date.UTC(10_000, 0, 1) });
    expect(faultOf(() => codec.decode(late))).toMatchObject({ code: 'undecodable' });
    expect(faultOf(() => codec.reading(loose)(late))).toMatchObject({ code: 'undecodable' });
  });
});

describe('another version', () => {
  const newer: EventSchema = {
    ...schema,
    fields: [
      ...schema.fields.map((each) =>
        each.name === 'kind'
          ? field(
              'kind',
              { type: 'enum', name: 'Kind', symbols: ['good', 'better', 'other'], default: 'other' },
              { default: 'other' },
            )
          : each,
      ),
      field('place', ['null', 'string'], { default: null }),
    ],
  };

  it('is read both ways, with defaults and the enum default', () => {
    const oldCodec = compileCodec(older);
    const newCodec = compileCodec(newer);
    expect(codec.reading(oldCodec)(oldCodec.encode(good))).toMatchObject({ ...good, amount: null });
    const fromNew = codec.reading(newCodec)(newCodec.encode({ ...good, kind: 'better', place: 'here' }));
    expect(fromNew).toMatchObject({ ...good, kind: 'other' });
    expect(fromNew).not.toHaveProperty('place');
  });

  it('that differs in notes only needs no resolution', () => {
    const noted = compileCodec({ ...schema, doc: 'other words' });
    expect(codec.reading(noted)(noted.encode(good))).toMatchObject(good);
  });

  it('that is not compatible is a named fault', () => {
    const other = compileCodec({ ...schema, fields: [field('id', 'long')] });
    expect(faultOf(() => codec.reading(other))).toMatchObject({
      code: 'schema-incompatible',
      retriable: false,
    });
  });
});

it('any value comes back, and no bytes hang or kill the decoder', () => {
  const facts = fc.dictionary(
    fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__'),
    fc.oneof(fc.constant(null), fc.boolean(), fc.double({ noNaN: true }), fc.string({ unit: 'grapheme' })),
  );
  const values = fc.record({
    id: fc.uuid(),
    happenedAt: fc.integer({ min: firstInstant, max: lastInstant }),
    seenAt: fc.option(fc.integer({ min: firstInstant, max: lastInstant })),
    amount: fc.option(fc.integer({ min: -999_999, max: 999_999 }).map((cents) => (cents / 100).toFixed(2))),
    kind: fc.constantFrom('good', 'other'),
    facts: facts.map((entries) => ({ ...entries })),
  });
  const seed = Number(process.env['SEED'] ?? 20_260_101);
  fc.assert(
    fc.property(values, fc.nat(), fc.integer({ min: 0, max: 255 }), (value, where, byte) => {
      const written = codec.encode(value);
      expect({ ...(codec.decode(written) as object) }).toEqual({
        ...value,
        amount: value.amount === '-0.00' ? '0.00' : value.amount,
      });
      const spoilt = Buffer.from(written);
      spoilt[where % spoilt.length] = byte;
      try {
        codec.decode(spoilt);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'undecodable' });
      }
    }),
    { seed, numRuns: 500 },
  );
});

it('a schema that Avro has no use for is a named fault', () => {
  const fields = [field('broken', { type: 'nonsense' } as never)];
  expect(faultOf(() => compileCodec({ ...schema, fields }))).toMatchObject({ code: 'schema-invalid' });
});

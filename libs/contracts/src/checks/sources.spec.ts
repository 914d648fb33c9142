// Names, places, answers, topics and stored versions: a seeded violation of each rule is caught by its name.
import { describe, expect, it } from '@jest/globals';
import type { EventSchema, TopicDefinition } from '../definitions.js';
import type { ContractFiles, SchemaFile } from '../generate/sources.js';
import { checkContractFiles } from './check-contract.js';
import { checkLock, updateLock, type Lock } from './lock.js';

const time = { type: 'long', logicalType: 'timestamp-millis' } as const;
const schema = (name: string, rest: Partial<EventSchema> = {}): EventSchema => ({
  type: 'record',
  name,
  namespace: 'continuo.shop',
  doc: 'For tests.',
  fields: [
    { name: 'orderId', type: 'string', pii: false },
    { name: 'placedAt', type: time, pii: false },
  ],
  ...rest,
});
const placed: SchemaFile = { file: 'shop/OrderPlaced.avsc', schema: schema('OrderPlaced') };
const ship: SchemaFile = {
  file: 'shop/commands/ShipOrder.avsc',
  schema: schema('ShipOrder', {
    namespace: 'continuo.shop.commands',
    answers: { done: ['OrderPlaced'], failed: [], refused: [] },
  }),
};
const topic = (
  name: string,
  types: readonly string[],
  rest: Partial<TopicDefinition> = {},
): TopicDefinition => ({
  name,
  owner: 'shop',
  doc: 'For tests.',
  key: { is: 'order', from: ['value.orderId'] },
  about: 'customer',
  partitions: 4,
  retentionMs: 30 * 86_400_000,
  cleanup: 'delete',
  types,
  forwards: [],
  producers: [],
  consumers: ['shop'],
  ...rest,
});
const orders = topic('shop.orders', ['continuo.shop.OrderPlaced']);
const commands = topic('shop.commands', ['continuo.shop.commands.ShipOrder']);
const timeline = topic('shop.timeline', [], {
  about: 'profile',
  forwards: ['shop.orders'],
  retentionMs: 9e9,
});
const good: ContractFiles = {
  schemas: [placed, ship],
  topics: [orders, commands, timeline],
  services: [{ name: 'shop', short: 'shop' }],
  telemetry: { attributes: {}, spans: {}, metrics: {} },
};
const rulesOf = (files: ContractFiles): string[] => checkContractFiles(files).map(({ rule }) => rule);
const withSchema = (each: SchemaFile, change: Partial<SchemaFile>): ContractFiles => ({
  ...good,
  schemas: good.schemas.map((file) => (file === each ? { ...file, ...change } : file)),
});
const withTopic = (each: TopicDefinition, change: Partial<TopicDefinition>): ContractFiles => ({
  ...good,
  topics: good.topics.map((one) => (one === each ? { ...one, ...change } : one)),
});
const asEvent = (name: string): ContractFiles => ({
  ...withSchema(placed, { file: `shop/${name}.avsc`, schema: schema(name) }),
  topics: [topic('shop.orders', [`continuo.shop.${name}`]), commands, timeline],
});

it('sources that agree have no problem', () => {
  expect(checkContractFiles(good)).toEqual([]);
});

describe('names and places', () => {
  it.each<[string, ContractFiles]>([
    ['folder', withSchema(placed, { file: 'nobody/OrderPlaced.avsc' })],
    ['folder', withSchema(placed, { file: 'shop/orders/OrderPlaced.avsc' })],
    ['file-name', withSchema(placed, { file: 'shop/OrderMade.avsc' })],
    ['namespace', withSchema(placed, { file: 'shop/commands/OrderPlaced.avsc' })],
    ['record-name', asEvent('Order_placed')],
    ['record-name', asEvent('OrderPlacedV1')],
    ['past-tense', asEvent('PlaceOrder')],
    ['past-tense', asEvent('OrderPlacing')],
    ['answers', withSchema(placed, { schema: { ...placed.schema, answers: { done: [] } } })],
    ['answers', withSchema(ship, { schema: { ...ship.schema, answers: undefined } })],
    [
      'answers',
      withSchema(ship, { schema: { ...ship.schema, answers: { done: ['OrderPlaced'], failed: [] } } }),
    ],
    [
      'answers',
      withSchema(ship, { schema: { ...ship.schema, answers: { done: [], failed: [], refused: [] } } }),
    ],
    [
      'answers',
      withSchema(ship, {
        schema: { ...ship.schema, answers: { done: ['OrderEaten'], failed: [], refused: [] } },
      }),
    ],
    ['answers', withTopic(timeline, { forwards: [] })],
    ['topic', withTopic(orders, { types: [] })],
  ])('%s', (rule, files) => {
    expect(rulesOf(files)).toContain(rule);
  });

  it('a command in the past tense', () => {
    const file = {
      file: 'shop/commands/OrderShipped.avsc',
      schema: { ...ship.schema, name: 'OrderShipped' },
    };
    const files = {
      ...withSchema(ship, file),
      topics: [orders, topic('shop.commands', ['continuo.shop.commands.OrderShipped']), timeline],
    };
    expect(rulesOf(files)).toEqual(['imperative']);
  });

  it.each(['OrderPlaced', 'MessageSent', 'ProfileSplit', 'OrderReady', 'ConsentWithdrawnV2'])(
    '%s is in the past tense',
    (name) => {
      expect(rulesOf(asEvent(name))).not.toContain('past-tense');
    },
  );
});

describe('topics', () => {
  it.each<[string, ContractFiles]>([
    ['owner', withTopic(orders, { owner: 'nobody' })],
    ['owner', withTopic(orders, { name: 'stock.orders' })],
    ['producers', withTopic(orders, { producers: ['nobody'] })],
    ['consumers', withTopic(orders, { consumers: ['shop', 'nobody'] })],
    ['types', withTopic(orders, { types: ['continuo.shop.OrderPlaced', 'continuo.shop.OrderEaten'] })],
    [
      'types',
      withTopic(orders, { types: ['continuo.shop.OrderPlaced', 'continuo.shop.commands.ShipOrder'] }),
    ],
    [
      'types',
      withTopic(commands, { types: ['continuo.shop.commands.ShipOrder', 'continuo.shop.OrderPlaced'] }),
    ],
    ['key', withTopic(orders, { key: { is: 'basket', from: ['value.basketId'] } })],
    ['forwards', withTopic(timeline, { forwards: ['shop.orders', 'shop.nothing'] })],
    ['forwards', withTopic(orders, { consumers: [] })],
    ['retention', withTopic(orders, { retentionMs: 31 * 86_400_000 })],
  ])('%s', (rule, files) => {
    expect(rulesOf(files)).toContain(rule);
  });
});

describe('stored versions', () => {
  const empty: Lock = { schemas: new Map(), topics: {} };
  const stored = updateLock(good, empty).lock;
  const changed = (fields: EventSchema['fields']): ContractFiles =>
    withSchema(placed, { schema: { ...placed.schema, fields: [...placed.schema.fields, ...fields] } });
  const compatible = changed([{ name: 'shopId', type: ['null', 'string'], pii: false, default: null }]);

  it('are complete after they were stored', () => {
    expect(checkLock(good, empty).map(({ rule }) => rule)).toContain('not-locked');
    expect(checkLock(good, stored)).toEqual([]);
  });

  it('take a compatible change as another version', () => {
    expect(checkLock(compatible, stored)).toMatchObject([
      { rule: 'not-locked', file: 'shop/OrderPlaced.avsc' },
    ]);
    const next = updateLock(compatible, stored);
    expect(next).toMatchObject({ updated: ['continuo.shop.OrderPlaced'], refused: [] });
    expect(next.lock.schemas.get('continuo.shop.OrderPlaced')?.versions).toHaveLength(2);
    expect(checkLock(compatible, next.lock)).toEqual([]);
  });

  it('refuse a change that breaks a version, naming the field and the version', () => {
    const breaking = changed([{ name: 'shopId', type: 'string', pii: false }]);
    const [problem] = updateLock(breaking, stored).refused;
    expect(problem).toMatchObject({ rule: 'incompatible', field: 'shopId', file: 'shop/OrderPlaced.avsc' });
    expect(problem?.message).toContain('version 1');
    expect(updateLock(breaking, stored).lock.schemas.get('continuo.shop.OrderPlaced')?.versions).toHaveLength(
      1,
    );
  });

  it('refuse a change that fits the newest version and breaks an older one', () => {
    const second = updateLock(compatible, stored).lock;
    const retyped = changed([
      { name: 'shopId', type: ['null', 'string', 'long'], pii: false, default: null },
    ]);
    const third = updateLock(retyped, second);
    expect(third.refused.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^version 2 could not read it: shopId/),
    ]);
    const withoutDefault = changed([{ name: 'shopId', type: ['null', 'string'], pii: false }]);
    expect(updateLock(withoutDefault, second).refused.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^cannot read what version 1 wrote: shopId/),
    ]);
  });

  it('are read against each other, whatever is there now', () => {
    const versions = stored.schemas.get('continuo.shop.OrderPlaced')?.versions ?? [];
    const alien = schema('OrderPlaced', { fields: [{ name: 'orderId', type: 'long', pii: false }] });
    const broken = new Map(stored.schemas).set('continuo.shop.OrderPlaced', {
      versions: [alien, ...versions],
    });
    const found = checkLock(good, { ...stored, schemas: broken }).filter(({ file }) =>
      file.startsWith('lock/'),
    );
    expect(found.map(({ field }) => field)).toEqual(['orderId', 'placedAt', 'orderId']);
  });

  it('keep what was published from being removed', () => {
    const without = { ...good, schemas: [ship] };
    expect(updateLock(without, stored).refused).toMatchObject([
      { rule: 'removed', file: 'lock/continuo.shop.OrderPlaced.json' },
    ]);
  });

  it('keep partition counts and keys for ever', () => {
    expect(updateLock(withTopic(orders, { partitions: 8 }), stored).refused).toMatchObject([
      { rule: 'partitions', field: 'shop.orders' },
    ]);
    const rekeyed = withTopic(orders, { key: { is: 'customer', from: ['customer'] } });
    expect(updateLock(rekeyed, stored)).toMatchObject({
      refused: [{ rule: 'key', field: 'shop.orders' }],
      lock: { topics: stored.topics },
    });
  });
});

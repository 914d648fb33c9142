// What may be published and what is refused, each by the name of the rule it breaks.
import { describe, expect, it } from '@jest/globals';
import { contract } from './index.js';
import { defineContract } from './contract.js';
import type { ContractSources, EventSchema, TopicDefinition } from './definitions.js';
import type { OutgoingClaim } from './outgoing-check.js';

const schema = (name: string, rest: Partial<EventSchema> = {}): EventSchema => ({
  type: 'record',
  namespace: 'continuo.shop',
  name,
  fields: [{ name: 'orderId', type: 'string', pii: false }],
  ...rest,
});

const topic = (name: string, rest: Partial<TopicDefinition> = {}): TopicDefinition => ({
  name,
  owner: 'shop',
  doc: 'For tests.',
  key: { is: 'order', from: ['value.orderId'] },
  about: 'customer',
  partitions: 4,
  retentionMs: 86_400_000,
  cleanup: 'delete',
  types: [],
  forwards: [],
  producers: [],
  consumers: [],
  ...rest,
});

const sources: ContractSources = {
  schemas: [
    schema('OrderPlaced'),
    schema('OrderPlacedV2'),
    schema('OrderLost'),
    schema('ShipOrder', {
      namespace: 'continuo.shop.commands',
      answers: { done: ['OrderPlaced'], refused: ['continuo.shop.OrderLost'] },
    }),
  ],
  topics: [
    topic('shop.orders', {
      types: ['continuo.shop.OrderPlaced', 'continuo.shop.OrderLost'],
      consumers: ['cdp', 'audit'],
    }),
    topic('shop.archive', { types: ['continuo.shop.OrderPlacedV2', 'continuo.shop.OrderLost'] }),
    topic('shop.timeline', {
      about: 'profile',
      key: { is: 'profile', from: ['profile'] },
      forwards: ['shop.orders'],
    }),
    topic('shop.commands', {
      about: 'either',
      key: { is: 'customer or profile', from: ['customer', 'profile'] },
      types: ['continuo.shop.commands.ShipOrder'],
    }),
    topic('shop.catalogue', { about: 'none' }),
  ],
};

const shop = defineContract(sources);
const customer = [{ kind: 'user', value: 'u-1' }];
const placed: OutgoingClaim = {
  type: 'continuo.shop.OrderPlaced.v1',
  key: 'o-1',
  value: { orderId: 'o-1' },
  customer,
};
const ship: OutgoingClaim = {
  type: 'continuo.shop.commands.ShipOrder.v1',
  key: 'p-1',
  value: { orderId: 'o-1' },
  profileId: 'p-1',
};

describe('an event that keeps the contract', () => {
  it('is encoded, on the one topic of its type', () => {
    const checked = shop.checkOutgoing(placed);
    expect(checked).toMatchObject({
      ok: true,
      value: { topic: { name: 'shop.orders' }, type: { fullName: 'continuo.shop.OrderPlaced' } },
    });
    if (checked.ok) expect(shop.codecFor(placed.type).decode(checked.value.avro)).toMatchObject(placed.value);
  });

  it('is keyed by profile or by customer where the topic takes either', () => {
    expect(shop.checkOutgoing(ship)).toMatchObject({ ok: true });
    expect(shop.checkOutgoing({ ...ship, profileId: undefined, customer, key: 'user=u-1' })).toMatchObject({
      ok: true,
    });
  });
});

describe('an event that breaks the contract is refused by name', () => {
  const hashes = [{ kind: 'email.h2', value: 'ab12' }];
  it.each<[string, Partial<OutgoingClaim>, string, string]>([
    ['an unknown type', { type: 'continuo.shop.OrderEaten.v1' }, 'unknown-type', 'OrderEaten'],
    ['a version there is not', { type: 'continuo.shop.OrderPlaced.v3' }, 'unknown-type', 'OrderPlaced.v3'],
    ['an unknown topic', { topic: 'shop.nothing' }, 'unknown-topic', 'shop.nothing'],
    ['a topic that does not carry the type', { topic: 'shop.archive' }, 'type-not-on-topic', 'shop.archive'],
    ['a topic that only forwards the type', { topic: 'shop.timeline' }, 'type-not-on-topic', 'shop.timeline'],
    [
      'two topics to choose from',
      { type: 'continuo.shop.OrderLost.v1' },
      'topic-not-named',
      'shop.orders, shop.archive',
    ],
    ['another key', { key: 'o-2' }, 'key-rule', 'order (value.orderId)'],
    ['an empty key', { key: '', value: { orderId: '' } }, 'key-rule', 'order'],
    ['no customer', { customer: undefined }, 'customer-rule', 'must name its customer'],
    ['an empty list of customers', { customer: [] }, 'customer-rule', 'must name its customer'],
    ['an unknown kind', { customer: [{ kind: 'shoe-size', value: '43' }] }, 'customer-rule', 'shoe-size'],
    [
      'an e-mail address in the clear',
      { customer: [{ kind: 'email', value: 'x' }] },
      'customer-rule',
      'email.h<version>',
    ],
    [
      'a user that is an e-mail address',
      { customer: [{ kind: 'user', value: 'a@b.example' }] },
      'customer-rule',
      'looks like',
    ],
    [
      'an empty identifier',
      { customer: [...hashes, { kind: 'user', value: '' }] },
      'customer-rule',
      'an empty user',
    ],
    [
      'a value that is not the schema’s',
      { key: '7', value: { orderId: 7 } },
      'schema-violation',
      'field orderId must be string',
    ],
  ])('%s', (_what, change, code, says) => {
    const refused = shop.checkOutgoing({ ...placed, ...change });
    expect(refused).toMatchObject({ ok: false, refusal: { code } });
    if (!refused.ok) expect(refused.refusal.message).toContain(says);
  });

  it.each<[string, Partial<OutgoingClaim>, string]>([
    ['nobody', { profileId: undefined }, 'customer or its profile'],
    ['an empty profile', { profileId: '' }, 'customer or its profile'],
  ])('a topic about either, named %s', (_what, change, says) => {
    const refused = shop.checkOutgoing({ ...ship, ...change });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'customer-rule', rule: 'topics.shop.commands.about' },
    });
    if (!refused.ok) expect(refused.refusal.message).toContain(says);
  });

  it('never quotes an identifier or a value', () => {
    const refused = shop.checkOutgoing({
      ...placed,
      customer: [{ kind: 'user', value: 'canary@example.com' }],
    });
    expect(JSON.stringify(refused)).not.toContain('canary');
  });

  it('holds for the real contract: hashes stay off the topics about profiles', () => {
    const profileId = '018f7a52-2c1b-7a55-9d53-0123456789ab';
    const created = {
      type: 'continuo.cdp.ProfileCreated.v1',
      topic: 'cdp.timeline',
      key: profileId,
      value: { profileId, createdAt: 0 },
    };
    expect(contract.checkOutgoing({ ...created, profileId })).toMatchObject({ ok: true });
    expect(contract.checkOutgoing(created)).toMatchObject({ ok: false, refusal: { code: 'customer-rule' } });
    expect(contract.checkOutgoing({ ...created, profileId, customer })).toMatchObject({
      ok: false,
      refusal: { code: 'customer-rule', field: 'customer' },
    });
  });
});

describe('names', () => {
  it('gives a break a version of its own', () => {
    expect(shop.named('continuo.shop.OrderPlacedV2')).toMatchObject({ type: 'continuo.shop.OrderPlaced.v2' });
    expect(shop.type('continuo.shop.OrderPlaced.v2')).toMatchObject({ topics: ['shop.archive'] });
  });

  it('finds a command as a journey names it, with the full types of its answers', () => {
    expect(shop.command('shop', 'ShipOrder')).toMatchObject({
      command: true,
      answers: {
        done: ['continuo.shop.OrderPlaced.v1'],
        failed: [],
        refused: ['continuo.shop.OrderLost.v1'],
      },
    });
    expect(contract.command('collaboration', 'SendMessage')?.type).toBe(
      'continuo.collaboration.commands.SendMessage.v1',
    );
    expect(contract.command('collaboration', 'MessageSent')).toBeUndefined();
  });

  it('derives a dead-letter topic per group, kept as long as its source', () => {
    expect(shop.deadLetterTopics).toEqual([
      {
        name: 'shop.orders.cdp.dlq',
        source: 'shop.orders',
        group: 'cdp',
        partitions: 1,
        retentionMs: 86_400_000,
      },
      {
        name: 'shop.orders.audit.dlq',
        source: 'shop.orders',
        group: 'audit',
        partitions: 1,
        retentionMs: 86_400_000,
      },
    ]);
  });

  it('counts the types a topic forwards among those on it', () => {
    expect(shop.typesOn('shop.timeline').map(({ type }) => type)).toEqual([
      'continuo.shop.OrderPlaced.v1',
      'continuo.shop.OrderLost.v1',
    ]);
  });
});

describe('sources that contradict each other', () => {
  it.each<[string, ContractSources, string]>([
    [
      'a type without a schema',
      { ...sources, schemas: [] },
      'continuo.shop.OrderPlaced, which has no schema',
    ],
    [
      'two schemas of one name',
      { ...sources, schemas: [schema('OrderLost'), schema('OrderLost')] },
      'two definitions',
    ],
    [
      'a forwarded topic that is none',
      { schemas: [], topics: [topic('shop.a', { forwards: ['shop.b'] })] },
      'shop.b',
    ],
  ])('%s', (_what, broken, says) => {
    expect(() => defineContract(broken)).toThrow(
      expect.objectContaining({ code: 'contract-invalid', message: expect.stringContaining(says) }),
    );
  });

  it('an unknown type has no codec', () => {
    expect(() => shop.codecFor('continuo.shop.Nothing.v1')).toThrow(
      expect.objectContaining({ code: 'unknown-type' }),
    );
  });
});

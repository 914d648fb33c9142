// Proves that a service whose handlers and contract disagree does not start, and says by which name.
import { defineContract, type EventSchema } from '@continuo/contracts';
import type { PartitionHandler } from '../handler.js';
import { Subscriptions } from './subscriptions.js';

const schema = (name: string): EventSchema => ({
  type: 'record',
  namespace: 'continuo.crm',
  name,
  fields: [],
});
const topic = (name: string, ...types: readonly string[]) =>
  ({
    name,
    owner: 'crm',
    doc: 'Of a test.',
    key: { is: 'anything', from: [] },
    about: 'none',
    partitions: 1,
    retentionMs: 1,
    cleanup: 'delete',
    types: types.map((type) => `continuo.crm.${type}`),
    forwards: [],
    producers: [],
    consumers: ['crm', 'audit'],
  }) as const;

const contract = defineContract({
  schemas: [schema('Created'), schema('Moved')],
  topics: [topic('crm.contacts', 'Created', 'Moved'), topic('crm.copies', 'Moved')],
});
const [created, moved] = ['continuo.crm.Created.v1', 'continuo.crm.Moved.v1'] as const;
const onRecord = async (): Promise<unknown> => undefined;
const onBatch: PartitionHandler = { handle: async () => ({}) };

function subscriptions(): Subscriptions {
  return new Subscriptions(contract, 'crm');
}

const refusal = (declare: (to: Subscriptions) => void): unknown => {
  const to = subscriptions();
  try {
    declare(to);
    to.byGroup();
    return undefined;
  } catch (fault) {
    return (fault as { code?: unknown }).code;
  }
};

describe('Subscriptions', () => {
  it('gathers topics by group, records one by one and batches as large as they asked for', () => {
    const to = subscriptions();
    to.addRecordHandler(created, {}, onRecord);
    to.addRecordHandler(moved, { topic: 'crm.contacts' }, onRecord);
    to.addRecordHandler(moved, { topic: 'crm.contacts', group: 'audit' }, onRecord);
    to.addBatchHandler({ topics: ['crm.copies'], batchSize: 50 }, onBatch);
    const sizes = [...to.byGroup()].map(([group, topics]) => [
      group,
      Object.fromEntries([...topics].map(([name, { batchSize }]) => [name, batchSize])),
    ]);
    expect(Object.fromEntries(sizes)).toEqual({
      crm: { 'crm.contacts': 1, 'crm.copies': 50 },
      audit: { 'crm.contacts': 1 },
    });
  });

  it.each<[string, (to: Subscriptions) => void]>([
    ['handler-topic-missing', (to) => to.addRecordHandler(moved, {}, onRecord)],
    ['handler-topic-missing', (to) => to.addRecordHandler('continuo.crm.Mispelt.v1', {}, onRecord)],
    ['handler-type-unknown', (to) => to.addRecordHandler(created, { topic: 'crm.copies' }, onRecord)],
    ['topic-unknown', (to) => to.addBatchHandler({ topics: ['crm.nowhere'] }, onBatch)],
    [
      'consumer-not-in-contract',
      (to) => to.addBatchHandler({ topics: ['crm.copies'], group: 'stranger' }, onBatch),
    ],
    [
      'handler-duplicate',
      (to) => {
        to.addRecordHandler(created, {}, onRecord);
        to.addRecordHandler(created, {}, onRecord);
      },
    ],
    [
      'handler-duplicate',
      (to) => {
        to.addRecordHandler(moved, { topic: 'crm.copies' }, onRecord);
        to.addBatchHandler({ topics: ['crm.copies'] }, onBatch);
      },
    ],
  ])('refuses by the name %s', (code, declare) => {
    expect(refusal(declare)).toBe(code);
  });
});

// What a broker is asked to change, and what it never is.
import { describe, expect, it } from '@jest/globals';
import { contract } from './index.js';
import { planTopics, wantedTopics, type ExistingTopic } from './topic-plan.js';

const single = { replicas: 1 };
const asWanted = (): ExistingTopic[] =>
  wantedTopics(contract, single).map(({ name, partitions, config }) => ({ name, partitions, config }));

describe('the plan', () => {
  it('makes everything on an empty broker, dead letters included', () => {
    const plan = planTopics(contract, [], { replicas: 3 });
    expect(plan.change).toEqual([]);
    expect(plan.refuse).toEqual([]);
    expect(plan.create.map(({ name }) => name)).toEqual([
      ...contract.topics.map(({ name }) => name),
      ...contract.deadLetterTopics.map(({ name }) => name),
    ]);
    expect(plan.create.find(({ name }) => name === 'cdp.timeline')).toEqual({
      name: 'cdp.timeline',
      partitions: 32,
      replicas: 3,
      config: {
        'cleanup.policy': 'delete',
        'retention.ms': String(90 * 86_400_000),
        'message.timestamp.type': 'LogAppendTime',
        'min.insync.replicas': '2',
        'unclean.leader.election.enable': 'false',
      },
    });
  });

  it('does nothing where all is as it should be, and leaves other topics and settings alone', () => {
    const existing = asWanted().map((topic) => ({
      ...topic,
      config: { ...topic.config, 'segment.bytes': '1' },
    }));
    const plan = planTopics(contract, [...existing, { name: 'other', partitions: 1, config: {} }], single);
    expect(plan).toEqual({ create: [], change: [], refuse: [] });
  });

  it('changes only the settings that differ', () => {
    const existing = asWanted().map((topic) =>
      topic.name === 'cdp.consents' ? { ...topic, config: { ...topic.config, 'retention.ms': '1' } } : topic,
    );
    expect(planTopics(contract, existing, single)).toEqual({
      create: [],
      change: [{ name: 'cdp.consents', config: { 'retention.ms': String(30 * 86_400_000) } }],
      refuse: [],
    });
  });

  it('refuses another partition count by name, and changes nothing else of that topic', () => {
    const existing = asWanted().map((topic) =>
      topic.name === 'cdp.timeline' ? { ...topic, partitions: 64, config: {} } : topic,
    );
    expect(planTopics(contract, existing, single)).toEqual({
      create: [],
      change: [],
      refuse: [
        {
          name: 'cdp.timeline',
          code: 'partition-count-changed',
          message: expect.stringMatching(/cdp\.timeline has 64 partitions and the contract says 32/),
        },
      ],
    });
  });

  it('keeps no dead letter longer than its source', () => {
    for (const letters of contract.deadLetterTopics) {
      expect(letters.retentionMs).toBeLessThanOrEqual(contract.topic(letters.source)?.retentionMs ?? 0);
    }
    expect(contract.deadLetterTopics.length).toBeGreaterThan(0);
  });
});

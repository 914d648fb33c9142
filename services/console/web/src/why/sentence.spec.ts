// Shows which sentence a record is, and what would have had to be otherwise.
import { changeOf, sentenceOf } from './sentence.js';
import type { WhyRecord } from './why-api.js';

const record = (over: Partial<WhyRecord>): WhyRecord => ({
  kind: 'entered',
  at: '2026-11-28T10:00:00Z',
  journey: 'click-and-collect',
  version: 1,
  instanceId: 'i-1',
  step: null,
  commandId: null,
  cause: { kind: 'event', type: null, id: null },
  rule: null,
  ruleVersion: null,
  until: null,
  inputs: {},
  text: '',
  ...over,
});

describe('a record', () => {
  it('is a sentence with what it is about', () => {
    expect(
      sentenceOf(record({ kind: 'sent', step: 'remind', inputs: { command: 'x.SendMessage' } })),
    ).toMatchObject({
      key: 'sent',
      values: { step: 'remind', command: 'x.SendMessage', journey: 'click-and-collect' },
    });
    expect(sentenceOf(record({ kind: 'answered', inputs: { meaning: 'done' } })).key).toBe('answered');
    expect(sentenceOf(record({ kind: 'answered', inputs: { templateRevision: 2 } }))).toMatchObject({
      key: 'answeredInRevision',
      values: { revision: '2' },
    });
    expect(sentenceOf(record({ kind: 'decision', inputs: { winner: null } })).key).toBe('undecided');
    expect(sentenceOf(record({ kind: 'moved', inputs: { from: 1, to: 2, migration: 'm' } })).key).toBe(
      'migrated',
    );
    expect(sentenceOf(record({ kind: 'moved', inputs: { to: 'p' } })).key).toBe('moved');
    expect(sentenceOf(record({ kind: 'ended', inputs: { outcome: 'collected' } })).key).toBe('ended');
    expect(sentenceOf(record({ kind: 'ended' })).key).toBe('erased');
  });
});

describe('what would have to change', () => {
  it.each([
    ['held', 'night', { zone: 'Europe/Zurich', at: 1 }, 'quiet'],
    ['held', 'weekly', { made: 3, max: 3, oldest: 1 }, 'cap'],
    ['held', 'stop', { channel: '*', purpose: '*' }, 'stop'],
    ['held', 'trouble', { matter: 'case', id: 'c', since: 1 }, 'matter'],
    ['skipped', 'asked', { purpose: 'marketing', channel: 'email', consent: 'withdrawn' }, 'consent'],
    ['skipped', 'gone', { segment: 'employees' }, 'segment'],
    ['skipped', 'gone', { channel: 'sms', reachable: false }, 'unreachable'],
    ['declined', 'reentry', { running: 1 }, 'running'],
    ['declined', 'reentry', { times: 3, max: 3 }, 'times'],
    ['declined', 'reentry', { last: 1, until: 2 }, 'again'],
    ['declined', 'audience', {}, 'audience'],
    ['arbitration', 'group', { group: 'g' }, 'group'],
    ['held-out', null, {}, 'holdout'],
  ] as const)('%s by %s', (kind, rule, inputs, key) => {
    expect(changeOf(record({ kind, rule, inputs }))?.key).toBe(key);
  });

  it('is not said of what happened, nor guessed', () => {
    expect(changeOf(record({ kind: 'sent' }))).toBeUndefined();
    expect(changeOf(record({ kind: 'skipped', rule: 'something-new', inputs: { size: 4 } }))).toBeUndefined();
  });
});

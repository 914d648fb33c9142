// Shows what the journal says that an event did, directly and out of the mailbox.
import type { Deed, JournalEntry } from '../engine/output.js';
import { touchDeclined, touchesOf } from './touches.js';

const [first, second] = ['e-1', 'e-2'];
const both = new Set([first, second]);

function entry(over: Partial<JournalEntry>): JournalEntry {
  return {
    instance: 'i-1',
    seq: 1,
    revision: 1,
    journey: 'click-and-collect',
    version: 3,
    profile: 'p-1',
    input: { kind: 'event', id: first, type: 'continuo.operations.OrderReady.v1' },
    facts: { now: 1_000 },
    deeds: [],
    status: 'running',
    step: 'wait-for-pickup',
    ...over,
  };
}

describe('an event', () => {
  it('entered a journey, and satisfied a wait at once', () => {
    const deeds: Deed[] = [
      { did: 'started', key: 'k' },
      { did: 'entered', step: 'wait-for-pickup', visit: 1 },
      { did: 'matched', step: 'wait-for-pickup', branch: 0, event: first, from: 'timeline' },
    ];
    expect(touchesOf(entry({ deeds }), both)).toEqual([
      expect.objectContaining({ eventId: first, what: 'entered', step: null, instanceId: 'i-1', version: 3 }),
      expect.objectContaining({ eventId: first, what: 'satisfied', step: 'wait-for-pickup' }),
    ]);
  });

  it('that was kept satisfies a wait when another one comes', () => {
    const deeds = [
      { did: 'matched', step: 'a', branch: 0, event: second, from: 'timeline' },
      { did: 'matched', step: 'b', branch: 0, event: first, from: 'mailbox' },
    ];
    const input = { kind: 'event', id: second, type: 'x' };
    expect(touchesOf(entry({ input, deeds }), both)).toEqual([
      expect.objectContaining({ eventId: second, what: 'satisfied', step: 'a' }),
      expect.objectContaining({ eventId: first, what: 'satisfied', step: 'b' }),
    ]);
    expect(touchesOf(entry({ input, deeds }), new Set([first])).map(({ eventId }) => eventId)).toEqual([
      first,
    ]);
  });

  it.each([
    [{ did: 'kept', event: first, type: 'x' }, 'kept', null],
    [{ did: 'dropped', event: first, type: 'x', why: 'mailbox-full' }, 'dropped', 'mailbox-full'],
    [{ did: 'exited', exit: 0, event: first, outcome: 'collected' }, 'exited', 'collected'],
    [{ did: 'answered', step: 's', commandId: 'c', type: 'x', meaning: 'done' }, 'answered', 'done'],
    [{ did: 'goal', goal: 'bought', event: first }, 'goal', 'bought'],
    [{ did: 'ended', outcome: 'over', ending: 'exited' }, 'ended', 'over'],
  ])('%j is %s', (deed, what, detail) => {
    expect(touchesOf(entry({ deeds: [deed] }), both)).toMatchObject([{ what, detail }]);
  });

  it('that only let something held go on touched the journey all the same', () => {
    expect(touchesOf(entry({ deeds: [{ did: 'sent', step: 's', commandId: 'c' }] }), both)).toMatchObject([
      { eventId: first, what: 'touched' },
    ]);
  });

  it('that is not asked for is not told of', () => {
    expect(touchesOf(entry({ deeds: [{ did: 'kept', event: first }] }), new Set([second]))).toEqual([]);
  });

  it('by which nobody entered was declined by a rule', () => {
    const declined = { journey: 'j', version: 1, at: 5, rule: 'reentry', ruleVersion: null };
    expect(touchDeclined({ ...declined, inputs: { entry: first, running: 1 } }, both)).toMatchObject({
      eventId: first,
      what: 'declined',
      detail: 'reentry',
      instanceId: null,
    });
    expect(touchDeclined({ ...declined, inputs: {} }, both)).toBeNull();
  });
});

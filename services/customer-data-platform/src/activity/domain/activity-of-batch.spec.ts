// Shows what the index keeps of a batch of the timeline, and what it must not keep.
import { activityOfBatch } from './activity-of-batch.js';
import { activityEntry, isOfCustomer, quarterOf, type TimelineRecord } from './activity-entry.js';

const [ann, ben] = ['019a0000-0000-7000-8000-00000000000a', '019a0000-0000-7000-8000-00000000000b'];
const at = Date.parse('2026-11-28T10:20:00Z');
const kept = { from: new Date(at - 1_000_000), until: new Date(at + 1_000_000) };
let offset = 0n;

function record(
  profileId: string,
  over: Partial<TimelineRecord> & { headers?: object } = {},
): TimelineRecord {
  const type = over.type ?? 'continuo.crm.CaseOpened.v1';
  offset += 1n;
  return {
    key: profileId,
    profileId,
    partition: 3,
    offset,
    timestamp: at,
    id: `e-${offset}`,
    type,
    ...over,
    headers: { ce_source: '/crm', ce_time: '2026-11-28T10:19:58.123Z', ...over.headers },
  };
}

describe('an entry', () => {
  it('has where the record lies, what it is, and the ids that lead on', () => {
    const headers = {
      ce_subject: '019a0000-0000-7000-8000-0000000000cc',
      ce_correlationid: 'c-1',
      commandid: 'k-1',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    expect(activityEntry(record(ann, { headers }))).toEqual({
      profileId: ann,
      at: new Date(at),
      happenedAt: new Date('2026-11-28T10:19:58.123Z'),
      partition: 3,
      offset,
      type: 'continuo.crm.CaseOpened.v1',
      source: '/crm',
      eventId: `e-${offset}`,
      correlationId: 'c-1',
      commandId: 'k-1',
      traceId: '0af7651916cd43dd8448eb211c80319c',
      subject: headers.ce_subject,
    });
  });

  it.each(['email.h1=0a1b2c', 'user=u-1', 'jane@example.com', '+41791234567', '0791234567', 'Jane Doe', 'é'])(
    'leaves out the subject %s',
    (ce_subject) => {
      expect(activityEntry(record(ann, { headers: { ce_subject } }))?.subject).toBeNull();
    },
  );

  it('is none for a record of nobody, and has no time where the sender gave none', () => {
    expect(activityEntry(record('nobody'))).toBeNull();
    expect(activityEntry(record(ann, { headers: { ce_time: 'soon', traceparent: 'x' } }))).toMatchObject({
      happenedAt: null,
      traceId: null,
    });
  });
});

describe('a batch', () => {
  it('counts events of customers by the quarter, and says once when each was last seen', () => {
    const later = at + 15 * 60_000;
    const batch = activityOfBatch(
      [
        record(ann),
        record(ann, { timestamp: later }),
        record(ben),
        record(ben, { type: 'continuo.cdp.ProfileChanged.v1', timestamp: later }),
        record(ben, { type: 'continuo.orchestrator.AnswerForwarded.v1', timestamp: later }),
      ],
      { from: kept.from, until: new Date(later + 1) },
    );
    expect(batch.entries).toHaveLength(5);
    expect([...batch.counts]).toEqual([
      [quarterOf(new Date(at)).getTime(), 2],
      [quarterOf(new Date(later)).getTime(), 1],
    ]);
    expect(batch.seen).toEqual([
      { profileId: ann, at: quarterOf(new Date(later)) },
      { profileId: ben, at: quarterOf(new Date(at)) },
    ]);
  });

  it('keeps nothing of whom it erases, wherever the marker stands', () => {
    const erased = record(ann, { type: 'continuo.cdp.ProfileErased.v1' });
    const batch = activityOfBatch([record(ann), erased, record(ben), record(ann)], kept);
    expect(batch.erased).toEqual([ann]);
    expect(batch.entries.map(({ profileId }) => profileId)).toEqual([ben]);
    expect(batch.ignored).toEqual({ 'profile-erased': 2 });
    expect(batch.seen.map(({ profileId }) => profileId)).toEqual([ben]);
  });

  it('names who has a part in a merge', () => {
    const type = 'continuo.cdp.ProfileMerged.v1';
    expect(activityOfBatch([record(ann, { type }), record(ben)], kept).merging).toEqual([ann]);
  });

  it('leaves out what is older than is kept, and what comes from a clock that is far ahead', () => {
    const batch = activityOfBatch(
      [record(ann, { timestamp: kept.from.getTime() - 1 }), record(ann, { timestamp: kept.until.getTime() })],
      kept,
    );
    expect([batch.entries, batch.ignored]).toEqual([[], { 'outside-the-kept-time': 2 }]);
  });
});

it('what the platform and the orchestrator say of a customer is not an event of theirs', () => {
  expect(
    [
      'continuo.cdp.TrackReceived.v1',
      'continuo.cdp.ConsentGranted.v1',
      'continuo.operations.OrderReady.v1',
    ].every(isOfCustomer),
  ).toBe(true);
  expect(
    ['continuo.cdp.ProfileMerged.v1', 'continuo.orchestrator.InstanceActionRequested.v1'].some(isOfCustomer),
  ).toBe(false);
});

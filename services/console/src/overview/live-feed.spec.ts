// Who comes back is given every change once, or told to begin anew.
import { applyMergePatch, type JsonObject } from './domain/merge-patch.js';
import { LiveFeed } from './live-feed.js';
import type { OverviewData } from './overview.schema.js';

const data = (value: number, more: object = {}): OverviewData =>
  ({ topics: { a: { end: value } }, ...more }) as unknown as OverviewData;

describe('LiveFeed', () => {
  it('goes on after any change that is kept, so that the end is the same', () => {
    const feed = new LiveFeed();
    feed.publish(data(0), 0);
    const first = feed.snapshot();
    for (let value = 1; value <= 20; value += 1)
      feed.publish(data(value, value % 2 === 0 ? { even: true } : {}), value);
    const all = feed.since(first?.seq) ?? [];
    expect(all).toHaveLength(20);
    for (let seen = 0; seen < all.length; seen += 1) {
      const before = all
        .slice(0, seen)
        .reduce((doc, { changes }) => applyMergePatch(doc, changes), first?.data as unknown as JsonObject);
      const missed = feed.since(seen === 0 ? first?.seq : all[seen - 1]?.seq) ?? [];
      const after = missed.reduce((doc, { changes }) => applyMergePatch(doc, changes), before);
      expect(after).toEqual(feed.snapshot()?.data);
    }
  });

  it('has no change for what is the same', () => {
    const feed = new LiveFeed();
    feed.publish(data(1), 0);
    const { seq } = feed.snapshot() ?? {};
    feed.publish(data(1), 5);
    expect([feed.since(seq), feed.snapshot()?.seq]).toEqual([[], seq]);
  });

  it.each([undefined, '', 'x', '1', 'abc.1', '../../x.1', '.1'])('knows nothing of %p', (seq) => {
    const feed = new LiveFeed();
    feed.publish(data(1), 0);
    expect(feed.since(seq)).toBeUndefined();
  });

  it('does not believe a number that it has not reached, or one of another process', () => {
    const [one, other] = [new LiveFeed(), new LiveFeed()];
    for (const feed of [one, other])
      for (let value = 0; value < 3; value += 1) feed.publish(data(value), value);
    expect(other.since(one.snapshot()?.seq)).toBeUndefined();
    expect(one.since(`${one.snapshot()?.seq}9`)).toBeUndefined();
  });

  it('keeps a bounded number of changes, and sends those who missed more to a snapshot', () => {
    const feed = new LiveFeed();
    feed.publish(data(0), 0);
    const { seq } = feed.snapshot() ?? {};
    for (let value = 1; value <= 151; value += 1) feed.publish(data(value), value);
    expect(feed.since(seq)).toBeUndefined();
    const second = `${seq?.split('.')[0]}.1`;
    expect(feed.since(second)).toHaveLength(150);
  });
});

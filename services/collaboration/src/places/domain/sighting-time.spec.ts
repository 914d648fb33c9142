// Specifies which sightings count: new ones, by a clock that is not far ahead.
import { sightingTime, staleSighting } from './sighting-time.js';

const now = 1_800_000_000_000;
const minute = 60_000;

describe('sightingTime', () => {
  it('is the device’s own, and never later than ours', () => {
    expect(sightingTime(now - 5, now)).toEqual({ ok: true, value: now - 5 });
    expect(sightingTime(now + minute, now)).toEqual({ ok: true, value: now });
  });

  it('refuses a clock that is more than a minute ahead', () => {
    expect(sightingTime(now + minute + 1, now)).toMatchObject({
      refusal: { code: 'location-in-future', field: 'at' },
    });
    expect(sightingTime(8.64e15, now).ok).toBe(false);
  });
});

describe('staleSighting', () => {
  it('lets a new one through', () => {
    expect(staleSighting(now, now, undefined)).toBeUndefined();
    expect(staleSighting(now - 10 * minute, now, now - 11 * minute)).toBeUndefined();
  });

  it('ignores by name what is older than ten minutes, or not newer than the last', () => {
    expect(staleSighting(now - 10 * minute - 1, now, undefined)).toEqual({ ignored: 'location-too-old' });
    expect(staleSighting(now - 2, now, now - 1)).toEqual({ ignored: 'location-out-of-order' });
    expect(staleSighting(now, now, now)).toEqual({ ignored: 'location-out-of-order' });
  });
});

// Specifies nearness: distances with known answers, edges that do not flap, the poles and the date line.
import {
  distanceMetres,
  judge,
  latitudeBand,
  type PlaceCircle,
  type Presence,
  type Sighting,
} from './geofence.js';

const outside: Presence = { inside: new Set() };
const shop: PlaceCircle = { placeId: 'shop', latitude: 52.37, longitude: 4.89, radiusMetres: 100 };
const insideShop: Presence = { inside: new Set(['shop']), lastHeardAt: 0 };
const metresOfLatitude = (metres: number) => (metres / 6_371_008.8) * (180 / Math.PI);

/** A sighting some metres north of a place. */
function north(metres: number, more: Partial<Sighting> = {}, of: PlaceCircle = shop): Sighting {
  const latitude = of.latitude + metresOfLatitude(metres);
  return { latitude, longitude: of.longitude, accuracyMetres: 10, at: 60_000, ...more };
}

describe('distanceMetres', () => {
  it('knows distances that others have measured', () => {
    const paris = { latitude: 48.8566, longitude: 2.3522 };
    const london = { latitude: 51.5074, longitude: -0.1278 };
    expect(Math.abs(distanceMetres(paris, london) - 343_556)).toBeLessThan(200);
    expect(distanceMetres(paris, paris)).toBe(0);
  });

  it('is half the circumference between opposite points, whatever rounding does', () => {
    const half = Math.PI * 6_371_008.8;
    expect(distanceMetres({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 137 })).toBeCloseTo(
      half,
      0,
    );
    expect(distanceMetres({ latitude: 0.1, longitude: 0 }, { latitude: -0.1, longitude: 180 })).toBeCloseTo(
      half,
      0,
    );
  });

  it('crosses the date line by the short way, and knows that all longitudes meet at a pole', () => {
    const across = distanceMetres(
      { latitude: 0, longitude: 179.9995 },
      { latitude: 0, longitude: -179.9995 },
    );
    expect(Math.abs(across - 111.2)).toBeLessThan(0.1);
    expect(distanceMetres({ latitude: 90, longitude: -170 }, { latitude: 90, longitude: 20 })).toBeCloseTo(
      0,
      6,
    );
  });

  it('never is shorter than the latitudes say, which the band relies on', () => {
    const point = { latitude: 89.97, longitude: 10 };
    for (const longitude of [-180, -90, 0, 10, 90, 180]) {
      const other = { latitude: 89.97 - latitudeBand(5_000) - 1e-9, longitude };
      expect(distanceMetres(point, other)).toBeGreaterThan(5_000);
    }
  });
});

describe('judge', () => {
  it('enters at the radius and not before', () => {
    expect(judge([shop], outside, north(100.1)).crossings).toEqual([]);
    expect(judge([shop], outside, north(99.9)).crossings).toEqual([{ placeId: 'shop', kind: 'entered' }]);
  });

  it('enters over the date line and at a pole', () => {
    const island = { placeId: 'island', latitude: -16.8, longitude: 179.9999, radiusMetres: 100 };
    const seen = { latitude: -16.8, longitude: -179.9999, accuracyMetres: 5, at: 1 };
    expect(judge([island], outside, seen).crossings).toHaveLength(1);
    const pole = { placeId: 'pole', latitude: 90, longitude: 0, radiusMetres: 100 };
    const beside = { latitude: 89.9995, longitude: -123, accuracyMetres: 5, at: 1 };
    expect(judge([pole], outside, beside).crossings).toHaveLength(1);
  });

  it('leaves only beyond the wider edge', () => {
    for (const metres of [0, 99, 101, 124])
      expect(judge([shop], insideShop, north(metres)).crossings).toEqual([]);
    expect(judge([shop], insideShop, north(126)).crossings).toEqual([{ placeId: 'shop', kind: 'left' }]);
  });

  it('makes one visit of positions that dance around the edge by their inaccuracy', () => {
    let presence = outside;
    const seen: string[] = [];
    for (let step = 0; step < 200; step += 1) {
      const off = [-60, 55, -5, 60, 10, -30][step % 6] ?? 0;
      const { crossings } = judge([shop], presence, north(100 + off, { accuracyMetres: 60, at: step }));
      seen.push(...crossings.map(({ kind }) => kind));
      const isInside = crossings.at(-1)?.kind ?? (presence.inside.size > 0 ? 'entered' : 'left');
      presence = { inside: new Set(isInside === 'entered' ? ['shop'] : []), lastHeardAt: step };
    }
    expect(seen).toEqual(['entered']);
  });

  it('does not judge a place that is smaller than the sighting is vague, and says so', () => {
    const wide = { ...shop, placeId: 'wide', radiusMetres: 500 };
    const judged = judge([shop, wide], outside, north(50, { accuracyMetres: 101 }));
    expect(judged).toEqual({ crossings: [{ placeId: 'wide', kind: 'entered' }], tooVague: ['shop'] });
    expect(judge([shop], insideShop, north(9_000, { accuracyMetres: 5_000 }))).toEqual({
      crossings: [],
      tooVague: ['shop'],
    });
  });

  it('stays quiet about places that even a vague sighting is not near', () => {
    expect(judge([shop], outside, north(4_000, { accuracyMetres: 200 }))).toEqual({
      crossings: [],
      tooVague: [],
    });
    expect(judge([], outside, north(0))).toEqual({ crossings: [], tooVague: [] });
  });

  it('takes who is there again after half a day of silence for somebody who came again', () => {
    const later = 12 * 60 * 60 * 1_000;
    expect(judge([shop], insideShop, north(10, { at: later })).crossings).toEqual([]);
    expect(judge([shop], insideShop, north(10, { at: later + 1 })).crossings).toEqual([
      { placeId: 'shop', kind: 'entered' },
    ]);
  });

  it('judges every place by itself', () => {
    const next = { ...shop, placeId: 'next', latitude: shop.latitude + metresOfLatitude(300) };
    expect(judge([shop, next], insideShop, north(0, {}, next)).crossings).toEqual([
      { placeId: 'shop', kind: 'left' },
      { placeId: 'next', kind: 'entered' },
    ]);
  });
});

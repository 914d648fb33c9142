// Whether a device came near a place or went away from it, without flapping at the edge. Nothing here is kept.

/** A place as a circle on the earth; degrees and metres. */
export interface PlaceCircle {
  readonly placeId: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMetres: number;
}

/** Where a device says it is. `at` is in milliseconds since the epoch. */
export interface Sighting {
  readonly latitude: number;
  readonly longitude: number;
  /** The radius around the position that the device vouches for. */
  readonly accuracyMetres: number;
  readonly at: number;
}

/** What was known of a device before: where it is inside, and when it was last heard of. */
export interface Presence {
  readonly inside: ReadonlySet<string>;
  readonly lastHeardAt?: number;
}

export interface Crossing {
  readonly placeId: string;
  readonly kind: 'entered' | 'left';
}

/** What a sighting means, place by place. */
export interface Judgement {
  readonly crossings: readonly Crossing[];
  /** Places that it could be about, but is too vague for. */
  readonly tooVague: readonly string[];
}

/** Mean radius of the earth (IUGG, R1), in metres. */
const EARTH_RADIUS_METRES = 6_371_008.8;
/** How far beyond the radius the edge lies for who is inside; the vaguer the sighting, the farther. */
const LEAVING_SHARE = 0.2;
const LEAVING_LEAST_METRES = 25;
/** After such a silence nobody knows where a device was: seen inside then, it has come again. */
const SILENCE_MS = 12 * 60 * 60 * 1_000;

/**
 * The great-circle distance in metres by the haversine formula, which is exact for small distances and at the poles
 * (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984, p. 159). The earth is taken for a sphere:
 * that is wrong by at most 0.56 %, 28 m at the largest radius.
 */
export function distanceMetres(
  from: { readonly latitude: number; readonly longitude: number },
  to: { readonly latitude: number; readonly longitude: number },
): number {
  const [phi1, phi2] = [radians(from.latitude), radians(to.latitude)];
  const halfLatitude = Math.sin((phi2 - phi1) / 2);
  const halfLongitude = Math.sin(radians(to.longitude - from.longitude) / 2);
  const haversine = halfLatitude ** 2 + Math.cos(phi1) * Math.cos(phi2) * halfLongitude ** 2;
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, haversine)));
}

/** How many degrees of latitude a distance can span at most: places outside this band cannot be near. */
export function latitudeBand(metres: number): number {
  return (metres / EARTH_RADIUS_METRES) * (180 / Math.PI);
}

/**
 * Which edges a device has crossed. It enters at the radius and leaves only beyond a wider edge, which lies farther out
 * than the sighting's own inaccuracy: positions that dance around the radius are one visit. A sighting that is vaguer
 * than a place is wide says nothing about that place.
 */
export function judge(places: readonly PlaceCircle[], before: Presence, sighting: Sighting): Judgement {
  const silent = before.lastHeardAt !== undefined && sighting.at - before.lastHeardAt > SILENCE_MS;
  const crossings: Crossing[] = [];
  const tooVague: string[] = [];
  for (const place of places) {
    const { placeId, radiusMetres } = place;
    const distance = distanceMetres(place, sighting);
    const isInside = before.inside.has(placeId);
    if (sighting.accuracyMetres > radiusMetres) {
      if (isInside || distance - sighting.accuracyMetres <= radiusMetres) tooVague.push(placeId);
    } else if (distance <= radiusMetres) {
      if (!isInside || silent) crossings.push({ placeId, kind: 'entered' });
    } else if (isInside && distance > leavingEdge(radiusMetres, sighting.accuracyMetres)) {
      crossings.push({ placeId, kind: 'left' });
    }
  }
  return { crossings, tooVague };
}

function leavingEdge(radiusMetres: number, accuracyMetres: number): number {
  return radiusMetres + Math.max(radiusMetres * LEAVING_SHARE, LEAVING_LEAST_METRES, accuracyMetres);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

// What the organisation knows about its own events: which properties may travel, and what to do with the rest.
import { ok, refuse, type Result } from '@continuo/kernel';

/** `public` may travel; `personal` stays in the store; `trusted` travels even when a detector would object. */
export type Classification = 'public' | 'personal' | 'trusted';

export interface TrackingPlan {
  /** Texts that the plan doesn't name: `detect` lets codes pass that no detector objects to, `withhold` lets none. */
  readonly unplanned: 'detect' | 'withhold';
  /** By property path, for every event. */
  readonly properties: ReadonlyMap<string, Classification>;
  /** By event name, then by property path; stronger than `properties`. */
  readonly events: ReadonlyMap<string, ReadonlyMap<string, Classification>>;
}

/** Reads a plan that was parsed from YAML or JSON. Names the first place that is wrong. */
export function parseTrackingPlan(raw: unknown): Result<TrackingPlan, 'tracking-plan-invalid'> {
  if (!isRecord(raw)) return invalid('', 'expected a mapping');
  const known = ['unplanned', 'properties', 'events'];
  const stranger = Object.keys(raw).find((name) => !known.includes(name));
  if (stranger !== undefined) return invalid(stranger, `expected one of ${known.join(', ')}`);
  const unplanned = raw.unplanned ?? 'detect';
  if (unplanned !== 'detect' && unplanned !== 'withhold')
    return invalid('unplanned', 'expected detect or withhold');
  const properties = classificationsOf(raw.properties, 'properties');
  if (!properties.ok) return properties;
  const events = new Map<string, ReadonlyMap<string, Classification>>();
  if (raw.events !== undefined && !isRecord(raw.events)) return invalid('events', 'expected a mapping');
  for (const [event, inner] of Object.entries(raw.events ?? {})) {
    const classified = classificationsOf(inner, `events.${event}`);
    if (!classified.ok) return classified;
    events.set(event, classified.value);
  }
  return ok({ unplanned, properties: properties.value, events });
}

/** What the plan says of a property of an event; `products.0.sku` is planned as `products.*.sku`. */
export function plannedAs(plan: TrackingPlan, event: string, path: string): Classification | undefined {
  const general = path.replace(/(^|\.)\d+(?=\.|$)/g, '$1*');
  const ofEvent = plan.events.get(event);
  return (
    ofEvent?.get(path) ?? ofEvent?.get(general) ?? plan.properties.get(path) ?? plan.properties.get(general)
  );
}

function classificationsOf(
  raw: unknown,
  where: string,
): Result<ReadonlyMap<string, Classification>, 'tracking-plan-invalid'> {
  const classified = new Map<string, Classification>();
  if (raw === undefined || raw === null) return ok(classified);
  if (!isRecord(raw)) return invalid(where, 'expected a mapping');
  for (const [path, value] of Object.entries(raw)) {
    if (value !== 'public' && value !== 'personal' && value !== 'trusted') {
      return invalid(`${where}.${path}`, 'expected public, personal or trusted');
    }
    classified.set(path, value);
  }
  return ok(classified);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(field: string, message: string): ReturnType<typeof refuse<'tracking-plan-invalid'>> {
  return refuse('tracking-plan-invalid', `${field === '' ? 'the plan' : field}: ${message}`, { field });
}

// What the orchestrator tells of journeys: definitions, instances, their journals, and why they stand where they stand.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const definitionSchema = z.object({
  journey: z.string(),
  version: z.number(),
  title: z.string(),
  owner: z.string(),
  publishedAt: z.string(),
});
const instanceSchema = z.object({
  id: z.string(),
  profileId: z.string(),
  journey: z.string(),
  version: z.number(),
  key: z.string(),
  state: z.string(),
  step: z.string(),
  outcome: z.string().nullable(),
  incident: z.string().nullable(),
  startedAt: z.string(),
  changedAt: z.string(),
});
const toldSchema = instanceSchema.extend({ sends: z.number(), why: z.array(z.string()) });
const entrySchema = z.looseObject({
  input: z.looseObject({ kind: z.string() }),
  deeds: z.array(z.looseObject({ did: z.string() })),
  facts: z.looseObject({ now: z.number() }),
  step: z.string(),
  status: z.string(),
});
const journalSchema = z.array(
  z.object({ seq: z.number(), recordedAt: z.string(), traceId: z.string().nullable(), entry: entrySchema }),
);
const awaitedSchema = z.looseObject({ code: z.string(), text: z.string() });
const positionSchema = z.object({
  step: z.string(),
  branch: z.object({ parallel: z.string(), name: z.string() }).nullable(),
  waitsFor: z.array(awaitedSchema),
  incident: z.string().nullable(),
});
const detailSchema = instanceSchema.extend({
  positions: z.array(positionSchema).default([]),
  vars: z.record(z.string(), z.unknown()),
  visits: z.record(z.string(), z.number()),
  dueAt: z.string().nullable(),
  journal: journalSchema,
});
const whySchema = z.object({
  instanceId: z.string(),
  journey: z.string(),
  story: z.array(z.string()).default([]),
  summary: z.string(),
  waitsFor: z.array(awaitedSchema),
  until: z.string().nullable(),
  because: z.array(z.string()),
});

export type Definition = z.output<typeof definitionSchema>;
export type Instance = z.output<typeof instanceSchema>;
/** An instance with what was sent, and why it went as it did. */
export type ToldInstance = z.output<typeof toldSchema>;
export type InstanceDetail = z.output<typeof detailSchema>;
export type JournalEntry = InstanceDetail['journal'][number];
export type Why = z.output<typeof whySchema>;

export interface InstanceQuery {
  readonly definition?: string;
  readonly state?: string;
  readonly customer?: string;
  readonly limit?: number;
}

/** What an event did to one instance. */
export interface JournalPlace {
  readonly instanceId: string;
  readonly journey: string;
  readonly step: string;
  readonly what: string;
  readonly at: string;
}

const BASE = '/api/orchestrator';
const JOURNAL_PAGE = 200;
const MAX_JOURNAL_PAGES = 50;

export async function listDefinitions(system: RunningSystem): Promise<Definition[]> {
  const schema = z.object({ items: z.array(definitionSchema) });
  return (
    await system.gateway.ask(`${BASE}/definitions`, schema, { role: 'operator', query: { limit: 200 } })
  ).items;
}

export async function listInstances(system: RunningSystem, query: InstanceQuery): Promise<Instance[]> {
  const schema = z.object({ items: z.array(instanceSchema) });
  return (await system.gateway.ask(`${BASE}/instances`, schema, { role: 'operator', query: { ...query } }))
    .items;
}

/** The same, each told in three lines. */
export async function tellInstances(system: RunningSystem, query: InstanceQuery): Promise<ToldInstance[]> {
  const schema = z.object({ items: z.array(toldSchema) });
  const given = { ...query, include: 'story' };
  return (await system.gateway.ask(`${BASE}/instances`, schema, { role: 'operator', query: given })).items;
}

/** An instance with its whole journal; undefined when there is none with this id. */
export async function findInstance(system: RunningSystem, id: string): Promise<InstanceDetail | undefined> {
  const path = `${BASE}/instances/${encodeURIComponent(id)}`;
  const first = await system.gateway.ask(path, detailSchema, { role: 'operator', orMissing: true });
  if (first === undefined) return undefined;
  const journal = [...first.journal];
  for (
    let page = first.journal;
    page.length === JOURNAL_PAGE && journal.length < JOURNAL_PAGE * MAX_JOURNAL_PAGES;
  ) {
    const query = { after: page.at(-1)?.seq };
    page = (await system.gateway.ask(path, detailSchema, { role: 'operator', query })).journal;
    journal.push(...page);
  }
  return { ...first, journal };
}

export function whyOf(system: RunningSystem, instanceId: string): Promise<Why | undefined> {
  const path = `${BASE}/instances/${encodeURIComponent(instanceId)}/why`;
  return system.gateway.ask(path, whySchema, { role: 'operator', orMissing: true });
}

export async function whyOfProfile(system: RunningSystem, profileId: string): Promise<Why[]> {
  const schema = z.object({ journeys: z.array(whySchema) });
  const path = `${BASE}/profiles/${encodeURIComponent(profileId)}/why`;
  return (await system.gateway.ask(path, schema, { role: 'operator' })).journeys;
}

/** What an event did to the journeys of these profiles: found in their newest instances' journals. */
export async function journalOf(
  system: RunningSystem,
  eventId: string,
  profileIds: readonly string[],
): Promise<JournalPlace[]> {
  const instances = await Promise.all(
    profileIds.map((customer) => listInstances(system, { customer, limit: 50 })),
  );
  const details = await Promise.all(instances.flat().map(({ id }) => findInstance(system, id)));
  return details.flatMap((detail) => (detail === undefined ? [] : placesIn(detail, eventId)));
}

function placesIn({ id, journey, journal }: InstanceDetail, eventId: string): JournalPlace[] {
  return journal
    .filter(({ entry }) => entry.input.id === eventId)
    .map(({ entry, recordedAt }) => ({
      instanceId: id,
      journey,
      step: entry.step,
      what: entry.deeds.map(({ did }) => did).join(', '),
      at: recordedAt,
    }));
}

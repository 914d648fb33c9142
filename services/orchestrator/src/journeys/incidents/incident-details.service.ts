// One incident: how it came about, what each action would do to it now, and, once it is over, who ended it and how.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Database } from '@continuo/persistence';
import { newestPublication } from '../definitions/definitions.store.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { foresee, type Foreseen, type ForeseenAction } from '../domain/engine/foresee.js';
import type { Incident, Instance } from '../domain/engine/instance.js';
import type { Deed } from '../domain/engine/output.js';
import { findInstance } from '../instances/instance-queries.store.js';
import { stateOf } from '../instances/instance-view.js';
import { deriveId } from '../timeline/derive-id.js';
import { entriesNaming, knownOf, type ToldEntry } from './incident-detail.store.js';

/** A moment in the journal that concerned the incident. */
export interface IncidentMoment {
  readonly at: string;
  readonly traceId: string | null;
  /** What came in: an event's type, else `timer`, `action`, … */
  readonly input: string;
  readonly eventId: string | null;
}

export interface IncidentDetail {
  readonly id: string;
  readonly instanceId: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly code: string;
  readonly detail: string;
  readonly step: string;
  readonly of: 'step' | 'undo';
  /** Null once it is over. */
  readonly attempts: number | null;
  readonly since: string;
  readonly state: 'open' | 'resolved';
  readonly raised: IncidentMoment | null;
  readonly resolved: (IncidentMoment & { readonly how: string; readonly by: string | null }) | null;
  /** What each action would do now; null once it is over. */
  readonly actions: Readonly<Record<ForeseenAction, Foreseen>> | null;
}

export type DetailRefusal = 'instance-not-found' | 'incident-not-found';

const ACTIONS = ['retry', 'skip', 'cancel'] as const;
const WORDS: readonly string[] = ['retried', 'skipped-by', 'cancelled'];

export class IncidentDetails {
  constructor(
    private readonly database: Database,
    private readonly plans: PlanBook,
  ) {}

  async show(instanceId: string, incidentId: string): Promise<Result<IncidentDetail, DetailRefusal>> {
    const row = await findInstance(this.database, instanceId);
    if (row === undefined) return refuse('instance-not-found', 'there is no such instance');
    const instance = stateOf(row);
    const told = await entriesNaming(this.database, instanceId, incidentId);
    const open = instance.incidents.find(({ id }) => id === incidentId);
    const raised = momentOf(told, 'incident', incidentId);
    const about = open ?? (raised && incidentOf(raised));
    if (about === undefined)
      return refuse('incident-not-found', 'the instance has and had no such incident', {
        field: 'incidentId',
      });
    const { profileId, journey, version } = row;
    const { code, detail, step, of, since } = about;
    return ok({
      id: incidentId,
      ...{ instanceId, profileId, journey, version, code, detail, step, of },
      attempts: open?.attempts ?? null,
      since: new Date(since).toISOString(),
      state: open === undefined ? 'resolved' : 'open',
      raised: raised === undefined ? null : shown(raised.told),
      resolved: open === undefined ? endOf(momentOf(told, 'resolved', incidentId)) : null,
      actions: open === undefined ? null : await this.#foreseen(instance, incidentId),
    });
  }

  async #foreseen(
    instance: Instance,
    incidentId: string,
  ): Promise<Readonly<Record<ForeseenAction, Foreseen>> | null> {
    const edition = await this.database.transaction(async (tx) =>
      this.plans.at(tx, await newestPublication(tx)),
    );
    const plan = edition.version(instance.journey, instance.version);
    if (plan === undefined) return null;
    const known = await knownOf(this.database, instance.profileId);
    const real = Date.now();
    const facts = { now: Math.max(real, instance.now), real, random: 0.5, ...known };
    const paused = edition.isPaused(instance.journey);
    const [retry, skip, cancel] = ACTIONS.map((action) =>
      foresee(plan, instance, { action, incidentId }, { ...facts, paused }, deriveId),
    ) as [Foreseen, Foreseen, Foreseen];
    return { retry, skip, cancel };
  }
}

interface Moment {
  readonly told: ToldEntry;
  readonly deed: Deed;
}

function momentOf(told: readonly ToldEntry[], did: string, incidentId: string): Moment | undefined {
  for (const each of told) {
    const deed = each.entry.deeds.find((one) => one.did === did && one['incident'] === incidentId);
    if (deed !== undefined) return { told: each, deed };
  }
  return undefined;
}

/** The incident as the journal tells of it. */
function incidentOf({ told, deed }: Moment): Pick<Incident, 'code' | 'detail' | 'step' | 'of' | 'since'> {
  return {
    code: String(deed['code']),
    detail: String(deed['detail'] ?? ''),
    step: String(deed['step']),
    of: deed['of'] === 'undo' ? 'undo' : 'step',
    since: told.entry.facts.now,
  };
}

function shown({ entry, recordedAt, traceId }: ToldEntry): IncidentMoment {
  const { input } = entry;
  const isEvent = input.kind === 'event';
  return {
    at: recordedAt.toISOString(),
    traceId,
    input: isEvent ? String(input['type']) : input.kind,
    eventId: isEvent ? String(input['id']) : null,
  };
}

function endOf(moment: Moment | undefined): IncidentDetail['resolved'] {
  if (moment === undefined) return null;
  const { told, deed } = moment;
  const word = told.entry.deeds.find(({ did }) => WORDS.includes(did));
  return {
    ...shown(told),
    how: String(deed['resolution']),
    by: typeof word?.['actor'] === 'string' ? word['actor'] : null,
  };
}

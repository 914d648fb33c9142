// Looking at instances, and asking for changes to them: every change goes by way of the timeline.
import { setTimeout as delay } from 'node:timers/promises';
import { ok, refuse, type Result } from '@continuo/kernel';
import type { CustomerIdentifier, IdentifierHasher, Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { personalIn } from '../domain/entry-privacy.js';
import { explain, type Explanation } from '../domain/engine/explain.js';
import { standingsOf, type Standing } from '../domain/engine/standing.js';
import { storyOf, type Story } from '../domain/engine/story.js';
import type { Plan } from '../domain/language/plan.js';
import { countOfList, findInstance, findRequest, listInstances } from './instance-queries.store.js';
import { stateOf, type After, type InstanceFilter, type InstanceRow } from './instance-view.js';
import { journalOfInstance, journalsOf, type JournalRecord } from './journal.store.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { ShortMemory } from '../definitions/short-memory.js';

/** What became of a request as far as is known. */
export interface RequestState {
  readonly requestId: string;
  /** `pending`, `applied`, or why nothing was changed. */
  readonly outcome: string;
  readonly instanceId: string | null;
}

/** Whom an entry by API is about. */
export type About = { readonly profileId: string } | { readonly customer: CustomerIdentifier };

/** Told of a request in the transaction that asks: nothing is asked twice for a call that is made again. */
export type Asked = (tx: Transaction, state: RequestState) => Promise<void> | undefined;

/** Whom a record is about, in its key and envelope. */
type Named = Pick<OutgoingEvent, 'key' | 'profileId' | 'customer'>;

export interface EntryRequest {
  readonly journey: string;
  readonly version?: number;
  readonly key?: string;
  readonly vars: Readonly<Record<string, string | number | boolean | null>>;
  readonly about: About;
}

/** What an operator asks for; of several incidents the one that is named, else the one of the step, else the oldest. */
export interface ActionRequest {
  readonly action: 'retry' | 'skip' | 'cancel';
  readonly incidentId?: string;
  readonly step?: string;
}

export type EntryRefusal = 'journey-not-found' | 'customer-unusable' | 'looks-personal';

const LONGEST_WAIT_MS = 2_000;
const LOOK_EVERY_MS = 25;
const NEWEST_ENTRIES = 10;

export class Instances {
  readonly #memory = new ShortMemory();

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly plans: PlanBook,
    private readonly hasher: IdentifierHasher,
  ) {}

  list(filter: InstanceFilter, after: After | undefined, limit: number): Promise<readonly InstanceRow[]> {
    return listInstances(this.database, filter, after, limit);
  }

  /** How many a list has; at most two seconds old. */
  count(filter: InstanceFilter): Promise<{ readonly count: number; readonly asOf: Date }> {
    return this.#memory.of(JSON.stringify(filter), () => countOfList(this.database, filter));
  }

  find(id: string): Promise<InstanceRow | undefined> {
    return findInstance(this.database, id);
  }

  journal(id: string, after: number, limit: number): Promise<readonly JournalRecord[]> {
    return journalOfInstance(this.database, id, after, limit);
  }

  /** Why an instance stands where it stands. */
  async why(row: InstanceRow): Promise<Explanation & { readonly story: readonly string[] }> {
    const journal = (await journalsOf(this.database, [row.id])).get(row.id) ?? [];
    const plan = await this.#planOf(row.journey, row.version);
    const newest = journal.slice(-NEWEST_ENTRIES);
    return { ...explain(plan, stateOf(row), newest), story: storyOf(plan, journal).why };
  }

  /** Every place where it stands, and what it waits for there. */
  async standings(row: InstanceRow): Promise<readonly Standing[]> {
    return standingsOf(await this.#planOf(row.journey, row.version), stateOf(row));
  }

  /** Each instance's life in three lines, in the order of the rows. */
  async stories(rows: readonly InstanceRow[]): Promise<readonly Story[]> {
    const journals = await journalsOf(
      this.database,
      rows.map(({ id }) => id),
    );
    return Promise.all(
      rows.map(async ({ id, journey, version }) =>
        storyOf(await this.#planOf(journey, version), journals.get(id) ?? []),
      ),
    );
  }

  /** Asks for retry, skip or cancel. The instance changes when the request comes back on its timeline. */
  async act(
    id: string,
    { action, incidentId, step }: ActionRequest,
    actor: string,
    waitMs: number,
    asked?: Asked,
  ): Promise<Result<RequestState, 'instance-not-found'>> {
    const row = await this.find(id);
    if (row === undefined) return refuse('instance-not-found', 'there is no such instance');
    const requestId = uuidv7();
    const value = {
      requestId,
      instanceId: id,
      action,
      step: step ?? null,
      incidentId: incidentId ?? null,
      actor,
      requestedAt: Date.now(),
    };
    const named = { key: row.profileId, profileId: row.profileId };
    await this.#ask('InstanceActionRequested', value, named, asked);
    return ok(await this.#settled(requestId, waitMs));
  }

  /** Asks for an instance without an event of its own. */
  async enter(
    request: EntryRequest,
    actor: string,
    waitMs: number,
    asked?: Asked,
  ): Promise<Result<RequestState, EntryRefusal>> {
    const { journey, version, key, vars, about } = request;
    const personal = personalIn(request);
    if (personal !== undefined) return { ok: false, refusal: personal };
    if ((await this.#publishedVersion(journey, version)) === undefined) {
      return refuse('journey-not-found', 'no such version of a journey is published', { field: 'journey' });
    }
    const named = this.#named(about);
    if (named === undefined)
      return refuse('customer-unusable', 'a customer can not be named by this', { field: 'customer' });
    const requestId = uuidv7();
    const value = {
      requestId,
      journey,
      journeyVersion: version ?? null,
      key: key ?? null,
      vars,
      actor,
      requestedAt: Date.now(),
    };
    await this.#ask('InstanceEntryRequested', value, named, asked);
    return ok(await this.#settled(requestId, waitMs));
  }

  async request(requestId: string): Promise<RequestState> {
    const found = await findRequest(this.database, requestId);
    return found === undefined ? pending(requestId) : { requestId, ...found };
  }

  /** As the bus may name them: addresses and numbers as keyed hashes. */
  #named(about: About): Named | undefined {
    if ('profileId' in about) return { key: about.profileId, profileId: about.profileId };
    const customer = this.hasher.identifiers(about.customer.kind, about.customer.value);
    const [first] = customer;
    return first && { key: `${first.kind}=${first.value}`, customer };
  }

  async #ask(
    name: string,
    value: { readonly requestId: string },
    whom: Named,
    asked: Asked | undefined,
  ): Promise<void> {
    const event: OutgoingEvent = { ...whom, type: `continuo.orchestrator.${name}.v1`, value };
    await this.outbox.transact(async (tx) => {
      await asked?.(tx, pending(value.requestId));
      return { result: undefined, outgoing: [event] };
    });
  }

  /** Looks for the outcome as long as the caller wants to wait, two seconds at most. */
  async #settled(requestId: string, waitMs: number): Promise<RequestState> {
    const until = performance.now() + Math.min(waitMs, LONGEST_WAIT_MS);
    let state = pending(requestId);
    while (state.outcome === 'pending' && performance.now() < until) {
      await delay(LOOK_EVERY_MS);
      state = await this.request(requestId);
    }
    return state;
  }

  async #publishedVersion(journey: string, version: number | undefined): Promise<number | undefined> {
    const rows = await this.database.query<{ version: number }>(
      'select version from definition where journey = $1 and ($2::int is null or version = $2) limit 1',
      [journey, version ?? null],
    );
    return rows[0]?.version;
  }

  #planOf(journey: string, version: number): Promise<Plan> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.client.query<{ number: string }>(
        'select max(number) as number from publication',
      );
      const plan = (await this.plans.at(tx, Number(rows[0]?.number ?? 0))).version(journey, version);
      if (plan === undefined) throw new Error(`${journey} ${version} is not published`);
      return plan;
    });
  }
}

function pending(requestId: string): RequestState {
  return { requestId, outcome: 'pending', instanceId: null };
}

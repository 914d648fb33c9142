// Migrations of running instances: a report first, and nobody is moved while anybody would be stranded.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Database, Transaction } from '@continuo/persistence';
import {
  bulkInstances,
  findBulk,
  insertBulk,
  listBulks,
  progressOf,
  setBulkState,
} from '../bulk/bulk.store.js';
import type { Bulk, BulkInstance, BulkProgress, BulkState, MigrationPlan } from '../bulk/bulk-view.js';
import { migrationVars } from '../domain/engine/migrate.js';
import type { Instance } from '../domain/engine/instance.js';
import { strandings, type Stranding } from '../domain/engine/strandings.js';
import type { Plan } from '../domain/language/plan.js';
import { compileExpression } from '../domain/expressions/expression.js';
import { instancesOfVersion } from './migrations.store.js';
import type { PlanBook } from './plan-book.js';

export interface StrandedInstance {
  readonly instanceId: string;
  readonly step: string;
  readonly reasons: readonly Stranding[];
}

/** What a migration would do: counts of all, the same on each page, and a page of the stranded. */
export interface MigrationReport {
  readonly moves: number;
  /** Those that are ending: they end in their version. */
  readonly stays: number;
  readonly stranded: number;
  /** How many of the stranded have each reason. */
  readonly byReason: Readonly<Record<string, number>>;
  /** A hundred of them, and after which the next page begins. */
  readonly instances: readonly StrandedInstance[];
  readonly next: string | null;
}

export type MigrationRefusal =
  'version-not-found' | 'same-version' | 'map-unknown-step' | 'vars-invalid' | 'would-strand';
export type MigrationChange = 'pause' | 'resume' | 'revert';

/** Which states a change leads from, and where to. */
const CHANGES: Readonly<Record<MigrationChange, { from: readonly BulkState[]; to: BulkState }>> = {
  pause: { from: ['running', 'reverting'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  revert: { from: ['running', 'paused', 'done'], to: 'reverting' },
};

const PAGE = 500;
const MOST_STRANDED = 100;

export class Migrations {
  constructor(
    private readonly database: Database,
    private readonly plans: PlanBook,
  ) {}

  /** How many would move, stay and be stranded, of all; the list of the stranded from `after` on. */
  async report(
    journey: string,
    plan: MigrationPlan,
    after?: string,
  ): Promise<Result<MigrationReport, MigrationRefusal>> {
    const checked = await this.#check(journey, plan);
    if (!checked.ok) return checked;
    const { from, to } = checked.value;
    const report = { moves: 0, stays: 0, stranded: 0, byReason: {} as Record<string, number> };
    const instances: StrandedInstance[] = [];
    const which = { journey, version: plan.from };
    let hasMore = false;
    let last: string | undefined;
    for (;;) {
      const page = await instancesOfVersion(this.database, which, last, PAGE);
      for (const instance of page) {
        if (instance.status !== 'running') report.stays += 1;
        else {
          const reasons = reasonsOf(instance, plan, from, to);
          if (reasons.length === 0) report.moves += 1;
          else {
            report.stranded += 1;
            for (const code of new Set(reasons.map((each) => each.code)))
              report.byReason[code] = (report.byReason[code] ?? 0) + 1;
            if (after !== undefined && instance.id <= after) continue;
            hasMore = instances.length >= MOST_STRANDED;
            if (!hasMore) instances.push({ instanceId: instance.id, step: instance.step, reasons });
          }
        }
      }
      last = page.at(-1)?.id;
      if (page.length < PAGE || last === undefined) break;
    }
    const next = hasMore ? (instances.at(-1)?.instanceId ?? null) : null;
    return ok({ ...report, instances, next });
  }

  /** Begins a migration, unless it would strand anybody. */
  async begin(
    journey: string,
    plan: MigrationPlan,
    createdBy: string,
    complete: (tx: Transaction, id: string) => Promise<void> | undefined,
  ): Promise<Result<string, MigrationRefusal> & { readonly report?: MigrationReport }> {
    const report = await this.report(journey, plan);
    if (!report.ok) return report;
    if (report.value.stranded > 0) {
      const { stranded } = report.value;
      return {
        ...refuse('would-strand', `${stranded} instances could not go on in version ${plan.to}`),
        report: report.value,
      };
    }
    const id = await this.database.transaction(async (tx) => {
      const begun = await insertBulk(tx, { journey, kind: 'migrate', plan, createdBy });
      await complete(tx, begun);
      return begun;
    });
    return ok(id);
  }

  async find(journey: string, id: string): Promise<(Bulk & { readonly progress: BulkProgress }) | undefined> {
    const found = await findBulk(this.database, journey, 'migrate', id);
    return found && { ...found, progress: await progressOf(this.database, id) };
  }

  list(journey: string, before: string | undefined, limit: number): Promise<readonly Bulk[]> {
    return listBulks(this.database, journey, 'migrate', before, limit);
  }

  instances(
    id: string,
    result: 'applied' | 'stayed' | 'open' | undefined,
    after: string | undefined,
    limit: number,
  ): Promise<readonly BulkInstance[]> {
    return bulkInstances(this.database, id, result, after, limit);
  }

  /**
   * Stops for a while, goes on, or takes everything back that can go back. `seen` is the version that the caller read;
   * without one a migration that comes to its end meanwhile is changed all the same.
   */
  async change(
    { id, state }: Bulk,
    change: MigrationChange,
    seen: number | undefined,
  ): Promise<Result<undefined, 'version-moved' | 'not-possible'>> {
    const { from, to } = CHANGES[change];
    if (!from.includes(state))
      return refuse('not-possible', `a migration that is ${state} can't be changed so`);
    const changed = await this.database.transaction((tx) => setBulkState(tx, id, { seen, from, to }));
    if (changed !== undefined) return ok(undefined);
    return seen === undefined
      ? refuse('not-possible', `a migration that was ${state} can't be changed so any more`)
      : refuse('version-moved', 'somebody changed it meanwhile');
  }

  async #check(
    journey: string,
    { from, to, map, vars }: MigrationPlan,
  ): Promise<Result<{ readonly from: Plan; readonly to: Plan }, MigrationRefusal>> {
    if (from === to) return refuse('same-version', 'an instance can not go on in the version it is in');
    const [old, next] = await this.#plansOf(journey, from, to);
    if (old === undefined || next === undefined)
      return refuse('version-not-found', 'there is no such version', { field: old ? 'to' : 'from' });
    for (const [step, target] of Object.entries(map)) {
      const isKnown = old.steps.has(step) && next.steps.has(target);
      if (!isKnown)
        return refuse(
          'map-unknown-step',
          `${old.steps.has(step) ? target : step} is no step of its version`,
          {
            field: `map.${step}`,
          },
        );
    }
    for (const [name, source] of Object.entries(vars)) {
      const compiled = compileExpression(source, ['key', 'vars', 'visits']);
      if (!compiled.ok)
        return refuse('vars-invalid', compiled.refusal.message, {
          field: `vars.${name}`,
          rule: compiled.refusal.code,
        });
    }
    return ok({ from: old, to: next });
  }

  #plansOf(journey: string, ...versions: readonly number[]): Promise<readonly (Plan | undefined)[]> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.client.query<{ number: string }>(
        'select max(number) as number from publication',
      );
      const plans = await this.plans.at(tx, Number(rows[0]?.number ?? 0));
      return versions.map((version) => plans.version(journey, version));
    });
  }
}

function reasonsOf(
  instance: Instance,
  { map, vars: sources }: MigrationPlan,
  from: Plan,
  to: Plan,
): readonly Stranding[] {
  const vars = migrationVars(instance, sources);
  if (vars.values === null) return [vars.stranding];
  return strandings({ from, to, map, vars: vars.values }, instance);
}

// Incidents: which stand, and acting on many of them: first what it is about, then how far it is.
import { setTimeout as delay } from 'node:timers/promises';
import { describeTime } from '../terminal/durations.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import {
  beginBulk,
  bulkOf,
  incidentsOf,
  previewBulk,
  type BulkAction,
  type IncidentAction,
  type IncidentFilter,
} from '../system/incidents.js';
import type { CommandContext } from './command.js';

export interface IncidentOptions {
  readonly journey?: string;
  readonly journeyVersion?: string;
  readonly step?: string;
  readonly code?: string;
  readonly olderThan?: string;
}

export interface ListIncidentsOptions extends IncidentOptions {
  readonly limit: string;
}

export interface ActOnIncidentsOptions extends IncidentOptions {
  readonly dryRun?: boolean;
  readonly all?: boolean;
  readonly ifChanged: string;
  readonly rate?: string;
  readonly wait: string;
}

const LOOK_EVERY_MS = 1_000;
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

export async function listIncidents(context: CommandContext, options: ListIncidentsOptions): Promise<void> {
  const { terminal, system, now } = context;
  const limit = positive('--limit', options.limit);
  const found = await incidentsOf(system, filterOf(options, now()), limit);
  terminal.result(found, () =>
    terminal.table({
      head: ['INSTANCE', 'JOURNEY', 'STEP', 'CODE', 'WHY', 'TRIES', 'SINCE'],
      rows: found.map(({ instanceId, journey, version, step, code, detail, attempts, since }) => [
        instanceId,
        `${journey} v${version}`,
        step,
        terminal.tone('bad', code),
        detail,
        String(attempts),
        describeTime(new Date(since), now()),
      ]),
      empty: 'No incident stands.',
    }),
  );
}

/** `continuo incidents retry|skip|cancel`. */
export function actOnIncidents(action: IncidentAction) {
  return async (context: CommandContext, options: ActOnIncidentsOptions): Promise<void> => {
    const { terminal, system, now } = context;
    const filter = filterOf(options, now());
    if (Object.keys(filter).length === 0 && options.all !== true) {
      const hint = 'Give --journey, --journey-version, --step, --code or --older-than; or --all.';
      throw new CommandFailure(EXIT.usage, 'Say which incidents.', hint);
    }
    const all = Object.keys(filter).length === 0 ? { before: now().toISOString() } : filter;
    const perSecond = options.rate === undefined ? undefined : positive('--rate', options.rate);
    const waitMs = Number(options.wait) * 1_000;
    const preview = await previewBulk(system, action, all);
    if (options.dryRun === true) {
      terminal.result({ dryRun: true, ...preview }, () => tell(context, preview));
      return;
    }
    const begun = await beginBulk(system, preview.id, options.ifChanged, perSecond);
    const done = await followed(context, begun, waitMs);
    terminal.result(done, () => tell(context, done));
    if (done.status !== 'done') {
      const hint = `It goes on by itself: GET /api/orchestrator/bulk-actions/${done.id} tells how far it is.`;
      throw new CommandFailure(EXIT.wrong, `${action} is not done yet.`, hint);
    }
  };
}

/** Looks until it is done, the time is over, or somebody interrupts. */
async function followed(
  { system, interrupted }: CommandContext,
  begun: BulkAction,
  waitMs: number,
): Promise<BulkAction> {
  const until = performance.now() + waitMs;
  let state = begun;
  while (!['done', 'stopped'].includes(state.status) && performance.now() < until && !interrupted.aborted) {
    await delay(LOOK_EVERY_MS);
    state = await bulkOf(system, begun.id);
  }
  return state;
}

function tell({ terminal }: CommandContext, { action, status, total, kinds, outcomes }: BulkAction): void {
  terminal.table({
    head: ['JOURNEY', 'STEP', 'CODE', 'COUNT'],
    rows: kinds.map(({ journey, version, step, code, count }) => [
      `${journey} v${version}`,
      step,
      code,
      String(count),
    ]),
    empty: 'No incident matches.',
  });
  const told = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  terminal.line(`${action}: ${status}, ${total} in all (${told.join(', ')})`);
}

function filterOf(options: IncidentOptions, now: Date): IncidentFilter {
  const { journey, journeyVersion, step, code, olderThan } = options;
  const filter: IncidentFilter = {
    journey,
    step,
    code,
    version: journeyVersion === undefined ? undefined : positive('--journey-version', journeyVersion),
    before: olderThan === undefined ? undefined : new Date(now.getTime() - ageOf(olderThan)).toISOString(),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** Milliseconds of `90s`, `15m`, `2h`, `3d`. */
function ageOf(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (Number.isFinite(seconds)) return seconds * 1_000;
  throw new CommandFailure(EXIT.usage, `--older-than is like 90s, 15m, 2h or 3d, not ${text}.`);
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new CommandFailure(EXIT.usage, `${option} is a whole number above 0, not ${text}.`);
}

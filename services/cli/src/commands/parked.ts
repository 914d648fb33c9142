// Records that could not be applied: what they are, and having them applied again.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeTime } from '../terminal/durations.js';
import { askEach, listServices } from '../system/services.js';
import {
  parkedOf,
  redriveOf,
  type ParkedFilter,
  type ParkedRecord,
  type RedrivePlan,
} from '../system/transport.js';
import type { CommandContext } from './command.js';

export interface ParkedOptions extends ParkedFilter {
  readonly service?: string;
}

export interface ListParkedOptions extends ParkedOptions {
  readonly held?: boolean;
  readonly limit: string;
}

export interface RedriveOptions extends ParkedOptions {
  readonly dryRun?: boolean;
  readonly all?: boolean;
  readonly id?: readonly string[];
  readonly rate?: string;
}

export async function listParked(context: CommandContext, options: ListParkedOptions): Promise<void> {
  const { terminal, system, now } = context;
  const limit = positive('--limit', options.limit);
  const query = { ...filterOf(options), held: options.held, limit };
  const answers = await askEach(terminal, await servicesOf(context, options), (service) =>
    parkedOf(system, service, query),
  );
  const found: (ParkedRecord & { service: string })[] = answers.flatMap(({ service, answer }) =>
    answer.map((record) => ({ service, ...record })),
  );
  terminal.result(found, () => {
    terminal.table({
      head: ['SERVICE', 'ID', 'WHERE', 'TYPE', 'CODE', 'TRIES', 'BEHIND IT', 'SINCE'],
      rows: found.map((record) => [
        record.service,
        record.id,
        `${record.topic}/${record.partition}@${record.offset}`,
        shortType(record.type),
        record.state === 'parked' ? terminal.tone('bad', record.code) : `${record.state}: ${record.code}`,
        String(record.attempts),
        String(record.waiting),
        describeTime(new Date(record.parkedAt), now()),
      ]),
      empty: 'Nothing is parked.',
    });
    for (const { id, reason } of found.slice(0, 5)) terminal.line(terminal.tone('quiet', `${id}: ${reason}`));
    if (found.length > 0)
      terminal.note(
        terminal.tone('quiet', 'continuo parked redrive --dry-run says what applying them again would do.'),
      );
  });
}

/** Marks; the partitions' own writers then apply them in order. */
export async function redriveParked(context: CommandContext, options: RedriveOptions): Promise<void> {
  const { terminal, system } = context;
  const ids = options.id === undefined ? {} : { ids: [...options.id] };
  const filter = { ...filterOf(options), ...ids };
  if (Object.keys(filter).length === 0 && options.all !== true) {
    throw new CommandFailure(
      EXIT.usage,
      'Say which records.',
      'Give --id, --code, --topic, --group or --key; or --all.',
    );
  }
  if (options.id !== undefined && options.service === undefined) {
    throw new CommandFailure(
      EXIT.usage,
      'An --id belongs to a service.',
      'Add --service <name>, as continuo parked list shows it.',
    );
  }
  const ratePerSecond = options.rate === undefined ? undefined : positive('--rate', options.rate);
  const dryRun = options.dryRun === true;
  const answers = await askEach(terminal, await servicesOf(context, options), (service) =>
    redriveOf(system, service, { filter, dryRun, ratePerSecond }),
  );
  const plans = answers.map(({ service, answer }) => ({ service, ...answer }));
  terminal.result({ dryRun, plans }, () => tellPlans(context, plans, dryRun));
}

function tellPlans(
  { terminal, now }: CommandContext,
  plans: readonly (RedrivePlan & { service: string })[],
  dryRun: boolean,
): void {
  terminal.table({
    head: ['SERVICE', 'MATCHED', 'HELD BEHIND', 'MARKED', 'LAST BEGINS', 'BY CODE'],
    rows: plans
      .filter(({ matched }) => matched > 0)
      .map(({ service, matched, held, marked, lastAt, byCode }) => [
        service,
        String(matched),
        String(held),
        dryRun ? terminal.tone('quiet', 'dry run') : String(marked),
        lastAt === null ? '-' : describeTime(new Date(lastAt), now()),
        Object.entries(byCode)
          .map(([code, count]) => `${code} ${count}`)
          .join(', '),
      ]),
    empty: 'Nothing parked matches.',
  });
}

/** Every service that runs, or the one that was named. */
async function servicesOf({ system }: CommandContext, { service }: ParkedOptions): Promise<string[]> {
  const services = await listServices(system);
  const names = services.map(({ name }) => name);
  if (service === undefined)
    return services.filter(({ state }) => state !== 'unreachable').map(({ name }) => name);
  if (names.includes(service)) return [service];
  throw new CommandFailure(EXIT.usage, `There is no service ${service}.`, `Services: ${names.join(', ')}.`);
}

function filterOf({ group, topic, key, code }: ParkedOptions): ParkedFilter {
  return Object.fromEntries(
    Object.entries({ group, topic, key, code }).filter(([, value]) => value !== undefined),
  );
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new CommandFailure(EXIT.usage, `${option} is a whole number above 0, not ${text}.`);
}

function shortType(type: string | null): string {
  return type === null ? '?' : type.replace(/^continuo\./, '');
}

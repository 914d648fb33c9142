// Journeys: which there are, what one did, and why it stands where it stands.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeTime } from '../terminal/durations.js';
import type { Tone } from '../terminal/terminal.js';
import { parseIdentifier, requireProfile } from '../system/customers.js';
import {
  findInstance,
  listDefinitions,
  tellInstances,
  whyOf,
  whyOfProfile,
  type InstanceDetail,
  type JournalEntry,
  type ToldInstance,
  type Why,
} from '../system/journeys.js';
import type { CommandContext } from './command.js';

export interface ListJourneysOptions {
  readonly journey?: string;
  readonly state?: string;
  readonly customer?: string;
  readonly limit: string;
  /** Names of fields separated by commas: only these, as JSON. */
  readonly fields?: string;
}

const TONES: Readonly<Record<string, Tone>> = {
  running: 'good',
  stalled: 'bad',
  undoing: 'waiting',
  ended: 'quiet',
};

export async function listJourneys(context: CommandContext, options: ListJourneysOptions): Promise<void> {
  const { terminal, system, now } = context;
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new CommandFailure(EXIT.usage, '--limit is from 1 to 200.');
  const customer =
    options.customer === undefined
      ? undefined
      : (await requireProfile(system, parseIdentifier(options.customer))).id;
  const { journey: definition, state } = options;
  const [definitions, instances] = await Promise.all([
    listDefinitions(system),
    tellInstances(system, { definition, state, customer, limit }),
  ]);
  const told = instances.map(toldOf);
  if (options.fields !== undefined) {
    terminal.json(told.map((each) => pick(each, fieldsOf(options.fields ?? ''))));
    return;
  }
  terminal.result({ definitions, instances: told }, () => {
    terminal.heading('Definitions');
    terminal.table({
      head: ['JOURNEY', 'VERSION', 'TITLE', 'OWNER'],
      rows: definitions.map(({ journey, version, title, owner }) => [journey, String(version), title, owner]),
      empty: 'None is published yet: POST /api/orchestrator/definitions.',
    });
    terminal.line();
    terminal.heading('Running and past, newest first');
    terminal.table({
      head: ['INSTANCE', 'JOURNEY', 'KEY', 'STATE', 'STEP', 'OUTCOME', 'SENT', 'CHANGED'],
      rows: instances.map((each) => [
        each.id,
        `${each.journey} v${each.version}`,
        each.key,
        terminal.tone(
          TONES[each.state] ?? 'quiet',
          each.incident === null ? each.state : `${each.state}: ${each.incident}`,
        ),
        each.step,
        each.outcome ?? '-',
        String(each.sends),
        describeTime(new Date(each.changedAt), now()),
      ]),
      empty: 'No journey has started.',
    });
  });
}

type Told = Omit<ToldInstance, 'journey'> & { readonly definition: string };

const FIELDS = [
  'id',
  'profileId',
  'definition',
  'version',
  'key',
  'state',
  'step',
  'outcome',
  'incident',
  'startedAt',
  'changedAt',
  'sends',
  'why',
] as const satisfies readonly (keyof Told)[];

/** As programs are told: the journey's name is its definition, as everywhere else in lists. */
function toldOf({ journey, ...rest }: ToldInstance): Told {
  return { ...rest, definition: journey };
}

function fieldsOf(text: string): readonly (keyof Told)[] {
  return text.split(',').map((name) => {
    const field = FIELDS.find((each) => each === name.trim());
    if (field === undefined)
      throw new CommandFailure(
        EXIT.usage,
        `There is no field ${name.trim()}.`,
        `one of ${FIELDS.join(', ')}`,
      );
    return field;
  });
}

function pick(told: Told, fields: readonly (keyof Told)[]): Partial<Told> {
  return Object.fromEntries(fields.map((field) => [field, told[field]]));
}

export async function showJourney(context: CommandContext, id: string): Promise<void> {
  const detail = await findInstance(context.system, id);
  if (detail === undefined) throw noInstance(id);
  context.terminal.result(detail, () => tellInstance(context, detail));
}

/** Of one instance, or of a customer's newest ones. */
export async function whyJourney(context: CommandContext, what: string): Promise<void> {
  const { terminal, system } = context;
  const reasons = what.includes('=') ? await reasonsOfCustomer(context, what) : [await whyOf(system, what)];
  const known = reasons.filter((each) => each !== undefined);
  if (known.length === 0 && !what.includes('=')) throw noInstance(what);
  terminal.result(known, () => {
    if (known.length === 0)
      terminal.line(terminal.tone('quiet', 'No journey has started for this customer.'));
    known.forEach((why, index) => {
      if (index > 0) terminal.line();
      tellWhy(context, why);
    });
  });
}

async function reasonsOfCustomer({ system }: CommandContext, customer: string): Promise<Why[]> {
  const { id } = await requireProfile(system, parseIdentifier(customer));
  return whyOfProfile(system, id);
}

function tellInstance(context: CommandContext, detail: InstanceDetail): void {
  const { terminal, now } = context;
  const { journey, version, id, profileId, key, state, step, outcome, incident, dueAt, vars } = detail;
  const row = (name: string, value: string) => terminal.line(`  ${name.padEnd(9)} ${value}`);
  terminal.line(`${terminal.colours.bold(`${journey} v${version}`)}  ${terminal.tone('quiet', id)}`);
  row('state', terminal.tone(TONES[state] ?? 'quiet', incident === null ? state : `${state}: ${incident}`));
  row(state === 'ended' ? 'outcome' : 'step', state === 'ended' ? (outcome ?? '-') : step);
  for (const place of detail.positions.length > 1 ? detail.positions : []) row('at', placeText(place));
  row('profile', profileId);
  row('key', key);
  if (dueAt !== null) row('until', describeTime(new Date(dueAt), now()));
  if (Object.keys(vars).length > 0) row('vars', JSON.stringify(vars));
  terminal.line();
  terminal.heading('Journal');
  for (const entry of detail.journal) tellEntry(context, entry);
}

/** A step of a branch with the branch, what it waits for, and what stands in its way. */
function placeText({ step, branch, waitsFor, incident }: InstanceDetail['positions'][number]): string {
  const where = branch === null ? '' : ` (${branch.name} of ${branch.parallel})`;
  const wanted = waitsFor.length === 0 ? '' : `, waits for ${waitsFor.map(({ text }) => text).join(' or ')}`;
  return `${step}${where}${incident === null ? wanted : `, stands: ${incident}`}`;
}

/** One line for what came, one for each thing it led to. */
function tellEntry({ terminal, now }: CommandContext, { entry, recordedAt, traceId }: JournalEntry): void {
  const quiet = (text: string) => terminal.tone('quiet', text);
  const trace = traceId === null ? '' : quiet(`  trace ${traceId}`);
  const cause = [entry.input.kind, textOf(entry.input.type), textOf(entry.input.id)].filter(
    (part) => part !== '',
  );
  terminal.line(`${quiet(describeTime(new Date(recordedAt), now()))}  ${cause.join(' ')}${trace}`);
  for (const { did, ...details } of entry.deeds) {
    const told = Object.entries(details)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => `${name} ${detailText(value, now())}`);
    terminal.line(`    ${terminal.colours.bold(did)} ${quiet(told.join(', '))}`);
  }
}

function tellWhy(
  { terminal, now }: CommandContext,
  { journey, instanceId, story, summary, waitsFor, until, because }: Why,
): void {
  terminal.line(`${terminal.colours.bold(journey)}  ${terminal.tone('quiet', instanceId)}`);
  terminal.line(`  ${summary}`);
  for (const line of story) terminal.line(`  ${line}`);
  for (const { text } of waitsFor) terminal.line(`  waits for ${text}`);
  if (until !== null) terminal.line(`  until ${describeTime(new Date(until), now())}`);
  if (because.length > 0) terminal.line(terminal.tone('quiet', '  newest reasons'));
  for (const reason of because) terminal.line(`    ${reason}`);
}

/** A number as large as that is a moment in milliseconds: nothing else in a journal is. */
function detailText(value: unknown, now: Date): string {
  if (typeof value === 'number' && value > 1e12) return describeTime(new Date(value), now);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function noInstance(id: string): CommandFailure {
  return new CommandFailure(
    EXIT.notFound,
    `No journey instance has the id ${id}.`,
    'continuo journeys list shows the newest ones.',
  );
}

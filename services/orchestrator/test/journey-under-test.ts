// Drives the engine in memory for tests: events, answers and time in, what happened out.
import { canonicalJson } from '@continuo/kernel';
import { deriveId } from '../src/journeys/timeline/derive-id.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import { UNKNOWN, type RecordType } from '../src/journeys/domain/expressions/type.js';
import type { Json } from '../src/journeys/domain/expressions/value.js';
import type { Input, ProfileFacts } from '../src/journeys/domain/engine/input.js';
import { nextDue, type Instance } from '../src/journeys/domain/engine/instance.js';
import type {
  CommandEffect,
  Deed,
  JournalEntry,
  PublishEffect,
} from '../src/journeys/domain/engine/output.js';
import type {
  Change,
  Declined,
  Plans,
  ProfileState,
  Surroundings,
} from '../src/journeys/domain/engine/profile.js';
import { replay, type Recorded } from '../src/journeys/domain/engine/replay.js';
import type { Guardrails } from '../src/journeys/domain/guardrails/policy.js';
import type { Catalogue, CommandType } from '../src/journeys/domain/language/catalogue.js';
import type { Plan } from '../src/journeys/domain/language/plan.js';
import { startersOf } from '../src/journeys/domain/language/priority.js';
import { VirtualCustomer } from '../src/journeys/domain/simulation/virtual-customer.js';

export { deriveId };

const schemaFile = new URL('../../../schemas/journey.schema.json', import.meta.url);
export const START = Date.UTC(2026, 0, 1);

/** Events and commands that the tests' definitions speak of. */
export function testCatalogue(): Catalogue {
  const order = ['orderId', 'storeId', 'fulfilment', 'note', 'n', 'list'];
  const events: Record<string, readonly string[]> = {
    'continuo.operations.OrderAccepted.v1': order,
    'continuo.operations.OrderReady.v1': order,
    'continuo.operations.OrderCollected.v1': order,
    'continuo.operations.OrderCancelled.v1': order,
    'continuo.operations.StockReserved.v1': order,
    'continuo.operations.StockFailed.v1': order,
    'continuo.operations.StockRefused.v1': order,
    'continuo.operations.StockReleased.v1': order,
    'continuo.collaboration.PlaceEntered.v1': ['placeId'],
    'continuo.collaboration.MessageSent.v1': ['template'],
    'continuo.collaboration.MessageFailed.v1': ['template'],
    'continuo.collaboration.MessageRefused.v1': ['template'],
    'continuo.cdp.TrackReceived.v1': ['kind', 'name', 'properties'],
  };
  return {
    event: (type) => (events[type] === undefined ? undefined : { value: untyped(type, events[type]) }),
    command: (name) => testCommands.get(name),
    profile: UNKNOWN,
    eventTypes: Object.keys(events),
    commandNames: [...testCommands.keys()],
  };
}

/** Fields that may hold anything. */
function untyped(name: string, fields: readonly string[]): RecordType {
  return { is: 'record', name, fields: new Map(fields.map((field) => [field, UNKNOWN])) };
}

function command(
  name: string,
  fields: string,
  answers: Record<string, 'done' | 'failed' | 'refused'>,
): CommandType {
  const [service = '', record = ''] = name.split('.');
  return {
    type: `continuo.${service}.commands.${record}.v1`,
    topic: `${service}.commands`,
    fields: fields
      .split(' ')
      .map((field) => ({ name: field.replace('?', ''), required: !field.endsWith('?'), type: UNKNOWN })),
    answers: new Map(
      Object.entries(answers).map(([type, meaning]) => [`continuo.${service}.${type}.v1`, meaning]),
    ),
  };
}

const stock = { StockReserved: 'done', StockFailed: 'failed', StockRefused: 'refused' } as const;
const message = { MessageSent: 'done', MessageFailed: 'failed', MessageRefused: 'refused' } as const;
const testCommands = new Map(
  [
    command('operations.ReserveStock', 'orderId storeId?', stock),
    command('operations.ReleaseStock', 'orderId', { StockReleased: 'done', StockFailed: 'failed' }),
    command(
      'collaboration.SendMessage',
      'template purpose channel? variables? notAfter? contentAsOf?',
      message,
    ),
    command('collaboration.AlertStaff', 'placeId orderId', message),
    command('collaboration.CreateTask', 'taskType role orderId? outcomes? closesAt? details?', {
      TaskCreated: 'done',
      TaskRefused: 'refused',
    }),
    command('collaboration.ReassignTask', 'task role', { TaskReassigned: 'done', TaskRefused: 'refused' }),
    command('collaboration.CloseTask', 'task code', { TaskClosed: 'done', TaskRefused: 'refused' }),
  ].map((each) => [each.type.replace(/^continuo\.([a-z]+)\.commands\.(\w+)\.v1$/, '$1.$2'), each] as const),
);

const TEST_CATALOGUE = testCatalogue();
const readers = new WeakMap<Catalogue, DefinitionReader>();

/** Kept: compiling the schema takes longer than most tests. */
function readerOf(catalogue: Catalogue): DefinitionReader {
  const reader = readers.get(catalogue) ?? new DefinitionReader(schemaFile, catalogue);
  readers.set(catalogue, reader);
  return reader;
}

/** Compiles YAML; throws everything that is wrong with it. */
export function planFrom(yaml: string, version = 1, catalogue = TEST_CATALOGUE): Plan {
  const read = readerOf(catalogue).read(yaml, 'test.yaml', version);
  if (!read.ok)
    throw new Error(read.problems.map((each) => `${each.line}: ${each.rule} ${each.message}`).join('\n'));
  return read.plan;
}

/** Compiles YAML that was published once. */
export function publishedPlanFrom(yaml: string): Plan {
  const read = readerOf(TEST_CATALOGUE).readPublished(yaml, 'test.yaml', 1, new Date(0));
  if (!read.ok) throw new Error(read.problems.map(({ rule }) => rule).join('\n'));
  return read.plan;
}

/** What is wrong with YAML, as `line rule` (and the step). */
export function problemsOf(yaml: string): readonly string[] {
  const read = readerOf(TEST_CATALOGUE).read(yaml, 'test.yaml', 1);
  return read.ok
    ? []
    : read.problems.map(({ line, rule, step }) => `${line} ${rule}${step === null ? '' : ` ${step}`}`);
}

/** A definition with these steps that starts with an accepted order, keyed by it. */
export function journey(steps: string, options: { exit?: string; head?: string } = {}): string {
  const body = steps.replace(/^\n/, '').replace(/\s+$/, '');
  const indent = /^ */.exec(body)?.[0].length ?? 0;
  const lines = body.split('\n').map((line) => `  ${line.slice(indent)}`);
  return `journey: under-test
title: A journey under test
owner: tests
objective: to be right
metrics: [right]
${options.head ?? ''}
entry:
  - { on: continuo.operations.OrderAccepted.v1, key: event.orderId, set: { storeId: event.storeId } }
${options.exit === undefined ? '' : `exit:\n${options.exit}\n`}steps:
${lines.join('\n')}
`;
}

/** One customer in one partition, in memory. */
export class JourneyUnderTest {
  readonly changes: Change[] = [];
  readonly ignored: string[] = [];
  readonly #customer = new VirtualCustomer(
    { profileId: 'profile-1', instances: new Map(), facts: null },
    START,
    {
      around: () => this.around,
      changed: (change) => this.changes.push(change),
      declined: (each) => this.declined.push(each),
    },
  );
  /** How far real time is ahead of the clock. */
  lag = 0;
  /** What is in force for sending. */
  guardrails: Guardrails | null = null;
  #events = 0;
  readonly #plans = new Map<string, Plan>();
  readonly #guardrails = new Map<number, Guardrails>();
  /** Entries that were declined. */
  readonly declined: Declined[] = [];
  /** Places that are left of limited journeys; without a number nobody counts. */
  places: number | undefined;
  /** Journeys that send nothing for now. */
  readonly paused = new Set<string>();

  constructor(...plans: readonly Plan[]) {
    for (const plan of plans) this.publish(plan);
  }

  get state(): ProfileState {
    return this.#customer.state;
  }

  set state(state: ProfileState) {
    this.#customer.state = state;
  }

  get clock(): number {
    return this.#customer.clock;
  }

  set clock(time: number) {
    this.#customer.clock = time;
  }

  publish(plan: Plan): void {
    this.#plans.set(plan.journey, plan);
    this.#plans.set(`${plan.journey}/${plan.version}`, plan);
  }

  get around(): Surroundings {
    const plans: Plans = {
      version: (name, version) => this.#plans.get(`${name}/${version}`),
      current: (name) => this.#plans.get(name),
      startedBy: (type) =>
        startersOf(
          [...this.#plans].flatMap(([key, plan]) => (key.includes('/') ? [] : [plan])),
          type,
        ),
      isPaused: (name) => this.paused.has(name),
    };
    const { guardrails } = this;
    if (guardrails !== null) this.#guardrails.set(guardrails.number, guardrails);
    const places = { take: () => this.places === undefined || (this.places -= 1) >= 0 };
    return { plans, real: this.clock + this.lag, guardrails, places, derive: deriveId, random: () => 0.5 };
  }

  facts(facts: ProfileFacts['facts'], version = 1): this {
    this.#customer.learn({ version, facts });
    return this;
  }

  /** An event now, by its short name. */
  event(
    name: string,
    value: { readonly [field: string]: Json } = {},
    more: Partial<{ commandId: string; hops: number; id: string }> = {},
  ): this {
    this.#events += 1;
    return this.input({
      kind: 'event',
      id: `event-${this.#events}`,
      profileId: this.state.profileId,
      type: `continuo.${name}.v1`,
      at: this.clock,
      value,
      hops: 0,
      customer: 'user=u-1',
      correlationId: 'c-1',
      ...more,
    });
  }

  /** The answer to the newest command of this name. */
  answer(name: string, to?: CommandEffect): this {
    const commandId = (to ?? this.commands.at(-1))?.commandId;
    if (commandId === undefined) throw new Error('no command was sent');
    return this.event(name, { orderId: 'o-1' }, { commandId });
  }

  /** An operator's word on the newest instance, or on the one that is named. */
  action(
    action: 'retry' | 'skip' | 'cancel',
    which: { readonly instanceId?: string; readonly incidentId?: string; readonly step?: string } = {},
  ): this {
    const instanceId = this.instance.id;
    const about = { id: 'action-1', instanceId, at: this.clock, action, actor: 'operator-1' };
    return this.input({ kind: 'action', ...about, ...which });
  }

  input(input: Input): this {
    const ignored = this.#customer.apply(input);
    if (ignored !== undefined) this.ignored.push(ignored);
    return this;
  }

  /** Lets time pass, firing what becomes due. */
  pass(duration: string): this {
    this.#customer.pass(this.clock + millisecondsOf(duration), true);
    return this;
  }

  /** The only instance, or the newest. */
  get instance(): Instance {
    const instance = [...this.state.instances.values()].at(-1);
    if (instance === undefined) throw new Error('no instance was started');
    return instance;
  }

  /** The newest instance of a journey. */
  of(journey: string): Instance {
    const found = [...this.state.instances.values()].findLast((each) => each.journey === journey);
    if (found === undefined) throw new Error(`no ${journey} was started`);
    return found;
  }

  get due(): number | null {
    return nextDue(this.instance);
  }

  get commands(): readonly CommandEffect[] {
    return this.changes.flatMap(({ effects }) => effects.filter((each) => each.kind === 'command'));
  }

  get published(): readonly PublishEffect[] {
    return this.changes.flatMap(({ effects }) => effects.filter((each) => each.kind === 'publish'));
  }

  /** Everything that was done, e.g. `entered reserve`. */
  get deeds(): readonly Deed[] {
    return this.changes.flatMap(({ journal }) => journal.deeds);
  }

  /** The ways through the steps. */
  get path(): readonly string[] {
    return this.deeds.filter((deed) => deed.did === 'entered').map((deed) => String(deed['step']));
  }

  /** Replays every instance from its journal and answers both journals as canonical JSON. */
  replayed(): { readonly recorded: string; readonly again: string } {
    const recorded: string[] = [];
    const again: string[] = [];
    for (const id of this.state.instances.keys()) {
      const own = this.changes.filter(({ instance }) => instance.id === id);
      const journal = own.map(({ journal: entry, input }) => ({ entry, input }));
      recorded.push(...journal.map(({ entry }) => canonicalJson(entry)));
      const plan = own[0]?.plan;
      if (plan !== undefined) again.push(...this.#again(plan, journal).map((entry) => canonicalJson(entry)));
    }
    return { recorded: recorded.join('\n'), again: again.join('\n') };
  }

  #again(plan: Plan, journal: readonly Recorded[]): readonly JournalEntry[] {
    return replay(plan, journal, deriveId, {
      guardrailsAt: (number) => this.#guardrails.get(number),
      version: (number) => this.#plans.get(`${plan.journey}/${number}`),
    }).entries;
  }
}

/** Milliseconds of a duration of days, hours, minutes and seconds. */
function millisecondsOf(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? [];
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

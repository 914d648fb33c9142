// Runs one scenario on a virtual clock: happenings and answers in the order of their times, timers between them.
import type { DeriveId, Input } from '../engine/input.js';
import type { Instance } from '../engine/instance.js';
import type { Change, Surroundings } from '../engine/profile.js';
import type { Catalogue } from '../language/catalogue.js';
import type { Policy } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';
import {
  ScenarioError,
  type Fields,
  type GivenSource,
  type HappeningSource,
  type ScenarioFileSource,
  type ScenarioSource,
} from './scenario.js';
import { Conditions, holdingOf } from './scenario-conditions.js';
import { wordOfOthers } from './scenario-hands.js';
import { actOf, seenOf, type Seen } from './scenario-seen.js';
import { answerNamed, Services, unknownAnswer } from './scenario-services.js';
import { checkZone, textOfTime, timeAfter, timeOf } from './scenario-time.js';
import { VirtualCustomer } from './virtual-customer.js';

/** What a scenario runs in. */
export interface ScenarioWorld {
  /** The first one is under test. */
  readonly plans: readonly [Plan, ...Plan[]];
  readonly catalogue: Catalogue;
  readonly derive: DeriveId;
  /** The policy that a scenario names; a text instead says what is wrong with it. */
  policy(named: string): Policy | string;
  /** An event's value with its schema's defaults; the names of fields that the event hasn't, where there are any. */
  complete(type: string, fields: Fields): Fields | { readonly unknown: readonly string[] };
}

const BEGIN = '2026-01-05T09:00:00';
const PROFILE = '0190a1b2-0000-7000-8000-000000000001';
/** A scenario that needs more inputs turns in a circle. */
const MAX_INPUTS = 10_000;

/** Runs it; throws a ScenarioError where the scenario itself is wrong. */
export function runScenario(world: ScenarioWorld, file: ScenarioFileSource, at: number): Seen {
  const scenario = file.scenarios[at];
  if (scenario === undefined) throw new Error('there is no such scenario');
  return new ScenarioRun(world, file, scenario, ['scenarios', at]).run();
}

interface Due {
  readonly at: number;
  readonly input: Input;
}

type Path = readonly (string | number)[];

class ScenarioRun {
  readonly #given: GivenSource;
  readonly #zone: string;
  readonly #customer: VirtualCustomer;
  readonly #services: Services;
  readonly #conditions: Conditions;
  readonly #changes: Change[] = [];
  readonly #declined: Fields[] = [];
  readonly #agenda: Due[] = [];
  readonly #unanswered = new Map<string, string>();
  #inputs = 0;
  #facts = 0;

  constructor(
    private readonly world: ScenarioWorld,
    file: ScenarioFileSource,
    private readonly scenario: ScenarioSource,
    private readonly path: Path,
  ) {
    const given = { ...file.given, ...scenario.given };
    this.#given = given;
    const given0 = [...path, 'given'];
    this.#zone = checkZone(given.timeZone ?? world.plans[0].source.timeZone ?? 'UTC', [
      ...given0,
      'timeZone',
    ]);
    this.#services = new Services({ ...file.services, ...scenario.services }, this.#zone, [
      ...path,
      'services',
    ]);
    const policy = this.#inForce(given.guardrails, [...given0, 'guardrails']);
    this.#conditions = new Conditions(world.plans, policy);
    const begin = timeOf(given.at ?? BEGIN, this.#zone, [...given0, 'at']);
    this.#customer = new VirtualCustomer({ profileId: PROFILE, instances: new Map(), facts: null }, begin, {
      around: (clock) => this.#around(clock),
      changed: (change) => this.#changed(change),
      declined: ({ rule, journey, at, inputs }) =>
        this.#declined.push({ rule, journey, at: textOfTime(at, this.#zone), ...inputs }),
    });
  }

  run(): Seen {
    const { profile, events = [] } = this.#given;
    if (profile !== undefined) this.#learn(profile);
    this.#conditions.change(this.#given, this.#customer.clock, [...this.path, 'given']);
    events.forEach((each, n) => this.#happen(each, [...this.path, 'given', 'events', n]));
    const since = this.#changes.length;
    this.#declined.length = 0;
    this.scenario.when.forEach((each, n) => this.#happen(each, [...this.path, 'when', n]));
    const { plans, catalogue } = this.world;
    const zone = this.#zone;
    return seenOf({
      journey: plans[0].journey,
      zone,
      catalogue,
      changes: this.#changes,
      since,
      declined: this.#declined,
    });
  }

  #happen(what: HappeningSource, path: Path): void {
    const { at, after, pass, until, profile } = what;
    if (at !== undefined) this.#passTo(timeOf(at, this.#zone, [...path, 'at']), false);
    if (after !== undefined)
      this.#passTo(timeAfter(this.#customer.clock, after, this.#zone, [...path, 'after']), false);
    if (profile !== undefined) this.#learn(profile);
    this.#turn(what, path);
    const input = this.#inputOf(what, path);
    if (input !== null) this.#apply(input);
    if (pass !== undefined)
      this.#passTo(timeAfter(this.#customer.clock, pass, this.#zone, [...path, 'pass']), true);
    if (until !== undefined) this.#passTo(timeOf(until, this.#zone, [...path, 'until']), true);
  }

  /** What else is true from here on. What was held for it is looked at again. */
  #turn(what: HappeningSource, path: Path): void {
    for (const resumed of this.#conditions.change(what, this.#customer.clock, path)) {
      const { clock: at, state } = this.#customer;
      if ('sending' in resumed) {
        this.#apply({ kind: 'released', at, number: this.#conditions.guardrails?.number ?? 0 });
        continue;
      }
      for (const { id: instanceId } of holdingOf(state.instances, resumed.journey)) {
        const id = `input-${this.#inputs + 1}`;
        this.#apply({ kind: 'action', id, instanceId, at, action: 'release', actor: 'operator' });
      }
    }
  }

  #inputOf(what: HappeningSource, path: Path): Input | null {
    const { clock } = this.#customer;
    const id = `input-${this.#inputs + 1}`;
    const { event, action, answer, start } = what;
    if (event !== undefined) return this.#event(typeNamed(event), what.with ?? {}, [...path, 'event']);
    if (answer !== undefined) return this.#answer(answer, what.with ?? {}, [...path, 'answer']);
    if (what.erased === true) return { kind: 'erased', id, at: clock };
    if (action !== undefined) {
      const newest = [...this.#customer.state.instances.keys()].at(-1);
      if (newest === undefined)
        throw new ScenarioError([...path, 'action'], 'no-instance', 'no instance has started');
      return { kind: 'action', id, instanceId: newest, at: clock, action, actor: 'operator' };
    }
    const word = wordOfOthers(what, this.#customer.state.instances, (each) => this.#planOf(each), {
      clock,
      path,
    });
    if (word !== null) return this.#event(word.type, word.fields, path, word.commandId);
    if (start === undefined) return null;
    const { journey } = this.world.plans[0];
    const given = { journey, version: null, key: start.key ?? '', vars: start.vars ?? {}, actor: 'operator' };
    return { kind: 'start', id, profileId: PROFILE, at: clock, ...given, ...ENVELOPE, correlationId: id };
  }

  #planOf({ journey, version }: Instance): Plan | undefined {
    return this.world.plans.find((plan) => plan.journey === journey && plan.version === version);
  }

  #event(type: string, fields: Fields, path: Path, commandId?: string): Input {
    if (this.world.catalogue.event(type) === undefined)
      throw new ScenarioError(path, 'unknown-event', `no topic that reaches the timeline carries ${type}`);
    const value = this.world.complete(type, fields);
    if (isUnknown(value))
      throw new ScenarioError(
        [...path.slice(0, -1), 'with'],
        'unknown-field',
        `${type} has no ${value.unknown.join(', ')}`,
      );
    const id = `input-${this.#inputs + 1}`;
    const about = {
      profileId: PROFILE,
      type,
      value,
      at: this.#customer.clock,
      ...ENVELOPE,
      correlationId: id,
    };
    return { kind: 'event', id, ...about, ...(commandId === undefined ? {} : { commandId }) };
  }

  #answer(name: string, fields: Fields, path: Path): Input {
    const newest = [...this.#unanswered].at(-1);
    if (newest === undefined) throw new ScenarioError(path, 'no-command', 'no command waits for an answer');
    const [commandId, act] = newest;
    const command = this.world.catalogue.command(act);
    const type = command === undefined ? undefined : answerNamed(name, command);
    if (command !== undefined && type === undefined) throw unknownAnswer(name, command, path);
    return this.#event(type ?? name, fields, path, commandId);
  }

  /** Lets time pass: answers and timers in the order of their times, an answer before a timer of the same moment. */
  #passTo(time: number, inclusive: boolean): void {
    for (;;) {
      const { due } = this.#customer;
      const [answer] = this.#agenda;
      if (answer !== undefined && answer.at <= time && (due === null || answer.at <= due)) {
        this.#agenda.shift();
        this.#customer.pass(answer.at, false);
        this.#apply({ ...answer.input, at: this.#customer.clock } as Input);
      } else if (due !== null && (due < time || (inclusive && due === time))) {
        this.#count();
        this.#customer.pass(due, true);
      } else break;
    }
    this.#customer.pass(time, inclusive);
  }

  #apply(input: Input): void {
    this.#count();
    if (input.kind === 'event' && input.commandId !== undefined) this.#unanswered.delete(input.commandId);
    const ignored = this.#customer.apply(input);
    if (ignored !== undefined && ENTRY_REASONS.has(ignored)) this.#declined.push({ rule: ignored });
  }

  #count(): void {
    this.#inputs += 1;
    if (this.#inputs > MAX_INPUTS)
      throw new ScenarioError([...this.path, 'when'], 'endless', `more than ${MAX_INPUTS} inputs and timers`);
  }

  #changed(change: Change): void {
    this.#changes.push(change);
    this.#conditions.places.note(change);
    const { clock } = this.#customer;
    for (const effect of change.effects) {
      if (effect.kind !== 'command') continue;
      const act = actOf(change.journal.deeds, effect.commandId);
      this.#unanswered.set(effect.commandId, act);
      const command = this.world.catalogue.command(act);
      if (command === undefined || command.answers.size === 0) continue;
      const answer = this.#services.answer(act, command, clock);
      if (answer === null) continue;
      const input = this.#event(
        answer.type,
        answer.fields,
        [...this.path, 'services', act],
        effect.commandId,
      );
      this.#agenda.push({ at: answer.at, input });
      this.#agenda.sort((a, b) => a.at - b.at);
    }
  }

  #learn(facts: Fields): void {
    this.#facts += 1;
    this.#customer.learn({ version: this.#facts, facts: { ...this.#customer.state.facts?.facts, ...facts } });
  }

  #inForce(named: string | undefined, path: Path): Policy | null {
    if (named === undefined) return null;
    const rules = this.world.policy(named);
    if (typeof rules === 'string') throw new ScenarioError(path, 'guardrails', rules);
    return rules;
  }

  #around(clock: number): Surroundings {
    const { plans, guardrails, places, pace } = this.#conditions;
    if (pace !== null) pace.real = clock;
    return { plans, guardrails, places, pace, real: clock, derive: this.world.derive, random: () => 0.5 };
  }
}

const ENVELOPE = { hops: 0, customer: 'user=scenario' };
/** Why an entry did not start an instance. */
const ENTRY_REASONS = new Set([
  'already-running',
  'entry-without-key',
  'entry-without-vars',
  'entry-too-costly',
]);

function isUnknown(
  value: Fields | { readonly unknown: readonly string[] },
): value is { readonly unknown: readonly string[] } {
  return Array.isArray(value['unknown']) && Object.keys(value).length === 1;
}

/** `continuo.operations.OrderAccepted.v1` of `operations.OrderAccepted`. */
export function typeNamed(name: string): string {
  if (name.startsWith('continuo.')) return name;
  return `continuo.${name.replaceAll('-', '_')}.v1`;
}

// A stored history: what one life of an instance was recorded as, and what the current code makes of the same inputs.
import { canonicalJson } from '@continuo/kernel';
import { contract } from '@continuo/contracts';
import { contractCatalogue } from '../../src/journeys/definitions/contract-catalogue.js';
import { deriveId } from '../../src/journeys/timeline/derive-id.js';
import { advance } from '../../src/journeys/domain/engine/advance.js';
import type { Input } from '../../src/journeys/domain/engine/input.js';
import { ENGINE_REVISION, type Instance } from '../../src/journeys/domain/engine/instance.js';
import type { CommandEffect, Effect, JournalEntry } from '../../src/journeys/domain/engine/output.js';
import { factsOf, replay, type Recorded } from '../../src/journeys/domain/engine/replay.js';
import type { Json } from '../../src/journeys/domain/expressions/value.js';
import type { Catalogue } from '../../src/journeys/domain/language/catalogue.js';
import type { Plan } from '../../src/journeys/domain/language/plan.js';
import { inForce, type GivenGuardrails } from '../guardrails-under-test.js';
import { JourneyUnderTest, planFrom, testCatalogue } from '../journey-under-test.js';
import type { Play } from './plays.js';

/** One entry with the event's value, the commands that went out with it, and the state as it was stored then. */
interface StoredEntry {
  readonly entry: JournalEntry;
  readonly value?: Json;
  readonly commands: readonly Pick<CommandEffect, 'commandId' | 'type' | 'value' | 'notAfter'>[];
  readonly state: Instance;
}

export interface History {
  readonly name: string;
  readonly says: string;
  readonly revision: number;
  readonly catalogue: Play['catalogue'];
  readonly definition: string;
  /** What was in force for sending, by number. */
  readonly guardrails?: readonly GivenGuardrails[];
  readonly others?: readonly string[];
  readonly later?: readonly string[];
  readonly instances: readonly (readonly StoredEntry[])[];
}

type Written = Pick<Play, 'definition' | 'others' | 'later' | 'catalogue'>;

/** The plans of a play as it begins, that of its own definition first. */
function firstPlansOf({ definition, others = [], catalogue }: Written): readonly Plan[] {
  return [definition, ...others].map((text) => planFrom(text, 1, catalogueOf(catalogue)));
}

/** All plans of a play, later versions too. */
function plansOf(play: Written): readonly Plan[] {
  const later = (play.later ?? []).map((text, at) => planFrom(text, at + 2, catalogueOf(play.catalogue)));
  return [...firstPlansOf(play), ...later];
}

function catalogueOf(catalogue: Play['catalogue']): Catalogue {
  return catalogue === 'test' ? testCatalogue() : contractCatalogue(contract);
}

function planAmong(plans: readonly Plan[], journey: string | undefined, version: number): Plan {
  const plan = plans.find((each) => each.journey === journey && each.version === version);
  if (plan === undefined) throw new Error('a life of a journey that is not there');
  return plan;
}

/** Plays a life and writes it down, as it would lie in the database. */
export function record(play: Play): History {
  const game = new JourneyUnderTest(...firstPlansOf(play));
  play.play(game, inForce(play.guardrails));
  const { name, says, catalogue, definition, others, later } = play;
  const ids = [...new Set(game.changes.map(({ instance }) => instance.id))];
  const lives = ids.map((id) => game.changes.filter(({ instance }) => instance.id === id));
  const instances = lives.map((changes) =>
    changes.map(({ journal, input, effects, instance }): StoredEntry => ({
      entry: journal,
      ...(input.kind === 'event' ? { value: input.value } : {}),
      commands: commandsOf(effects),
      state: instance,
    })),
  );
  const { guardrails } = play;
  const under = guardrails === undefined ? {} : { guardrails };
  const about = { name, says, revision: ENGINE_REVISION, catalogue, definition, others, later };
  const history = { ...about, ...under, instances };
  return JSON.parse(JSON.stringify(history)) as History;
}

function commandsOf(effects: readonly Effect[]): StoredEntry['commands'] {
  return effects
    .filter((each) => each.kind === 'command')
    .map(({ commandId, type, value, notAfter }) => ({ commandId, type, value, notAfter }));
}

/** What was recorded, as lines that can be compared. */
export function recorded({ instances }: History): readonly string[] {
  return instances.flat().map(({ entry, commands }) => canonicalJson([entry, commands] as unknown as Json));
}

/** Journal and commands that the current code makes of the same inputs, from the first one on. */
export function replayed(history: History): readonly string[] {
  const plans = plansOf(history);
  return history.instances.flatMap((stored) => {
    const journey = stored[0]?.entry.journey;
    const plan = planAmong(plans, journey, 1);
    const effects: (readonly Effect[])[] = [];
    const { entries } = replay(plan, stored.map(recordedOf), deriveId, {
      told: (made) => effects.push(made),
      guardrailsAt: inForce(history.guardrails),
      version: (version) => planAmong(plans, journey, version),
    });
    return entries.map((entry, at) => line(entry, effects[at] ?? []));
  });
}

/** The same, but each input meets the state as it lay in the database then, not the one that today's code would have made. */
export function resumed(history: History): readonly string[] {
  const plans = plansOf(history);
  return history.instances.flatMap((stored) =>
    stored.map((each, at) => {
      const { entry, input } = recordedOf(each);
      const before = stored[at - 1]?.state ?? null;
      const old = planAmong(plans, entry.journey, before?.version ?? 1);
      const plan = input.kind === 'migrated' ? planAmong(plans, entry.journey, input.to) : old;
      const facts = factsOf(entry, inForce(history.guardrails));
      const made = advance(plan, before, input, facts, deriveId, old);
      return made.journal === null ? `nothing: ${made.ignored ?? ''}` : line(made.journal, made.effects);
    }),
  );
}

function line(entry: JournalEntry, effects: readonly Effect[]): string {
  return canonicalJson([entry, commandsOf(effects)] as unknown as Json);
}

function recordedOf({ entry, value }: StoredEntry): Recorded {
  const input = entry.input.kind === 'event' ? { ...entry.input, value: value ?? {} } : entry.input;
  return { entry, input: input as unknown as Input };
}

// Lives nobody leads: random events, answers, pauses, operators' words and an erasure, played on generated journeys.
import fc from 'fast-check';
import { WAITED, type GeneratedJourneys } from './generated-journeys.js';
import { compileDefinition } from '../src/journeys/domain/language/compile-definition.js';
import type { Plan } from '../src/journeys/domain/language/plan.js';
import { JourneyUnderTest, START, testCatalogue } from './journey-under-test.js';

export type Move =
  | { readonly do: 'event'; readonly name: string; readonly order: string; readonly place: string }
  | { readonly do: 'answer'; readonly meaning: 'done' | 'failed' | 'refused'; readonly which: number }
  | { readonly do: 'pass'; readonly time: string }
  | {
      readonly do: 'action';
      readonly action: 'retry' | 'skip' | 'cancel';
      readonly which: number;
      readonly named: number;
    }
  | { readonly do: 'move'; readonly to: string }
  | { readonly do: 'erase' };

const EVENTS = ['operations.OrderAccepted', 'operations.OrderCancelled', ...WAITED, ...WAITED, ...WAITED];

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      name: fc.constantFrom(...EVENTS),
      order: fc.constantFrom('o-1', 'o-1', 'o-2', 'k'),
      place: fc.constantFrom('s-1', 's-2'),
    }),
  },
  {
    weight: 32,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      meaning: fc.constantFrom('done' as const, 'done' as const, 'failed' as const, 'refused' as const),
      which: fc.nat(4),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      time: fc.constantFrom('PT10S', 'PT15S', 'PT30M', 'PT1H', 'PT4H', 'P1D', 'P4D'),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('action' as const),
      action: fc.constantFrom('retry' as const, 'skip' as const, 'skip' as const, 'cancel' as const),
      which: fc.nat(9),
      named: fc.nat(4),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('move' as const), to: fc.constantFrom('profile-1', 'profile-2') }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'erase' as const }) },
);

/** Half of `most` moves and more, up to it, after the order that starts the first journey. */
export function randomLife(most: number): fc.Arbitrary<readonly Move[]> {
  return fc.array(move, { minLength: Math.ceil(most / 2), maxLength: most, size: 'max' });
}

const CATALOGUE = testCatalogue();
const compiled = new WeakMap<object, readonly Plan[]>();

/** The plans of generated definitions, compiled once for all lives that are played on them. */
export function plansOf(sources: GeneratedJourneys['sources']): readonly Plan[] {
  const plans = compiled.get(sources) ?? sources.map(compile);
  compiled.set(sources, plans);
  return plans;
}

function compile(source: GeneratedJourneys['sources'][number]): Plan {
  const result = compileDefinition(source, 1, CATALOGUE);
  if (!result.ok) throw new Error(`${JSON.stringify(source)}\n${JSON.stringify(result.problems)}`);
  return result.plan;
}

/** Plays a life. `between` sees the game after each move, and may change how its state is held. */
export function playLife(
  { sources }: GeneratedJourneys,
  moves: readonly Move[],
  between: (game: JourneyUnderTest) => void = () => undefined,
): JourneyUnderTest {
  const game = new JourneyUnderTest(...plansOf(sources)).facts({ timeZone: 'America/New_York' });
  game.clock = START;
  game.event('operations.OrderAccepted', order('o-1', 's-1'));
  between(game);
  for (const each of moves) {
    make(game, each);
    between(game);
  }
  return game;
}

function order(orderId: string, storeId: string): { orderId: string; storeId: string; placeId: string } {
  return { orderId, storeId, placeId: storeId };
}

function make(game: JourneyUnderTest, each: Move): void {
  switch (each.do) {
    case 'event':
      game.event(each.name, order(each.order, each.place));
      return;
    case 'answer':
      answer(game, each.which, each.meaning);
      return;
    case 'pass':
      game.pass(each.time);
      return;
    case 'action':
      act(game, each);
      return;
    case 'move':
      game.input({ kind: 'moved', id: `to-${each.to}`, at: game.clock, to: each.to, because: 'merged' });
      return;
    case 'erase':
      game.input({ kind: 'erased', id: 'erasure', at: game.clock });
  }
}

/** Answers one of the newest commands with what its service may say. */
function answer(game: JourneyUnderTest, which: number, meaning: 'done' | 'failed' | 'refused'): void {
  const command = game.commands.at(-1 - which);
  if (command === undefined) return;
  const names = command.type.includes('AlertStaff')
    ? {
        done: 'collaboration.MessageSent',
        failed: 'collaboration.MessageFailed',
        refused: 'collaboration.MessageRefused',
      }
    : {
        done: command.type.includes('Release') ? 'operations.StockReleased' : 'operations.StockReserved',
        failed: 'operations.StockFailed',
        refused: 'operations.StockRefused',
      };
  game.answer(names[meaning], command);
}

/** A word on one instance: on what stands there first, on the step or the incident that is named, or on one that is gone. */
function act(game: JourneyUnderTest, { action, which, named }: Extract<Move, { do: 'action' }>): void {
  const all = [...game.state.instances.values()];
  const stalled = all.filter(({ incidents }) => incidents.length > 0);
  const instance = stalled[which % Math.max(1, stalled.length)] ?? all[which % Math.max(1, all.length)];
  if (instance === undefined) return;
  const incident = instance.incidents[named % Math.max(1, instance.incidents.length)];
  const about = { instanceId: instance.id };
  if (named === 0 || incident === undefined) game.action(action, about);
  else if (named === 1) game.action(action, { ...about, step: incident.step });
  else if (named === 2) game.action(action, { ...about, step: 'gone' });
  else game.action(action, { ...about, incidentId: incident.id });
}

// The engine against a model that was written another way: the same steps at the same times, the same commands, the same end.
import fc from 'fast-check';
import { generatedJourneys, type GeneratedJourneys } from '../../../../test/generated-journeys.js';
import { JourneyUnderTest, START } from '../../../../test/journey-under-test.js';
import { plansOf, randomLife, type Move } from '../../../../test/random-lives.js';
import { ReferenceModel } from '../../../../test/reference-model.js';
import type { DefinitionSource, StepSource } from '../language/definition.js';

const seed = Number(process.env['SEED'] ?? 20260104);
const numRuns = Number(process.env['RUNS'] ?? 100);

type Steps = Readonly<Record<string, StepSource>>;

/** Without what the model does not know: nothing is kept, undone, or bound to a date. */
function simpler(steps: Steps): Steps {
  return Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, simplerStep(step)]));
}

function simplerStep(step: StepSource): StepSource {
  if ('act' in step) {
    const { compensate: _undone, ...rest } = step;
    return rest;
  }
  if ('end' in step) return { end: step.end };
  if ('wait' in step) {
    const wait = step.wait.map((branch) => {
      if ('until' in branch)
        return { after: 'PT4H', ...(branch.next === undefined ? {} : { next: branch.next }) };
      return 'on' in branch && !('restart' in branch) ? { ...branch, since: 'step' as const } : branch;
    });
    return { ...step, wait };
  }
  if (!('parallel' in step)) return step;
  const branches = Object.entries(step.branches).map(([name, { steps }]) => [
    name,
    { steps: simpler(steps) },
  ]);
  return { ...step, branches: Object.fromEntries(branches) as typeof step.branches };
}

const journeys: fc.Arbitrary<GeneratedJourneys> = generatedJourneys({ journeys: false }).map(
  ({ sources }) => ({
    sources: sources.map((source): DefinitionSource => ({ ...source, steps: simpler(source.steps) })),
  }),
);

const ANSWERS = { done: 'StockReserved', failed: 'StockFailed', refused: 'StockRefused' } as const;
const MESSAGES = { done: 'MessageSent', failed: 'MessageFailed', refused: 'MessageRefused' } as const;

/** One move of both. */
function make(game: JourneyUnderTest, model: ReferenceModel, move: Move): void {
  switch (move.do) {
    case 'event':
      if (move.name === 'operations.OrderAccepted') return;
      game.event(move.name, { orderId: 'o-1', placeId: 's-1', storeId: 's-1' });
      model.event(move.name);
      return;
    case 'answer': {
      const command = game.commands.at(-1 - move.which);
      const known = model.commands.at(-1 - move.which);
      if (command === undefined || known === undefined) return;
      const isMessage = command.type.includes('AlertStaff');
      game.answer(
        isMessage ? `collaboration.${MESSAGES[move.meaning]}` : `operations.${ANSWERS[move.meaning]}`,
        command,
      );
      model.answer(known, move.meaning);
      return;
    }
    case 'pass':
      game.pass(move.time);
      model.pass(game.clock);
      return;
    case 'action':
      if (move.action === 'cancel' && move.which > 0) return;
      game.action(move.action);
      model.word(move.action);
      return;
    default:
  }
}

function enteredBy(game: JourneyUnderTest): readonly string[] {
  return game.changes.flatMap(({ journal, instance }) =>
    journal.deeds.filter(({ did }) => did === 'entered').map(({ step }) => `${instance.now} ${String(step)}`),
  );
}

test(`the engine walks as the model does (seed ${seed})`, () => {
  let steps = 0;
  fc.assert(
    fc.property(journeys, randomLife(40), ({ sources }, moves) => {
      const game = new JourneyUnderTest(...plansOf(sources));
      game.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
      const model = new ReferenceModel(sources[0]?.steps ?? {}, START);
      for (const move of moves) {
        make(game, model, move);
        expect(enteredBy(game)).toEqual(model.entered);
        expect(game.instance.outcome).toBe(model.outcome);
        expect(game.instance.incidents).toHaveLength(model.standing);
      }
      expect(game.commands).toHaveLength(model.commands.length);
      steps += model.entered.length;
    }),
    { seed, numRuns },
  );
  expect(steps).toBeGreaterThan(numRuns * 4);
});

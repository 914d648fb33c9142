// Properties of the engine over generated journeys: parallel ways, journeys that start others, waits that begin anew.
import { readFileSync } from 'node:fs';
import { canonicalJson } from '@continuo/kernel';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { generatedJourneys } from '../../../../test/generated-journeys.js';
import { problemsOf, type JourneyUnderTest } from '../../../../test/journey-under-test.js';
import { playLife, randomLife } from '../../../../test/random-lives.js';
import type { Plan } from '../language/plan.js';
import { nextDue, positionsOf, type Instance, type Position } from './instance.js';

const seed = Number(process.env['SEED'] ?? 20260103);
const numRuns = Number(process.env['RUNS'] ?? 40);

/** A state as the database gives it back. */
function stored(game: JourneyUnderTest): void {
  const { instances } = game.state;
  const read = [...instances].map(
    ([id, instance]) => [id, JSON.parse(JSON.stringify(instance)) as Instance] as const,
  );
  game.state = { ...game.state, instances: new Map(read) };
}

/** What will move this place on; undefined when nothing will. */
function moverOf(game: JourneyUnderTest, plan: Plan, instance: Instance, at: Position): string | undefined {
  const step = plan.steps.get(at.step);
  if (instance.incidents.some((incident) => incident.of === 'step' && incident.step === at.step))
    return 'incident';
  if (step?.kind === 'parallel') {
    return instance.branches?.some(({ parallel }) => parallel === at.step) ? 'branches' : undefined;
  }
  if (step?.kind === 'journey' && at.pending?.phase === 'sent') {
    const child = game.state.instances.get(at.pending.commandId);
    return child !== undefined && child.status !== 'ended' && at.timer !== null ? 'child' : undefined;
  }
  return at.timer === null ? undefined : 'timer';
}

function checkInstance(game: JourneyUnderTest, instance: Instance): void {
  const plan = game.around.plans.version(instance.journey, instance.version);
  if (plan === undefined) throw new Error('no plan');
  const places = positionsOf(instance);
  expect(new Set(places.map(({ step }) => step)).size).toBe(places.length);
  if (instance.status !== 'running') {
    expect(instance).toMatchObject({ timer: null, pending: null, mailbox: [] });
    expect(instance.branches).toBeUndefined();
    expect(instance.incidents.every((incident) => incident.of === 'undo')).toBe(true);
    const isMoving = nextDue(instance) !== null || instance.incidents.length > 0;
    expect(isMoving).toBe(instance.status === 'undoing');
    return;
  }
  for (const at of places) {
    expect([at.step, moverOf(game, plan, instance, at)]).not.toEqual([at.step, undefined]);
    expect(at.visit).toBe(instance.visits[at.step]);
    const { branch } = plan.steps.get(at.step) ?? {};
    if (branch) expect(places.some(({ step }) => step === branch.parallel)).toBe(true);
    else expect(at.step).toBe(instance.step);
  }
  for (const incident of instance.incidents) {
    if (incident.of === 'step') expect(places.map(({ step }) => step)).toContain(incident.step);
  }
  expect(instance.mailbox.length).toBeLessThanOrEqual(32);
}

describe(`over generated journeys (seed ${seed})`, () => {
  const lives = [generatedJourneys(), randomLife(40)] as const;

  test('they are right by the published schema and by every rule', () => {
    fc.assert(
      fc.property(generatedJourneys(), ({ sources }) => {
        for (const source of sources) expect(problemsOf(JSON.stringify(source))).toEqual([]);
      }),
      { seed, numRuns: Math.ceil(numRuns / 10) },
    );
  });

  test('each instance replays alone to its journal, byte by byte; states go through the database unchanged', () => {
    fc.assert(
      fc.property(...lives, (journeys, moves) => {
        const game = playLife(journeys, moves);
        const { recorded, again } = game.replayed();
        expect(again).toBe(recorded);
        const read = playLife(journeys, moves, stored);
        const journals = (of: JourneyUnderTest): string =>
          of.changes.map(({ journal }) => canonicalJson(journal)).join('\n');
        expect(journals(read)).toBe(journals(game));
      }),
      { seed, numRuns },
    );
    expect(numRuns).toBeGreaterThan(0);
  });

  test('nothing stands without a timer, an incident, a branch or a journey that moves it on; an end leaves nothing', () => {
    fc.assert(
      fc.property(...lives, (journeys, moves) => {
        playLife(journeys, moves, (game) => {
          for (const instance of game.state.instances.values()) checkInstance(game, instance);
        });
      }),
      { seed: seed + 1, numRuns },
    );
    expect(numRuns).toBeGreaterThan(0);
  });

  test('entries are what the schema says, numbered without a gap; time never goes back; an end is told once', () => {
    const isEntry = entrySchema();
    fc.assert(
      fc.property(...lives, (journeys, moves) => {
        const game = playLife(journeys, moves);
        for (const id of game.state.instances.keys()) {
          const own = game.changes.filter(({ instance }) => instance.id === id);
          own.forEach(({ instance, journal }, at) => {
            isEntry(JSON.parse(JSON.stringify(journal)));
            expect(isEntry.errors).toBeNull();
            expect(journal.seq).toBe(at + 1);
            expect(instance.now).toBeGreaterThanOrEqual(own[at - 1]?.instance.now ?? 0);
          });
          const ends = own
            .flatMap(({ effects }) => effects)
            .filter((each) => each.kind === 'publish' && each.name === 'JourneyEnded');
          expect(ends.length).toBe(game.state.instances.get(id)?.endedAt === null ? 0 : 1);
        }
      }),
      { seed: seed + 3, numRuns: Math.ceil(numRuns / 3) },
    );
    expect(numRuns).toBeGreaterThan(0);
  });

  test('a command has one meaning; what was done and not undone is compensated once, the newest first', () => {
    fc.assert(
      fc.property(...lives, (journeys, moves) => {
        const game = playLife(journeys, moves);
        const meaning = new Map<string, string>();
        for (const { instance, effects } of game.changes) {
          for (const each of effects) {
            if (each.kind !== 'command') continue;
            const says = `${instance.id} ${each.type} ${each.step} ${JSON.stringify(each.value)}`;
            expect(meaning.get(each.commandId) ?? says).toBe(says);
            meaning.set(each.commandId, says);
          }
        }
        for (const id of game.state.instances.keys()) checkUndo(game, id);
      }),
      { seed: seed + 4, numRuns },
    );
    expect(numRuns).toBeGreaterThan(0);
  });
});

/** What an ending undoes at once is the reverse of the order in which the acts were done, over all branches. */
function checkUndo(game: JourneyUnderTest, id: string): void {
  const own = game.changes.filter(({ instance }) => instance.id === id);
  let done: string[] = [];
  for (const { plan, journal } of own) {
    for (const deed of journal.deeds) {
      const step = plan.steps.get(String(deed['step']));
      if (
        deed.did === 'answered' &&
        deed['meaning'] === 'done' &&
        step?.kind === 'act' &&
        step.compensate !== null
      )
        done = [...done, String(deed['step'])];
      if (deed.did !== 'undoing') continue;
      const acts = (deed['acts'] as readonly string[]).map((act) => act.split('/')[0] ?? '');
      if (journal.status === 'running' || acts.length < 2) continue;
      expect(acts).toEqual([...done].reverse());
    }
  }
}

function entrySchema(): ValidateFunction {
  const schemaFile = new URL('../../../../../../schemas/journal.schema.json', import.meta.url);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as { definitions: object };
  const ajv = new Ajv({
    allErrors: true,
    keywords: ['volatile'],
    formats: { uuid: true, 'date-time': true },
  });
  return ajv.compile({ $ref: '#/definitions/entry', definitions: schema.definitions });
}

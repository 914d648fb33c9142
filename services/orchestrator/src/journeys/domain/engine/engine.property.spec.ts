// Properties of the engine over random histories: replay gives the same journal, time never goes back, ends are ends.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import type { Plan } from '../language/plan.js';
import { advanceProfile } from './profile.js';

const example = readFileSync(
  new URL('../../../../test/fixtures/click-and-collect.yaml', import.meta.url),
  'utf8',
);
const plan: Plan = planFrom(example);
const seed = Number(process.env['SEED'] ?? 20260102);
const numRuns = Number(process.env['RUNS'] ?? 300);

type Move =
  | { readonly do: 'event'; readonly name: string; readonly order: string; readonly place: string }
  | { readonly do: 'answer'; readonly name: string; readonly which: number }
  | { readonly do: 'pass'; readonly time: string }
  | { readonly do: 'action'; readonly action: 'retry' | 'skip' | 'cancel' }
  | { readonly do: 'erase' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      name: fc.constantFrom(
        'operations.OrderAccepted',
        'operations.OrderReady',
        'operations.OrderCollected',
        'operations.OrderCancelled',
        'collaboration.PlaceEntered',
      ),
      order: fc.constantFrom('o-1', 'o-2'),
      place: fc.constantFrom('s-1', 's-2'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      name: fc.constantFrom(
        'operations.StockReserved',
        'operations.StockFailed',
        'operations.StockRefused',
        'operations.StockReleased',
        'collaboration.MessageSent',
        'collaboration.MessageFailed',
        'collaboration.MessageRefused',
      ),
      which: fc.nat(5),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      time: fc.constantFrom('PT5S', 'PT20S', 'PT4H', 'P1D', 'P4D'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('action' as const),
      action: fc.constantFrom('retry' as const, 'skip' as const, 'cancel' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'erase' as const }) },
);

function play(moves: readonly Move[]): JourneyUnderTest {
  const game = new JourneyUnderTest(plan).event('operations.OrderAccepted', order('o-1', 's-1'));
  for (const each of moves) make(game, each);
  return game;
}

function order(orderId: string, storeId: string): { orderId: string; storeId: string; fulfilment: string } {
  return { orderId, storeId, fulfilment: 'collect' };
}

function make(game: JourneyUnderTest, each: Move): void {
  switch (each.do) {
    case 'event':
      game.event(each.name, { ...order(each.order, each.place), placeId: each.place });
      return;
    case 'answer': {
      const command = game.commands.at(-1 - each.which);
      if (command !== undefined) game.answer(each.name, command);
      return;
    }
    case 'pass':
      game.pass(each.time);
      return;
    case 'action':
      game.action(each.action);
      return;
    case 'erase':
      game.input({ kind: 'erased', id: 'erasure', at: game.clock });
  }
}

describe(`over random histories (seed ${seed})`, () => {
  const histories = fc.array(move, { maxLength: 40 });

  test('the journal replays to itself, byte by byte', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const { recorded, again } = play(moves).replayed();
        return recorded === again && recorded.length > 0;
      }),
      { seed, numRuns },
    );
    expect(numRuns).toBeGreaterThan(0);
  });

  test('every entry is what journal.schema.json says', () => {
    const schemaFile = new URL('../../../../../../schemas/journal.schema.json', import.meta.url);
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as { definitions: object };
    const ajv = new Ajv({
      allErrors: true,
      keywords: ['volatile'],
      formats: { uuid: true, 'date-time': true },
    });
    const isEntry = ajv.compile({ $ref: '#/definitions/entry', definitions: schema.definitions });
    fc.assert(
      fc.property(histories, (moves) => {
        for (const { journal } of play(moves).changes) {
          isEntry(JSON.parse(JSON.stringify(journal)));
          expect(isEntry.errors).toBeNull();
        }
      }),
      { seed, numRuns: numRuns / 3 },
    );
  });

  test('states stay sound', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const game = play(moves);
        for (const { instance, journal } of game.changes) {
          expect(instance.mailbox.length).toBeLessThanOrEqual(32);
          expect(JSON.parse(JSON.stringify(instance))).toEqual(instance);
          expect(journal.deeds.length).toBeGreaterThan(0);
          if (instance.status === 'ended')
            expect(instance).toMatchObject({
              timer: null,
              undoTimer: null,
              pending: null,
              undo: [],
              incidents: [],
            });
          if (instance.status === 'running' && instance.incidents.length === 0) {
            expect(instance.timer).not.toBeNull();
          }
        }
      }),
      { seed, numRuns },
    );
  });

  test('clocks never go back, versions of an instance follow each other, an end is published once', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const game = play(moves);
        for (const id of game.state.instances.keys()) {
          const own = game.changes.filter(({ instance }) => instance.id === id);
          own.forEach(({ instance, journal }, at) => {
            expect(journal.seq).toBe(at + 1);
            expect(instance.now).toBeGreaterThanOrEqual(own[at - 1]?.instance.now ?? 0);
          });
          const ends = own
            .flatMap(({ effects }) => effects)
            .filter((each) => each.kind === 'publish' && each.name === 'JourneyEnded');
          expect(ends.length).toBe(game.state.instances.get(id)?.endedAt === null ? 0 : 1);
        }
      }),
      { seed, numRuns },
    );
  });

  test('every command of one step and visit has one id, and no two share it', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const meaning = new Map<string, string>();
        for (const { instance, effects } of play(moves).changes) {
          for (const each of effects) {
            if (each.kind !== 'command') continue;
            const says = `${instance.id} ${each.type} ${each.step} ${JSON.stringify(each.value)}`;
            expect(meaning.get(each.commandId) ?? says).toBe(says);
            meaning.set(each.commandId, says);
          }
        }
      }),
      { seed, numRuns },
    );
  });

  test('an input that changes nothing leaves the state as it is, to the reference', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const game = play(moves);
        const stranger = {
          kind: 'event' as const,
          id: 'x',
          profileId: 'profile-1',
          type: 'continuo.cdp.TrackReceived.v1',
          at: game.clock,
          value: {},
          hops: 0,
          customer: '',
          correlationId: '',
        };
        expect(advanceProfile(game.state, stranger, game.around).state).toBe(game.state);
      }),
      { seed, numRuns },
    );
  });
});

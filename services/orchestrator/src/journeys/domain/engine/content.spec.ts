// The words of messages: those of when the version was published, told to who renders them; the answer says which they were.
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import type { Plan } from '../language/plan.js';
import { ANSWER_TELLS_TEMPLATE } from './instance.js';

const STEPS = `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate:
        act: collaboration.SendMessage
        with: { template: "'sorry'", purpose: "'service'" }
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'ready'", purpose: "'service'" }
      retry: { attempts: 2, backoff: PT1M }
    stay:
      office: front
      wait: [{ after: P1D }]
    again:
      office: front
      act: collaboration.SendMessage
      with: { template: "'still-ready'", purpose: "'service'" }
    over: { end: over, undo: true }`;
const plan = (version: number, publishedAt: number | null): Plan => ({
  ...planFrom(journey(STEPS), version),
  publishedAt,
});
const start = (publishedAt: number | null): JourneyUnderTest =>
  new JourneyUnderTest(plan(1, publishedAt))
    .event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' })
    .answer('operations.StockReserved');

/** What was asked for, with the moment whose content is to be used. */
const asked = ({ commands }: JourneyUnderTest) =>
  commands.map(({ value }) => [value['template'] ?? 'stock', value['contentAsOf']]);

test('every message of a version names the moment it was published: attempts and compensations too, nothing else does', () => {
  const game = start(1_000);
  game.answer('collaboration.MessageFailed').pass('PT2M').answer('collaboration.MessageSent').pass('P1D');
  game.answer('collaboration.MessageSent');
  expect(asked(game)).toEqual([
    ['stock', undefined],
    ['ready', 1_000],
    ['ready', 1_000],
    ['still-ready', 1_000],
    ['sorry', 1_000],
  ]);
  const { recorded, again } = game.replayed();
  expect(again).toBe(recorded);
});

test('what was never published, a draft or a scenario, names none', () => {
  expect(asked(start(null)).at(-1)).toEqual(['ready', undefined]);
});

test('who was migrated gets the words of the version that was migrated to', () => {
  const game = start(1_000);
  game.publish(plan(2, 2_000));
  game.answer('collaboration.MessageSent').input({
    ...{ kind: 'migrated', id: 'request-1', instanceId: game.instance.id, at: game.clock },
    ...{ migration: 'migration-1', from: 1, to: 2, map: {}, vars: {}, reverts: false, actor: 'designer-1' },
  });
  expect(asked(game.pass('P1D')).slice(-2)).toEqual([
    ['ready', 1_000],
    ['still-ready', 2_000],
  ]);
});

test('a definition can not say itself of when its content is', () => {
  const text = journey(STEPS.replace(`'ready'"`, `'ready'", contentAsOf: "5"`));
  expect(() => planFrom(text)).toThrow('unknown-field');
});

describe('the journal', () => {
  const answered = (game: JourneyUnderTest, value: { templateRevision: number | null }) => {
    const commandId = game.commands.at(-1)?.commandId ?? '';
    game.event('collaboration.MessageSent', value, { commandId });
    return game.deeds.findLast(({ did }) => did === 'answered');
  };

  test('says which revision was sent, where the answer does', () => {
    expect(answered(start(1_000), { templateRevision: 3 })).toMatchObject({ templateRevision: 3 });
    expect(answered(start(1_000), { templateRevision: null })).not.toHaveProperty('templateRevision');
  });

  test('of an instance that began before says nothing of it', () => {
    const game = start(1_000);
    const { instance, state } = game;
    const older = { ...instance, revision: ANSWER_TELLS_TEMPLATE - 1 };
    game.state = { ...state, instances: new Map([[instance.id, older]]) };
    expect(answered(game, { templateRevision: 3 })).not.toHaveProperty('templateRevision');
  });
});

// Whatever comes in whatever order: nothing that was asked of others is left open when a journey has left it.
import fc from 'fast-check';
import { JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import { positionsOf } from './instance.js';

const YAML = `
journey: under-test
title: Other hands
owner: tests
objective: nothing left open
metrics: [right]
entry:
  - { on: continuo.operations.OrderAccepted.v1, key: event.orderId, set: { storeId: event.storeId } }
exit:
  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }
steps:
  both:
    office: back
    parallel: any
    branches:
      people:
        steps:
          ask:
            office: middle
            approve: goodwill
            role: agent
            deadline: PT4H
            escalate: [{ after: PT1H, role: supervisor }]
            approved: pause
            rejected: pause
            expired: pause
          pause: { office: middle, wait: [{ after: PT1H }] }
      workers:
        steps:
          score:
            office: back
            task: score
            timeout: PT6H
            retry: { attempts: 2, backoff: PT10M }
            set: { score: result }
            failed: rest
          rest: { office: back, wait: [{ after: PT30M }] }
  again:
    office: middle
    choose:
      - { when: visits.both < 3, next: both }
      - { else: true, next: over }
  over: { end: over }
`;
const plan = planFrom(YAML);

type Move =
  | { readonly is: 'task'; readonly name: string; readonly outcome: string | null; readonly of: number }
  | { readonly is: 'settled'; readonly outcome: string; readonly attempt: number; readonly of: number }
  | { readonly is: 'pass'; readonly minutes: number }
  | { readonly is: 'cancel' | 'retry' | 'skip' | 'exit' | 'erase' };

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('task' as const),
      name: fc.constantFrom(
        'TaskCreated',
        'TaskRefused',
        'TaskCompleted',
        'TaskClosed',
        'TaskReassigned',
        'TaskDecisionRefused',
      ),
      outcome: fc.constantFrom('approved', 'rejected', 'maybe', null),
      of: fc.nat(20),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      is: fc.constant('settled' as const),
      outcome: fc.constantFrom('completed', 'failed', 'unknown'),
      attempt: fc.constantFrom(1, 1, 2, 3),
      of: fc.nat(20),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constant('pass' as const), minutes: fc.constantFrom(1, 11, 60, 240, 400) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constantFrom('cancel' as const, 'retry' as const, 'skip' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constantFrom('exit' as const, 'erase' as const) }) },
);

function make(test: JourneyUnderTest, each: Move): void {
  const tasks = test.changes.flatMap(({ effects }) => effects.filter((effect) => effect.kind === 'task'));
  switch (each.is) {
    case 'task': {
      const { commands } = test;
      const commandId = commands[each.of % Math.max(1, commands.length)]?.commandId ?? 'none';
      const value = { taskId: 't', outcome: each.outcome, completedBy: 'anna', code: 'c', role: 'agent' };
      test.event(`collaboration.${each.name}`, value, { commandId });
      return;
    }
    case 'settled': {
      const commandId = tasks[each.of % Math.max(1, tasks.length)]?.taskId ?? 'none';
      const { outcome, attempt } = each;
      const value = { outcome, attempt, result: '7', code: 'c', retriable: true, worker: 'w', actor: 'a' };
      test.event('orchestrator.WorkerTaskSettled', value, { commandId });
      return;
    }
    case 'pass':
      test.pass(`PT${each.minutes}M`);
      return;
    case 'exit':
      test.event('operations.OrderCancelled');
      return;
    case 'erase':
      test.input({ kind: 'erased', id: 'erased', at: test.clock });
      return;
    default:
      test.action(each.is);
  }
}

/** Tasks whose last word is an offer, and approvals that were asked and neither decided nor closed. */
function leftOpen(test: JourneyUnderTest): { tasks: ReadonlySet<string>; approvals: ReadonlySet<string> } {
  const tasks = new Set<string>();
  const approvals = new Set<string>();
  for (const { effects, journal } of test.changes) {
    for (const effect of effects) {
      if (effect.kind === 'task' && effect.op === 'offer') tasks.add(effect.taskId);
      if (effect.kind === 'task' && effect.op === 'withdraw') tasks.delete(effect.taskId);
      if (effect.kind !== 'command') continue;
      if (effect.type.includes('CreateTask')) approvals.add(effect.commandId);
      if (effect.type.includes('CloseTask')) approvals.delete(String(effect.value['task']));
    }
    for (const deed of journal.deeds) if (deed.did === 'settled') tasks.delete(String(deed['task']));
    const ruled = journal.deeds.some(({ did }) => did === 'ruled');
    const input = journal.input;
    if (ruled) approvals.delete(String(input['commandId']));
    if (journal.deeds.some(({ did, type }) => did === 'answered' && String(type).includes('TaskRefused')))
      approvals.delete(String(input['commandId']));
  }
  return { tasks, approvals };
}

test('nothing is left open that no position waits for, and every journal replays', () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
  console.log(`other hands: seed ${seed}`);
  fc.assert(
    fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
      const test = new JourneyUnderTest(plan);
      test.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
      for (const each of moves) {
        make(test, each);
        const waited = new Set(positionsOf(test.instance).flatMap(({ pending }) => pending?.commandId ?? []));
        const { tasks, approvals } = leftOpen(test);
        expect([...tasks, ...approvals].filter((id) => !waited.has(id))).toEqual([]);
        const all = test.instance.status === 'running' ? positionsOf(test.instance) : [];
        for (const { pending, timer, step } of all) {
          const stands = test.instance.incidents.some((incident) => incident.step === step);
          if (pending !== null && !stands) expect(timer).not.toBeNull();
        }
      }
      const { recorded, again } = test.replayed();
      expect(again).toBe(recorded);
    }),
    { seed, numRuns: 150 },
  );
});

// Specifies who may do what with a task, state by state.
import { creationRefused } from './new-task.js';
import { decide, type Actor, type TaskAction, type TaskFacts } from './task.js';

const anna: Actor = { subject: 'anna', roles: ['agent'] };
const bert: Actor = { subject: 'bert', roles: ['agent'] };
const boss: Actor = { subject: 'boss', roles: ['supervisor'] };
const open: TaskFacts = {
  state: 'open',
  role: 'agent',
  delegate: null,
  claimedBy: null,
  outcome: null,
  outcomes: [],
  closesAt: null,
  notBy: null,
};
const claimed: TaskFacts = { ...open, state: 'claimed', claimedBy: 'anna' };
const done: TaskFacts = { ...claimed, state: 'done', outcome: 'reached' };
const cancelled: TaskFacts = { ...open, state: 'cancelled', outcome: 'not-needed' };
const complete: TaskAction = { kind: 'complete', outcome: 'reached' };
const cancel: TaskAction = { kind: 'cancel', code: 'not-needed' };
const said = (task: TaskFacts, action: TaskAction, actor: Actor): string => {
  const decision = decide(task, action, actor, 0);
  return decision.ok ? (decision.value?.state ?? 'nothing') : decision.refusal.code;
};

describe('a task', () => {
  it('is claimed, released, completed and cancelled', () => {
    expect(decide(open, { kind: 'claim' }, anna, 0)).toEqual({
      ok: true,
      value: { state: 'claimed', claimedBy: 'anna', outcome: null, role: 'agent', delegate: null },
    });
    expect(said(claimed, { kind: 'release' }, anna)).toBe('open');
    expect(decide(claimed, complete, anna, 0)).toMatchObject({
      value: { state: 'done', outcome: 'reached' },
    });
    expect(said(open, cancel, anna)).toBe('cancelled');
    expect(said(claimed, cancel, anna)).toBe('cancelled');
  });

  it('is one person’s at a time', () => {
    expect(said(claimed, { kind: 'claim' }, bert)).toBe('task-taken');
    for (const action of [complete, cancel, { kind: 'release' }] as const)
      expect(said(claimed, action, bert)).toBe('task-not-yours');
    expect(said(open, complete, anna)).toBe('task-not-claimed');
  });

  it('is for its role, and for supervisors', () => {
    const designer: Actor = { subject: 'dora', roles: ['designer', 'operator', 'integrator'] };
    for (const action of [{ kind: 'claim' }, complete, cancel, { kind: 'release' }] as const)
      for (const task of [open, claimed, done]) expect(said(task, action, designer)).toBe('task-wrong-role');
    expect(said(open, { kind: 'claim' }, boss)).toBe('claimed');
    expect(said(claimed, complete, boss)).toBe('done');
    expect(said(claimed, { kind: 'release' }, { subject: 'root', roles: ['admin'] })).toBe('open');
    expect(said(claimed, { kind: 'claim' }, boss)).toBe('task-taken');
  });

  it('stays quiet when the same is said again', () => {
    expect(said(claimed, { kind: 'claim' }, anna)).toBe('nothing');
    expect(said(open, { kind: 'release' }, anna)).toBe('nothing');
    expect(said(done, complete, anna)).toBe('nothing');
    expect(said(cancelled, cancel, bert)).toBe('nothing');
  });

  it('does not change once it has ended', () => {
    for (const action of [{ kind: 'claim' }, { kind: 'release' }, cancel] as const)
      expect(said(done, action, anna)).toBe('task-done');
    expect(said(done, { kind: 'complete', outcome: 'other' }, anna)).toBe('task-done');
    expect(said(done, complete, bert)).toBe('task-done');
    for (const action of [{ kind: 'claim' }, { kind: 'release' }, complete] as const)
      expect(said(cancelled, action, anna)).toBe('task-cancelled');
  });
});

describe('creationRefused', () => {
  const wanted = {
    taskType: 'call-back',
    role: 'agent',
    orderId: null,
    outcomes: [],
    notBy: null,
    details: {},
  };

  it('lets a task for a person through', () => {
    expect(creationRefused(wanted)).toBeUndefined();
    expect(creationRefused({ ...wanted, role: 'supervisor', orderId: 'o-1' })).toBeUndefined();
  });

  it('refuses roles that no person has', () => {
    for (const role of ['', 'integrator', 'Agent', 'nurse', '__proto__', 'x'.repeat(10_240)])
      expect(creationRefused({ ...wanted, role })).toBe('unknown-role');
  });

  it('refuses what nobody could read or keep', () => {
    for (const taskType of ['', 'Call back', 'a\u0000', 'x'.repeat(10_240)])
      expect(creationRefused({ ...wanted, taskType })).toBe('task-type-unusable');
    for (const orderId of ['', 'o\u0000', 'x'.repeat(10_240)])
      expect(creationRefused({ ...wanted, orderId })).toBe('order-id-unusable');
  });

  it('refuses decisions that could not be made, and details that could not be kept', () => {
    const code = (more: Partial<Parameters<typeof creationRefused>[0]>) =>
      creationRefused({ ...wanted, ...more });
    expect(
      code({ outcomes: ['approved', 'rejected'], notBy: 'anna', details: { amount: 12, ok: true } }),
    ).toBe(undefined);
    for (const outcomes of [['Yes'], ['a', 'a'], Array.from({ length: 11 }, (_, n) => `o${n}`)])
      expect(code({ outcomes })).toBe('outcomes-unusable');
    for (const notBy of ['', 'a b', 'x'.repeat(201)]) expect(code({ notBy })).toBe('not-by-unusable');
    for (const details of [
      { 'a-b': '1' } as Record<string, string>,
      { a: '\u0000' },
      { a: 'x'.repeat(8_192) },
    ])
      expect(code({ details })).toBe('details-unusable');
  });
});

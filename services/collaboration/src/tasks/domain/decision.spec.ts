// Specifies decisions: who may decide, until when, and how they are handed on.
import { decide, mayWorkOn, type Actor, type TaskAction, type TaskFacts } from './task.js';

const sue: Actor = { subject: 'sue', roles: ['supervisor'] };
const sam: Actor = { subject: 'sam', roles: ['supervisor', 'agent'] };
const demoted: Actor = { subject: 'sam', roles: ['agent'] };
const root: Actor = { subject: 'root', roles: ['admin'] };
const anna: Actor = { subject: 'anna', roles: ['agent'] };
const open: TaskFacts = {
  state: 'open',
  role: 'supervisor',
  delegate: null,
  claimedBy: null,
  outcome: null,
  outcomes: ['approved', 'rejected'],
  closesAt: 1_000,
  notBy: null,
};
const approve: TaskAction = { kind: 'complete', outcome: 'approved' };
const toAnna: TaskAction = { kind: 'delegate', to: { subject: 'anna' } };
const said = (task: TaskFacts, action: TaskAction, actor: Actor, now = 0): string => {
  const decision = decide(task, action, actor, now);
  if (!decision.ok) return decision.refusal.code;
  const { state, outcome, claimedBy, role, delegate } = decision.value ?? {};
  return decision.value ? `${state} ${outcome} by ${claimedBy} for ${role} ${delegate}` : 'nothing';
};

describe('a decision', () => {
  it('is made in one word by who has its role', () => {
    expect(said(open, approve, sue)).toBe('done approved by sue for supervisor null');
    expect(said({ ...open, state: 'claimed', claimedBy: 'sue' }, approve, sue)).toBe(
      'done approved by sue for supervisor null',
    );
    expect(said(open, approve, root)).toBe('done approved by root for supervisor null');
  });

  it('ends by its own outcomes only, and is not cancelled by people', () => {
    expect(said(open, { kind: 'complete', outcome: 'maybe' }, sue)).toBe('task-outcome-unknown');
    expect(said(open, { kind: 'cancel', code: 'no' }, sue)).toBe('task-wants-decision');
  });

  it('is refused to who lost the role after claiming it, by a name of its own', () => {
    const claimed: TaskFacts = { ...open, state: 'claimed', claimedBy: 'sam' };
    expect(said(claimed, approve, sam)).toBe('done approved by sam for supervisor null');
    expect(said(claimed, approve, demoted)).toBe('task-role-lost');
    expect(said(open, approve, demoted)).toBe('task-wrong-role');
  });

  it('is not for a supervisor once it was escalated above them', () => {
    const escalated: TaskFacts = { ...open, role: 'admin' };
    expect(said(escalated, approve, sue)).toBe('task-wrong-role');
    expect(mayWorkOn(escalated, sue)).toBe(false);
    expect(said(escalated, approve, root)).toBe('done approved by root for admin null');
  });

  it('is not for who asked for it, not even by delegation', () => {
    const asked: TaskFacts = { ...open, notBy: 'sue' };
    expect(said(asked, approve, sue)).toBe('task-own-request');
    expect(said(asked, { kind: 'claim' }, sue)).toBe('task-own-request');
    expect(said(asked, { kind: 'delegate', to: { subject: 'sue' } }, sam)).toBe('task-own-request');
    expect(said({ ...asked, delegate: 'sue' }, approve, { subject: 'sue', roles: [] })).toBe(
      'task-own-request',
    );
  });

  it('is over at its time, to the millisecond', () => {
    expect(said(open, approve, sue, 999)).toContain('done');
    for (const action of [approve, { kind: 'claim' }, toAnna] as const)
      expect(said(open, action, sue, 1_000)).toBe('task-expired');
    const closed: TaskFacts = { ...open, state: 'cancelled', outcome: 'deadline-passed' };
    expect(said(closed, approve, sue, 1_000)).toBe('task-expired');
    expect(said(closed, approve, sue, 999)).toBe('task-cancelled');
  });

  it('is final, and repeated by nobody but who made it', () => {
    const done: TaskFacts = { ...open, state: 'done', claimedBy: 'sue', outcome: 'approved' };
    expect(said(done, approve, sue)).toBe('nothing');
    expect(said(done, { kind: 'complete', outcome: 'rejected' }, sue)).toBe('task-done');
    expect(said(done, approve, sam)).toBe('task-done');
  });
});

describe('a handover', () => {
  it('gives it to one person beside the role, or to another role', () => {
    expect(said(open, toAnna, sue)).toBe('open null by null for supervisor anna');
    const annas: TaskFacts = { ...open, delegate: 'anna' };
    expect(said(annas, approve, anna)).toBe('done approved by anna for supervisor anna');
    expect(said(annas, approve, sue)).toContain('done');
    expect(said(annas, { kind: 'delegate', to: { role: 'designer' } }, sue)).toBe(
      'open null by null for designer null',
    );
    expect(said(annas, toAnna, sue)).toBe('nothing');
  });

  it('takes it from who had claimed it, if that is who hands it on', () => {
    const claimed: TaskFacts = { ...open, state: 'claimed', claimedBy: 'sue' };
    expect(said(claimed, toAnna, sue)).toBe('open null by null for supervisor anna');
    expect(said(claimed, toAnna, sam)).toBe('task-not-yours');
  });

  it('is for those who have the role, and to roles that people have', () => {
    expect(said(open, toAnna, anna)).toBe('task-wrong-role');
    expect(said({ ...open, delegate: 'anna' }, { kind: 'delegate', to: { subject: 'bert' } }, anna)).toBe(
      'task-wrong-role',
    );
    for (const role of ['integrator', 'nurse', '__proto__'])
      expect(said(open, { kind: 'delegate', to: { role } }, sue)).toBe('unknown-role');
  });
});

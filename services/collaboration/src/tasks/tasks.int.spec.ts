// Proves on a real database that a task is created once, claimed by one person, and that its note stays here.
import { uuidv7 } from 'uuidv7';
import { TEST_PROFILE as PROFILE } from '@continuo/testing/service';
import { staffRig, type StaffRig } from '../../test/staff-rig.js';
import type { TaskPage } from './tasks.service.js';

let rig: StaffRig;

beforeAll(async () => {
  rig = await staffRig();
}, 30_000);

afterAll(async () => {
  await rig.close();
});

const agent = (subject: string) => ({ subject, roles: ['agent'] });
const boss = { subject: 'boss', roles: ['supervisor'] };

async function newTask(profileId = PROFILE): Promise<string> {
  return String((await rig.task({ orderId: 'o-1' }, { profileId })).value['taskId']);
}

describe('the command to create a task', () => {
  it('is answered with the task, and a repeated command with the same one', async () => {
    const names = { commandId: uuidv7(), profileId: uuidv7() };
    const dueAt = Date.now() + 60_000;
    const first = await rig.task({ dueAt }, names);
    expect(first).toMatchObject({
      name: 'TaskCreated',
      value: { taskType: 'call-back', role: 'agent', dueAt },
    });
    expect((await rig.task({ dueAt }, names)).value).toEqual(first.value);
    expect(await rig.own.query('select 1 from task where profile_id = $1', [names.profileId])).toHaveLength(
      1,
    );
  });

  it('is refused by name for roles that nobody has, and what no table holds', async () => {
    const codeOf = async (wanted: Parameters<StaffRig['task']>[0]) => {
      const { name, value } = await rig.task(wanted);
      return `${name} ${String(value['code'])}`;
    };
    expect(await codeOf({ role: 'nurse' })).toBe('TaskRefused unknown-role');
    expect(await codeOf({ role: 'a\u0000' })).toBe('TaskRefused unknown-role');
    expect(await codeOf({ taskType: 'x'.repeat(10_240) })).toBe('TaskRefused task-type-unusable');
    expect(await codeOf({ taskType: 'a\u0000' })).toBe('TaskRefused task-type-unusable');
    expect(await codeOf({ orderId: 'o\u0000' })).toBe('TaskRefused order-id-unusable');
  });

  it('is ignored for somebody who was erased, and what was there of them goes with its notes', async () => {
    const profileId = uuidv7();
    const taskId = await newTask(profileId);
    await rig.tasks.act(taskId, { kind: 'claim' }, agent('anna'));
    const note = 'Quartermain wants a call after six';
    await rig.tasks.act(taskId, { kind: 'complete', outcome: 'reached', note }, agent('anna'));
    expect(await rig.dump()).toContain('Quartermain');
    await rig.erase(profileId);
    expect(await rig.dump()).not.toContain('Quartermain');
    expect((await rig.task({}, { profileId })).name).toBe('nothing');
  });
});

describe('a task', () => {
  it('is claimed by one of many who try at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const profileId = uuidv7();
      const taskId = await newTask(profileId);
      const claim = (n: number) => rig.tasks.act(taskId, { kind: 'claim' }, agent(`agent-${n}`));
      const tries = await Promise.all(Array.from({ length: 12 }, (_, n) => claim(n)));
      const refused = tries.flatMap((each) => (each.ok ? [] : [each.refusal.code]));
      expect(refused).toEqual(Array.from({ length: 11 }, () => 'task-taken'));
      const names = (await rig.published(profileId)).map(({ name }) => name);
      expect(names).toEqual(['TaskCreated', 'TaskClaimed']);
    }
  });

  it('tells the bus what was done, as a consequence of its command, and never the note', async () => {
    const profileId = uuidv7();
    const taskId = await newTask(profileId);
    await rig.tasks.act(taskId, { kind: 'claim' }, agent('anna'));
    await rig.tasks.act(taskId, { kind: 'release' }, agent('anna'));
    await rig.tasks.act(taskId, { kind: 'claim' }, agent('bert'));
    const done = { kind: 'complete', outcome: 'reached', note: 'speaks only after six' } as const;
    expect(await rig.tasks.act(taskId, done, agent('anna'))).toMatchObject({
      refusal: { code: 'task-not-yours' },
    });
    const first = await rig.tasks.act(taskId, done, agent('bert'));
    expect(await rig.tasks.act(taskId, done, agent('bert'))).toEqual(first);
    expect(await rig.tasks.act(taskId, { kind: 'cancel', code: 'late' }, boss)).toMatchObject({
      refusal: { code: 'task-done' },
    });
    const published = await rig.published(profileId);
    expect(published.map(({ name }) => name)).toEqual([
      'TaskCreated',
      'TaskClaimed',
      'TaskClaimed',
      'TaskCompleted',
    ]);
    expect(published.at(-1)).toMatchObject({
      value: { taskId, taskType: 'call-back', orderId: 'o-1', outcome: 'reached' },
      headers: { ce_profileid: profileId, ce_correlationid: `story-${profileId}`, ce_hops: '3' },
    });
    expect(JSON.stringify(published)).not.toContain('after six');
  });

  it('is cancelled with a reason', async () => {
    const profileId = uuidv7();
    const taskId = await newTask(profileId);
    await rig.tasks.act(taskId, { kind: 'cancel', code: 'not-needed' }, boss);
    expect((await rig.published(profileId)).at(-1)).toMatchObject({
      name: 'TaskCancelled',
      value: { code: 'not-needed' },
    });
    expect(await rig.tasks.act(uuidv7(), { kind: 'claim' }, boss)).toMatchObject({
      refusal: { code: 'task-unknown' },
    });
  });

  it('shows its note to those whose business it is, and writes down who read it', async () => {
    const taskId = await newTask();
    await rig.tasks.act(taskId, { kind: 'claim' }, agent('anna'));
    await rig.tasks.act(taskId, { kind: 'complete', outcome: 'reached', note: 'a note' }, agent('anna'));
    const designer = { subject: 'dora', roles: ['designer'] };
    expect(await rig.tasks.show(taskId, designer)).toMatchObject({ refusal: { code: 'task-wrong-role' } });
    expect(await rig.tasks.show(taskId, { ...boss, client: 'desk' })).toMatchObject({
      value: { note: 'a note' },
    });
    expect(
      await rig.own.query('select subject, client from task_access where task_id = $1', [taskId]),
    ).toEqual([{ subject: 'boss', client: 'desk' }]);
  });
});

describe('a decision', () => {
  const sue = { subject: 'sue', roles: ['supervisor'] };
  const approve = { kind: 'complete', outcome: 'approved' } as const;
  const decision = { taskType: 'goodwill', role: 'supervisor', outcomes: ['approved', 'rejected'] };

  async function asked(more: Parameters<StaffRig['task']>[0] = {}) {
    const names = { commandId: uuidv7(), profileId: uuidv7() };
    const { value } = await rig.task({ ...decision, ...more }, names);
    const about = { profileId: names.profileId };
    return { ...names, about, taskId: String(value['taskId']) };
  }
  const named = async (profileId: string) => (await rig.published(profileId)).map(({ name }) => name);

  it('answers the command that asked for it, with who made it', async () => {
    const { taskId, commandId, profileId } = await asked({ details: { amount: 40, currency: 'EUR' } });
    expect(await rig.tasks.act(taskId, approve, sue)).toMatchObject({
      value: { state: 'done', outcome: 'approved', details: { amount: 40, currency: 'EUR' } },
    });
    const published = await rig.published(profileId);
    expect(published.map(({ name }) => name)).toEqual(['TaskCreated', 'TaskCompleted']);
    expect(published.at(-1)).toMatchObject({
      value: { outcome: 'approved', completedBy: 'sue' },
      headers: { commandid: commandId, ce_profileid: profileId },
    });
  });

  it('is made once by many who try at once', async () => {
    const { taskId, profileId } = await asked();
    const tries = Array.from({ length: 12 }, (_, n) =>
      rig.tasks.act(
        taskId,
        { kind: 'complete', outcome: n % 2 === 0 ? 'approved' : 'rejected' },
        { subject: `s-${n}`, roles: ['supervisor'] },
      ),
    );
    const codes = (await Promise.all(tries)).flatMap((each) => (each.ok ? [] : [each.refusal.code]));
    expect(codes).toEqual(Array.from({ length: 11 }, () => 'task-done'));
    expect((await named(profileId)).filter((name) => name === 'TaskCompleted')).toHaveLength(1);
  });

  it('is refused to who lost the role, is too late or asked for it; told once, however often they try', async () => {
    const { taskId, profileId } = await asked({ notBy: 'rita' });
    await rig.tasks.act(taskId, { kind: 'claim' }, sue);
    for (let n = 0; n < 3; n += 1) {
      const lost = await rig.tasks.act(taskId, approve, { subject: 'sue', roles: ['agent'] });
      expect(lost).toMatchObject({ refusal: { code: 'task-role-lost' } });
    }
    const own = await rig.tasks.act(taskId, approve, { subject: 'rita', roles: ['supervisor'] });
    expect(own).toMatchObject({ refusal: { code: 'task-own-request' } });
    const refused = (await rig.published(profileId)).filter(({ name }) => name === 'TaskDecisionRefused');
    expect(refused.map(({ value }) => `${String(value['refusedTo'])} ${String(value['code'])}`)).toEqual([
      'sue task-role-lost',
      'rita task-own-request',
    ]);
    const late = await asked({ closesAt: Date.now() - 1 });
    expect(await rig.tasks.act(late.taskId, approve, sue)).toMatchObject({
      refusal: { code: 'task-expired' },
    });
    const history = await rig.tasks.historyOf(late.taskId, sue, { after: 0, limit: 10 });
    expect(history).toMatchObject({
      value: [
        { action: 'asked', subject: null, role: 'supervisor' },
        { action: 'refused', subject: 'sue', code: 'task-expired' },
      ],
    });
  });

  it('is handed on by people and by command, and who had it has it no more', async () => {
    const { taskId, commandId, profileId, about } = await asked();
    await rig.tasks.act(taskId, { kind: 'claim' }, sue);
    await rig.tasks.act(taskId, { kind: 'delegate', to: { subject: 'anna' } }, sue);
    expect(await rig.tasks.list({ delegate: 'anna', limit: 5 })).toMatchObject([{ taskId, claimedBy: null }]);
    const escalated = await rig.reassign(commandId, 'admin', about);
    expect(escalated).toMatchObject({ name: 'TaskReassigned', value: { role: 'admin', delegate: null } });
    for (const actor of [sue, agent('anna')])
      expect(await rig.tasks.act(taskId, approve, actor)).toMatchObject({
        refusal: { code: 'task-wrong-role' },
      });
    const told = (await rig.published(profileId)).filter(({ name }) => name === 'TaskReassigned');
    expect(told[0]).toMatchObject({
      value: { delegate: 'anna', reassignedBy: 'sue' },
      headers: { commandid: commandId },
    });
    await rig.tasks.act(taskId, approve, { subject: 'root', roles: ['admin'] });
    expect((await rig.reassign(commandId, 'supervisor', about)).value).toMatchObject({ code: 'task-done' });
    expect((await rig.reassign(uuidv7(), 'supervisor', about)).value).toMatchObject({ code: 'task-unknown' });
  });

  it('is closed when nobody waits for it, unless it was made before', async () => {
    const open = await asked();
    const closed = await rig.closeTask(open.commandId, 'deadline-passed', open.about);
    expect(closed).toMatchObject({ name: 'TaskClosed', value: { outcome: null, code: 'deadline-passed' } });
    expect(await rig.tasks.act(open.taskId, approve, sue)).toMatchObject({
      refusal: { code: 'task-cancelled' },
    });
    expect(await named(open.profileId)).toContain('TaskCancelled');
    const made = await asked();
    await rig.tasks.act(made.taskId, approve, sue);
    expect((await rig.closeTask(made.commandId, 'deadline-passed', made.about)).value).toMatchObject({
      outcome: 'approved',
      completedBy: 'sue',
    });
  });

  it('that is closed before it comes is never asked, also when both come at once', async () => {
    const names = { commandId: uuidv7(), profileId: uuidv7() };
    const about = { profileId: names.profileId };
    expect((await rig.closeTask(names.commandId, 'left', about)).value).toMatchObject({ taskId: null });
    expect((await rig.task(decision, names)).value).toMatchObject({ code: 'task-closed-before' });
    for (let round = 0; round < 5; round += 1) {
      const both = { commandId: uuidv7(), profileId: uuidv7() };
      await Promise.all([
        rig.task(decision, both),
        rig.closeTask(both.commandId, 'left', { profileId: both.profileId }),
      ]);
      expect(await rig.tasks.list({ profileId: both.profileId, state: 'open', limit: 5 })).toEqual([]);
    }
  });

  it('goes with an erasure, its history too', async () => {
    const { taskId, profileId } = await asked();
    await rig.tasks.act(taskId, { kind: 'claim' }, sue);
    await rig.closeTask(uuidv7(), 'left', { profileId });
    await rig.erase(profileId);
    for (const table of ['task', 'task_history', 'task_closed_before'])
      expect(await rig.own.query(`select from ${table} where profile_id = $1`, [profileId])).toEqual([]);
  });
});

describe('the list of tasks', () => {
  it('is in the order in which they are due, those without a time last, over pages, by filter', async () => {
    const names = { profileId: uuidv7() };
    const now = Date.now();
    for (const [n, dueAt] of [3, null, 1, 2, null, 1].entries()) {
      const wanted = { taskType: 'deliver', role: n === 3 ? 'supervisor' : 'agent' };
      await rig.task({ ...wanted, dueAt: dueAt === null ? null : now + dueAt * 1_000 }, names);
    }
    const seen: (number | null)[] = [];
    let after: TaskPage['after'];
    for (let page = 0; page < 6; page += 1) {
      const [task] = await rig.tasks.list({ taskType: 'deliver', limit: 1, after });
      if (task === undefined) break;
      seen.push(task.dueAt === null ? null : (task.dueAt.getTime() - now) / 1_000);
      after = { dueAt: task.dueAt, taskId: task.taskId };
    }
    expect(seen).toEqual([1, 1, 2, 3, null, null]);
    const count = async (filter: Partial<TaskPage> & { readonly profileId?: string }) =>
      (await rig.tasks.list({ taskType: 'deliver', limit: 50, ...filter })).length;
    expect(await count({ role: 'supervisor' })).toBe(1);
    expect(await count({ dueBefore: new Date(now + 2_000) })).toBe(2);
    expect(await count({ state: 'claimed' })).toBe(0);
    expect(await count({ taskType: 'nothing-such' })).toBe(0);
    expect(await count({ profileId: names.profileId })).toBe(6);
    expect(await count({ profileId: uuidv7() })).toBe(0);
    const [first] = await rig.tasks.list({ taskType: 'deliver', limit: 1 });
    await rig.tasks.act(first?.taskId ?? '', { kind: 'claim' }, { subject: 'anna', roles: ['agent'] });
    expect(await count({ claimedBy: { subject: 'anna', is: true } })).toBe(1);
    expect(await count({ claimedBy: { subject: 'anna', is: false } })).toBe(5);
    expect(await count({ claimedBy: { subject: 'bert', is: true } })).toBe(0);
  });
});

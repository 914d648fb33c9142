// Whether somebody who meets an entry's condition enters: re-entry, groups, hold-outs, limits; and the record of a no.
import type { Admission, Plan } from '../language/plan.js';
import { advance } from './advance.js';
import type { Facts, Input, PreemptedInput } from './input.js';
import type { Instance } from './instance.js';
import { forget, itemsOf, remember, type Memory } from './memory.js';
import type { Advance } from './output.js';
import { factsOf, planOf, record, twinOf, type Declined, type Surroundings, type Work } from './work.js';

/** Where an entry is looked at. */
export interface Door {
  readonly work: Work;
  readonly facts: Facts;
  readonly around: Surroundings;
}

type No = Pick<Declined, 'rule' | 'inputs' | 'winner'>;

/** Lets an instance that has been computed in; the reason when it stays out. */
export function enter(door: Door, plan: Plan, input: Input, started: Advance): string | null {
  const { work, around } = door;
  const { instance } = started;
  const { memory: before } = work;
  if (instance === null) {
    if (started.ignored === NOT_IN_AUDIENCE) decline(door, plan, input, { rule: 'audience', inputs: {} });
    return started.ignored ?? 'not-concerned';
  }
  // An event that comes again starts nothing again, whatever became of what it started.
  if (twinOf(instance, work) !== undefined) return 'already-running';
  if (around.startedBefore?.(instance.id) === true) return 'started-before';
  const crowd = crowded(work);
  if (crowd !== null) return decline(door, plan, input, crowd);
  const total = limitInForce(door, plan);
  if (!asks(plan.admission) && total === null) {
    record(work, plan, input, started);
    return null;
  }
  const no = againTooSoon(door, plan, instance) ?? outranked(door, plan, instance);
  if (no !== null) return decline(door, plan, input, no);
  if (isHeldOut(door, plan, instance)) return keepOut(door, plan, input, instance);
  if (total !== null && !(around.places?.take(plan.journey, instance.id) ?? true))
    return decline(door, plan, input, { rule: 'concurrency', inputs: { total } });
  preempt(door, plan, input, instance);
  const { memory: atTheDoor } = work;
  record(work, plan, input, withPlace(started, instance, total !== null));
  work.memory = rebase(work.memory, before, atTheDoor);
  return null;
}

/** The entry was computed before the door was passed: what is remembered since then (hold-outs, ends) stays remembered. */
function rebase(computed: Memory, before: Memory, atTheDoor: Memory): Memory {
  if (atTheDoor === before || computed === atTheDoor) return computed;
  const gone = before.items.filter((item) => !atTheDoor.items.includes(item));
  const come = atTheDoor.items.filter((item) => !before.items.includes(item));
  const left = forget(computed, (item) => gone.includes(item));
  return come.reduce(remember, left);
}

/**
 * Journeys of one customer that run at once. All of them are read with each of the customer's events: without a limit one
 * customer with very many, by mistake or on purpose, would be everybody's delay.
 */
export const MOST_OPEN = 1_000;

function crowded({ instances }: Work): No | null {
  if (instances.size < MOST_OPEN) return null;
  const open = [...instances.values()].filter(({ status }) => status !== 'ended').length;
  return open < MOST_OPEN ? null : { rule: 'crowd', inputs: { open, max: MOST_OPEN } };
}

/** Why a scheduled entry does not start an instance: the customer is not (any more) in its audience. */
export const NOT_IN_AUDIENCE = 'not-in-audience';

function asks({ group, concurrency, reentry, holdout }: Admission): boolean {
  return group !== null || concurrency !== null || reentry !== null || holdout !== null;
}

function decline({ work, facts }: Door, plan: Plan, input: Input, no: No): string {
  const { journey, version } = plan;
  const entryId = 'id' in input ? input.id : '';
  const customer = 'customer' in input ? input.customer : '';
  work.declined.push({ journey, version, entryId, customer, at: facts.now, ...no });
  return `declined:${no.rule}`;
}

/** How often the customer was in this journey, whatever the key; who is in it now counts too. */
function againTooSoon({ work, facts }: Door, { admission, journey }: Plan, { id }: Instance): No | null {
  const { reentry } = admission;
  if (reentry === null) return null;
  const done = itemsOf(work.memory, 'ended').filter((item) => item.journey === journey);
  const running = runningOthers(work, id).filter((other) => other.journey === journey).length;
  const times = done.reduce((sum, item) => sum + item.times, running);
  const { max, after } = reentry;
  if (max !== null && times >= max) return { rule: 'reentry', inputs: { times, max } };
  if (after === null || times === 0) return null;
  if (running > 0) return { rule: 'reentry', inputs: { running } };
  const last = Math.max(...done.map(({ at }) => at));
  const until = after.after(last);
  return facts.now < until ? { rule: 'reentry', inputs: { last, until } } : null;
}

function runningOthers({ instances }: Work, id: string): readonly Instance[] {
  return [...instances.values()].filter((other) => other.id !== id && other.status !== 'ended');
}

/** Those of its group that run. */
function rivals({ work, around }: Door, { admission }: Plan, { id }: Instance) {
  if (admission.group === null) return [];
  return runningOthers(work, id)
    .filter(({ status }) => status === 'running')
    .map((instance) => ({ instance, plan: planOf(instance, around.plans) }))
    .filter(({ plan }) => plan.admission.group === admission.group);
}

/** A new entry loses to a running one of equal or higher priority, and to any when it does not preempt. */
function outranked(door: Door, plan: Plan, instance: Instance): No | null {
  const { group, priority, preempts } = plan.admission;
  const found = rivals(door, plan, instance).sort(
    (a, b) => b.plan.admission.priority - a.plan.admission.priority,
  );
  const winner = found.find((rival) => !preempts || rival.plan.admission.priority >= priority);
  if (winner === undefined) return null;
  const against = winner.plan.admission.priority;
  return {
    rule: 'group',
    inputs: { group, priority, against, preempts },
    winner: { journey: winner.plan.journey, instanceId: winner.instance.id },
  };
}

/** The lower ones of its group end, with what they have to undo. */
function preempt(door: Door, plan: Plan, input: Input, instance: Instance): void {
  const { work, facts, around } = door;
  for (const rival of rivals(door, plan, instance)) {
    const ended: PreemptedInput = {
      kind: 'preempted',
      id: 'id' in input ? input.id : instance.id,
      at: facts.now,
      journey: plan.journey,
      by: instance.id,
    };
    const own = factsOf(rival.plan, facts, work, around);
    record(work, rival.plan, ended, advance(rival.plan, rival.instance, ended, own, around.derive));
  }
}

/** The same customers for the same name, whatever is asked later; merged customers keep the older answer. */
function isHeldOut(door: Door, { admission }: Plan, { profileId, customer }: Instance): boolean {
  const { holdout } = admission;
  if (holdout === null) return false;
  const { work, facts, around } = door;
  const known = itemsOf(work.memory, 'holdout').find(({ name }) => name === holdout.name);
  if (known !== undefined) return known.out;
  const out = drawOf(around.derive(`holdout/${holdout.name}/${profileId}`)) * 100 < holdout.percent;
  const { name } = holdout;
  work.memory = remember(work.memory, { kind: 'holdout', name, out, customer, at: facts.now });
  return out;
}

/** From 0 up to 1, by the first 32 bits of an id that follows from a name. */
function drawOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 8), 16) / 2 ** 32;
}

/** Who is held out is followed by an instance that does nothing, as long as a goal can be reached. */
function keepOut(door: Door, plan: Plan, input: Input, { key }: Instance): string {
  const { work, facts, around } = door;
  const isFollowed = [...work.instances.values()].some(
    (other) => other.journey === plan.journey && other.key === key && other.goals?.until != null,
  );
  if (isFollowed) return 'already-held-out';
  const { name, percent } = plan.admission.holdout ?? { name: '', percent: 0 };
  if (plan.goals.length > 0) {
    const own = { ...factsOf(plan, facts, work, around), heldOut: true };
    record(work, plan, input, advance(plan, null, input, own, around.derive));
  }
  return decline(door, plan, input, { rule: 'holdout', inputs: { name, percent } });
}

/** Places are of the journey: who enters by an older version, as the audience of an open occurrence does, meets today's limit. */
function limitInForce({ around }: Door, plan: Plan): number | null {
  return (around.plans.current(plan.journey) ?? plan).admission.concurrency;
}

function withPlace(started: Advance, instance: Instance, takes: boolean): Advance {
  if ((instance.place === true) === takes) return started;
  const { place: _other, ...own } = instance;
  return { ...started, instance: takes ? { ...own, place: true } : own };
}

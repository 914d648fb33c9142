// One wish and its call: what is asked for is written down before, what was acknowledged after.
import type { Answer, Call } from './client.js';
import type { Effect } from './model.js';
import type { World } from './world.js';

/** The share of callers that send the same once more, half of them before they have an answer. */
const REPEATED = 0.06;

/** Asks for an effect, some of them twice. Answers what the first call was answered. */
export async function bringAbout(
  world: World,
  effect: Effect,
  marker: string,
  call: Call,
): Promise<Answer | undefined> {
  const { model, client, draws } = world;
  model.wants(effect, marker);
  const again = draws.next() < REPEATED;
  const atOnce = again && draws.next() < 0.5;
  const first = client.ask(call);
  const beside = atOnce ? client.ask(call) : undefined;
  const answer = await first;
  const second = beside ?? (again ? client.ask(call) : undefined);
  for (const each of [answer, await second]) {
    if (each === undefined) continue;
    if (each.status < 300) model.acknowledged(effect, marker);
    else model.surprised(`${effect} ${marker} was answered ${each.status} ${each.text.slice(0, 300)}`);
  }
  return answer;
}

/** Asks for something that may be refused for a good reason. True when it was done. */
export async function tryTo(
  world: World,
  call: Call,
  refusals: readonly number[],
): Promise<Answer | undefined> {
  const answer = await world.client.ask(call);
  if (answer !== undefined && answer.status >= 300 && !refusals.includes(answer.status))
    world.model.surprised(`${call.path} was answered ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer;
}

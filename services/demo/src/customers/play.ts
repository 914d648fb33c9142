// Plays the customers once, tells how their journeys advance, and compares what came out with what was expected.
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { PlayerConfig } from '../config.js';
import { apiWithRole, type Api } from './api.js';
import { journeysOf, news, outcomeOf, type Journey, type Outcome } from './journeys.js';
import { customers, type Customer } from './script.js';
import { openShop } from './segment-customer.js';

export interface Play {
  readonly config: PlayerConfig;
  /** The definition that is published before the customers come, as YAML. */
  readonly definition: string;
  readonly expected: readonly Outcome[];
  readonly tell: (line: string) => void;
}

const POLL_MS = 250;

/** True when every journey ended as expected. */
export async function play({ config, definition, expected, tell }: Play): Promise<boolean> {
  const designer = await apiWithRole(config, 'designer');
  await designer.post('/api/orchestrator/definitions', { definition });
  tell('published the journey "cart-reminder"');
  const run = customersOfRun();
  const acting = act(run, config, tell);
  const ended = await follow(designer, run, config.DEMO_PATIENCE_SECONDS * 1_000, tell);
  await acting;
  const outcomes: Outcome[] = [];
  for (const customer of run) {
    const journey = ended.get(customer.cart);
    if (journey !== undefined) outcomes.push(await outcomeOf(designer, customer, journey));
  }
  return compare(expected, outcomes, tell);
}

/** The same people with new carts, so that it can be played again on a system that has seen them. */
function customersOfRun(): readonly Customer[] {
  const suffix = Date.now().toString(36);
  return customers.map((customer) => ({ ...customer, cart: `${customer.cart}-${suffix}` }));
}

async function act(run: readonly Customer[], config: PlayerConfig, tell: Play['tell']): Promise<void> {
  const shop = openShop(config.PUBLIC_URL, config.WRITE_KEY, (reason) =>
    tell(`a call was refused: ${reason}`),
  );
  const script = run
    .flatMap((customer) => customer.acts.map((one) => ({ customer, act: one })))
    .sort((a, b) => a.act.at - b.act.at);
  const began = Date.now();
  for (const { customer, act: one } of script) {
    await pause(Math.max(0, began + one.at * 1_000 - Date.now()));
    tell(`${customer.name.padEnd(5)} ${one.does.replaceAll('-', ' ')}`);
    shop.perform(customer, one);
  }
  await shop.close();
}

async function follow(
  api: Api,
  run: readonly Customer[],
  patienceMs: number,
  tell: Play['tell'],
): Promise<ReadonlyMap<string, Journey>> {
  const carts = new Set(run.map(({ cart }) => cart));
  const names = new Map(run.map(({ cart, name }) => [cart, name]));
  const until = Date.now() + patienceMs;
  let seen: ReadonlyMap<string, Journey> = new Map();
  while (Date.now() < until) {
    const now = await journeysOf(api, carts);
    for (const line of news(seen, now, (cart) => names.get(cart) ?? cart)) tell(line);
    seen = now;
    if (now.size === carts.size && [...now.values()].every(({ outcome }) => outcome !== null)) return now;
    await pause(POLL_MS);
  }
  tell(`not all journeys ended within ${patienceMs / 1_000} s`);
  return seen;
}

function compare(expected: readonly Outcome[], outcomes: readonly Outcome[], tell: Play['tell']): boolean {
  let asExpected = true;
  for (const wanted of expected) {
    const came = outcomes.find(({ customer }) => customer === wanted.customer);
    if (isDeepStrictEqual(came, wanted)) continue;
    asExpected = false;
    tell(`${wanted.customer}: expected ${JSON.stringify(wanted)}, came ${JSON.stringify(came ?? null)}`);
  }
  tell(asExpected ? `all ${expected.length} journeys ended as expected` : 'some journeys ended otherwise');
  return asExpected;
}

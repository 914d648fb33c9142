// Plays the story once: sets the scene, lets everybody act at the same time, and compares what came of it.
import { setTimeout as pause } from 'node:timers/promises';
import { Api } from '../channels/api.js';
import { Telephone } from '../channels/telephone.js';
import { WebShop } from '../channels/web-shop.js';
import { WhatsApp } from '../channels/whatsapp.js';
import type { PlayerConfig } from '../config.js';
import { Agent } from '../people/agent.js';
import { Customer } from '../people/customer.js';
import { ShopStaff } from '../people/shop-staff.js';
import type { World } from '../people/world.js';
import { differences, keyOf, type Expected } from './compare.js';
import { hurried } from './hurried.js';
import { journeysOf, news, type Journey } from './journeys.js';
import { lives } from './lives.js';
import { setScene } from './scene.js';

export interface Play {
  readonly config: PlayerConfig;
  /** The definitions that are published before the customers come, as YAML. */
  readonly definitions: readonly string[];
  /** What their messages are held against, as YAML; it is published where there is no policy yet. */
  readonly guardrails: string;
  readonly expected: readonly Expected[];
  readonly tell: (line: string) => void;
}

const STORE = 'zurich-hb';
const AGENTS = [
  { id: 'lena', name: 'Lena' },
  { id: 'marco', name: 'Marco' },
  { id: 'sofie', name: 'Sofie' },
];
const POLL_MS = 250;
/** Between the beginnings of two lives, so that a terminal can be read. */
const APART_MS = 350;

/** True when every journey ended as expected. */
export async function play({ config, definitions, guardrails, expected, tell }: Play): Promise<boolean> {
  const as = (role: Parameters<typeof Api.as>[1], subject?: string) => Api.as(config, role, subject);
  const [designer, supervisor, backend, operator, staffMember] = await Promise.all([
    as('designer'),
    as('supervisor'),
    as('integrator', 'demo-shop'),
    as('operator'),
    as('agent', 'shop-staff-1'),
  ]);
  const run = await nameOfRun(designer, expected);
  await setScene(
    { designer, supervisor, operator, backend },
    {
      guardrails,
      definitions: definitions.map((each) => hurried(each, config.DEMO_PACE)),
      store: STORE,
      agents: AGENTS,
    },
  );
  tell('the scene is set: guardrails, two journeys, two products, a shop, three agents');
  const over = new AbortController();
  const shop = new WebShop(config.PUBLIC_URL, config.WRITE_KEY, (reason) =>
    tell(`a call was refused: ${reason}`),
  );
  const world: World = {
    store: STORE,
    shop,
    whatsapp: new WhatsApp(config),
    telephone: new Telephone(config),
    backend,
    operator,
    tell,
    over: over.signal,
    wishes: new Map(),
    unanswered: new Set(),
    notMadeReady: new Set(),
    notHandedOver: new Set(),
    seen: new Map(),
    pickupCodes: new Map(),
  };
  const staff = new ShopStaff(staffMember, world);
  const working = [
    staff.works(),
    ...AGENTS.map(async ({ id }) => new Agent(id, await as('agent', id), world).works()),
  ];
  const living = live(expected, run, { world, staff }, tell);
  const ended = await followAll(designer, expected, run, config.DEMO_PATIENCE_SECONDS * 1_000, world);
  over.abort();
  await Promise.allSettled([...working, living]);
  await shop.close();
  return report(
    differences(expected, (each) => ended.get(keyOf(each, run)), run),
    expected.length,
    tell,
  );
}

/** Empty on a system that has not seen the story; else something new, so that it can be played again. */
async function nameOfRun(api: Api, expected: readonly Expected[]): Promise<string> {
  const known = await journeysOf(api, new Set(expected.map((each) => keyOf(each, ''))));
  return known.size === 0 ? '' : Math.floor(Date.now() / 1_000).toString(36);
}

async function live(
  expected: readonly Expected[],
  run: string,
  stage: { readonly world: World; readonly staff: ShopStaff },
  tell: Play['tell'],
): Promise<void> {
  const running = expected.map(async ({ customer: name }, at) => {
    const life = lives[name];
    if (life === undefined) throw new Error(`nobody has written the life of ${name}`);
    await pause(at * APART_MS);
    try {
      await life(new Customer(name, at + 1, run, stage.world), stage);
    } catch (error) {
      tell(`${name.padEnd(5)} could not go on: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  await Promise.all(running);
}

async function followAll(
  api: Api,
  expected: readonly Expected[],
  run: string,
  patienceMs: number,
  { tell, seen: told }: World,
): Promise<ReadonlyMap<string, Journey>> {
  const names = new Map(expected.map((each) => [keyOf(each, run), each.customer]));
  const keys = new Set(names.keys());
  const end = Date.now() + patienceMs;
  let seen: ReadonlyMap<string, Journey> = new Map();
  while (Date.now() < end) {
    const now = await journeysOf(api, keys, seen);
    for (const line of news(seen, now, (key) => names.get(key) ?? key)) tell(line);
    for (const [key, { profileId, step, why }] of now) {
      told.set(key, { profileId, step, went: why[1] ?? '', orderId: key.replace(/^visit-/, 'order-') });
    }
    seen = now;
    if (now.size === keys.size && [...now.values()].every(({ state }) => state === 'ended')) return now;
    await pause(POLL_MS);
  }
  tell(`not all journeys ended within ${patienceMs / 1_000} s`);
  return seen;
}

function report(different: readonly string[], journeys: number, tell: Play['tell']): boolean {
  for (const line of different) tell(line);
  if (different.length === 0) tell(`all ${journeys} journeys ended as expected`);
  else tell('some journeys ended otherwise');
  return different.length === 0;
}

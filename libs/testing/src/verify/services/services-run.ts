// The whole system at 200 requests a second while each service in turn is killed, rolled back and upgraded: then the
// checker's model, and every effect once.
import type { Servers } from '@continuo/local-stack';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../eventually.js';
import type { CaseResult } from '../fault-kinds.js';
import { seeded, type Draws } from '../seeded.js';
import { tableHead, tableOf, type Check } from './check.js';
import { Client } from './client.js';
import { hangUp } from './customer-acts.js';
import { Desk } from './desk.js';
import { Load } from './load.js';
import { Model } from './model.js';
import { Observer } from './observation.js';
import { PlayedProviders } from './played-providers.js';
import { RunningServices } from './running-services.js';
import { AGENTS, setScene, tokenFor, tokensOf } from './scene.js';
import type { StandingOrder, StockLevel } from './shop-checks.js';
import { takeTurns, type TurnsDone } from './turns.js';
import { verdictOf } from './verdict.js';
import { versionBefore, type Version } from './version-before.js';
import { as, customersOf, STORE, type World } from './world.js';

export interface ServicesOptions {
  readonly root: string;
  readonly servers: Pick<Servers, 'kafkaBrokers' | 'databaseUrl' | 'schemaRegistryUrl'> & {
    readonly evidence: string;
  };
  readonly seed: number;
  /** Requests a second. */
  readonly rate: number;
  /** How long all of it may take. */
  readonly withinMs: number;
  readonly say: (line: string) => void;
  readonly cancelled: AbortSignal;
}

const LEAST_ACKNOWLEDGED = 0.95;
/** Of the rate that was aimed for: a load that the machine could not carry proves little. */
const LEAST_RATE = 0.9;
/** Kept back for the last answers, the last timers, and the verdict. */
const AFTER_THE_LOAD_MS = 120_000;
const QUIET_WITHIN_MS = 240_000;

export async function servicesUnderLoad(options: ServicesOptions): Promise<CaseResult> {
  const { root, servers, seed, say, cancelled } = options;
  const folder = join(servers.evidence, `services-${seed}`);
  mkdirSync(folder, { recursive: true });
  const deadline = performance.now() + options.withinMs - AFTER_THE_LOAD_MS;
  const draws = seeded(seed);
  const current: Version = { label: 'this one', root, environment: { LOG_LEVEL: 'info' } };
  const other = { ...current, label: 'this one with other settings', environment: { LOG_LEVEL: 'warn' } };
  const before = await versionBefore({ root, folder, say, signal: cancelled });
  const providers = await PlayedProviders.start(seeded(seed + 1));
  try {
    const given = { root, servers, folder, providersUrl: providers.url, say, cancelled };
    const services = await RunningServices.start(given, current);
    const observer = new Observer(services);
    try {
      say('every service is up');
      const over = (): boolean => cancelled.aborted || performance.now() > deadline;
      const course = {
        options,
        services,
        observer,
        providers,
        draws,
        current,
        before: before ?? other,
        over,
      };
      const result = await follow(course);
      if (result.faults.length === 0) rmSync(folder, { recursive: true, force: true });
      return result;
    } finally {
      await services.close().finally(() => observer.close());
    }
  } finally {
    await providers.close();
    await before?.remove();
  }
}

interface Course {
  readonly options: ServicesOptions;
  readonly services: RunningServices;
  readonly observer: Observer;
  readonly providers: PlayedProviders;
  readonly draws: Draws;
  readonly current: Version;
  readonly before: Version;
  readonly over: () => boolean;
}

async function follow(course: Course): Promise<CaseResult> {
  const { options, services, observer, providers } = course;
  const { say, cancelled } = options;
  const world = await worldOf(course);
  await setScene(world, options.root);
  const desks = await Promise.all(
    AGENTS.map(async (id) => {
      const token = await tokenFor(world.context, world.client, 'agent', id);
      return new Desk(id, token, world.client, world.context.urls.console);
    }),
  );
  const load = new Load(world, options.rate);
  load.start();
  say(`${options.rate} requests a second; the version before is ${course.before.label}`);
  const done = await takeTurns({ ...course, load, rate: options.rate, say });
  const failures = await load.end();
  for (const call of world.openCalls.splice(0)) await hangUp(world, call);
  await Promise.all(desks.map((desk) => desk.leave()));
  cancelled.throwIfAborted();
  say(`the load has ended: ${load.requests} requests in ${load.seconds.toFixed(0)} s`);
  const late = await quiet(observer, cancelled);
  const verdict = await verdictOf(world.model, observer, providers.calls, await shopOf(world));
  const unwell = await services.unwell();
  await services.stop();
  world.client.close();
  const faults = [
    ...failures,
    ...late,
    ...done.missed,
    ...unwell,
    ...services.complaints,
    ...loadFaults(load, world.client, options.rate),
  ];
  return conclude({ world, load, done, providers, say }, verdict, faults);
}

async function worldOf({ options, services, draws }: Course): Promise<World> {
  const { context } = services;
  const client = new Client(context.urls.console, options.cancelled);
  let number = 0;
  return {
    client,
    context,
    draws,
    model: new Model(),
    tokens: await tokensOf(context, client),
    customers: customersOf(options.seed),
    openOrders: [],
    openCalls: [],
    contacts: [],
    openCases: [],
    next: () => (number += 1),
  };
}

/** Until everything was published and applied, nothing is left to be called, and every journey has ended. */
async function quiet(observer: Observer, cancelled: AbortSignal): Promise<string[]> {
  let last = '';
  const isQuiet = async (): Promise<boolean> => {
    if (cancelled.aborted) return true;
    const remains = await observer.remains();
    const [row] = await observer.rows<{ open: number }>(
      'orchestrator',
      'select count(*)::int as open from instance where open and incident is null',
    );
    const left = remains.map(
      ({ service, outbox, behind, intents }) => `${service} ${outbox}/${behind}/${intents}`,
    );
    last = `${row?.open} journeys; outbox, records behind and intents: ${left.join(', ')}`;
    const moving = remains.some(
      ({ outbox, inFlight, behind, intents }) => outbox + inFlight + behind + intents > 0,
    );
    return !moving && row?.open === 0;
  };
  try {
    await eventually(isQuiet, { within: QUIET_WITHIN_MS, every: 500, what: 'quiet' });
    cancelled.throwIfAborted();
    return [];
  } catch {
    cancelled.throwIfAborted();
    return [`not all came through within ${QUIET_WITHIN_MS / 1_000} s: ${last}`];
  }
}

/** Orders and stock as the interface shows them. */
async function shopOf(world: World) {
  const standing: StandingOrder[] = [];
  for await (const order of pages<StandingOrder>(world, '/api/operations/orders?limit=100'))
    standing.push(order);
  const levels: StockLevel[] = [];
  for await (const level of pages<StockLevel>(world, `/api/operations/stores/${STORE}/stock?limit=100`))
    levels.push(level);
  return { standing, levels };
}

async function* pages<Item>(world: World, path: string): AsyncIterable<Item> {
  const headers = as(world, 'supervisor');
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const at: string = cursor === '' ? path : `${path}&cursor=${encodeURIComponent(cursor)}`;
    const answer = await world.client.ask({ method: 'GET', path: at, headers });
    if (answer?.status !== 200) throw new Error(`${path} was answered ${answer?.status} ${answer?.text}`);
    const page = JSON.parse(answer.text) as { readonly items: readonly Item[]; readonly nextCursor?: string };
    yield* page.items;
    cursor = page.nextCursor;
  }
}

function loadFaults({ requests, seconds }: Load, { counts }: Client, rate: number): string[] {
  const faults: string[] = [];
  if (counts.answered < LEAST_ACKNOWLEDGED * counts.asked)
    faults.push(`only ${counts.answered} of ${counts.asked} requests were acknowledged`);
  if (requests < LEAST_RATE * rate * seconds)
    faults.push(`only ${(requests / seconds).toFixed(0)} requests a second were sent`);
  return faults;
}

function conclude(
  at: {
    readonly world: World;
    readonly load: Load;
    readonly done: TurnsDone;
    readonly providers: PlayedProviders;
    readonly say: (line: string) => void;
  },
  verdict: { readonly checks: readonly Check[]; readonly published: number; readonly repeated: number },
  others: readonly string[],
): CaseResult {
  const { world, load, done, providers, say } = at;
  const { asked, answered, repeated: again, because } = world.client.counts;
  const { checks, published, repeated } = verdict;
  say(tableHead(checks));
  for (const line of tableOf(checks)) say(line);
  const effects = checks
    .filter(({ what }) => !what.startsWith('records'))
    .reduce((sum, { found }) => sum + found, 0);
  const doubled = checks.reduce((sum, one) => sum + one.doubled, 0);
  const turns = Object.entries(done.counts).map(([turn, times]) => `${times} ${turn}`);
  const share = ((100 * answered) / Math.max(1, asked)).toFixed(2);
  const reasons = Object.entries(because).map(([why, times]) => `${why} ${times}`);
  say(`${again} attempts were made again: ${reasons.join(', ') || 'none'}`);
  say(
    `at the providers ${providers.calls.length} calls, ${providers.lost} answers lost, ${providers.away} turned away`,
  );
  return {
    faults: [...others, ...checks.flatMap(({ what, faults }) => faults.map((fault) => `${what}: ${fault}`))],
    asked,
    acknowledged: answered,
    published,
    repeated,
    applied: effects,
    fired: [],
    counts: {
      ...world.client.counts.because,
      ...done.counts,
      doubled,
      providerCalls: providers.calls.length,
    },
    done: `${(load.requests / load.seconds).toFixed(0)} requests a second, ${share} % acknowledged, services ${turns.join(', ')}, ${doubled} doubled`,
  };
}

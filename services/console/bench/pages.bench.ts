// How the pages feel and what they hold while very many customers are on their way and events come all the time: a real
// browser has all of them open at once, and uses each of them. `npm run bench -- pages --minutes 10`: for so long.
import { testServers, uniquePrefix, type Measure } from '@continuo/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { findBrowser } from '../test/browser.js';
import { fillInstances, runningInstances } from './filled-orchestrator.js';
import { measuresOf, slowestOf } from './page-figures.js';
import { PageWatch, type Watched } from './page-watch.js';
import { signIn, watchedPages, type WatchedPage } from './watched-pages.js';
import { SteadyEvents } from './steady-events.js';
import { CARTS, WholeSystem } from './whole-system.js';

const MINUTES = Number(process.env['BENCH_MINUTES'] ?? 0.5);
const INSTANCES = Number(process.env['BENCH_INSTANCES'] ?? 100_000);
/** Names of pages, comma-separated; all of them without. */
const PAGES = process.env['BENCH_PAGES']?.split(',');
const PER_SECOND = Number(process.env['BENCH_PER_SECOND'] ?? 1_000);
/** What a page does once when it is opened is over by then. */
const SETTLES_MS = 10_000;
const ACTS_EVERY_MS = 3_000;
const HEAP_EVERY_MS = 15_000;
const COLLECTED_MS = 500;

export async function bench(): Promise<Measure[]> {
  const found = await findBrowser();
  if ('missing' in found) throw new Error(`no browser: ${found.missing}`);
  process.env['KAFKA_TOPIC_PREFIX'] = uniquePrefix('pages');
  const watched = watchedPages.filter(({ name }) => PAGES?.includes(name) ?? true);
  const system = await WholeSystem.start(testServers());
  const events = new SteadyEvents({ ...system.tracking, perSecond: PER_SECOND });
  try {
    await fillInstances(system.databaseOf('orchestrator'), await system.templates(), INSTANCES);
    const running = await runningInstances(system.databaseOf('orchestrator'));
    console.log(`${running} instances run; ${MINUTES} minutes on ${watched.length} pages at once`);
    events.start();
    const context = await found.browser.newContext({ viewport: { width: 1_440, height: 900 } });
    await signIn(await context.newPage(), system.gateway);
    const before = events.accepted;
    const began = performance.now();
    const seen = await Promise.all(
      watched.map(async (one) => ({ one, watched: await lookedAt(one, context, system.gateway) })),
    );
    const perSecond = ((events.accepted - before) * 1_000) / (performance.now() - began);
    const measures = seen.flatMap((each) => measuresOf(each.one.name, each.watched));
    measures.unshift({ name: 'events meanwhile', value: perSecond, unit: '/s' });
    for (const { one, watched: seenThere } of seen) console.log(`${one.name}: ${slowestOf(seenThere)}`);
    if (events.refused > 0) console.log(`${events.refused} events were refused`);
    return measures;
  } finally {
    await events.stop();
    await found.browser.close();
    await system.close();
  }
}

type Page = Parameters<WatchedPage['act']>[0];
type Context = ReturnType<Page['context']>;

async function lookedAt(one: WatchedPage, context: Context, gateway: string): Promise<Watched> {
  const page = await context.newPage();
  const watch = await PageWatch.over(page);
  await openPage(page, `${gateway}${one.path(CARTS)}`);
  return stayOn(one, page, watch);
}

async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await delay(SETTLES_MS);
}

async function stayOn(one: WatchedPage, page: Page, watch: PageWatch): Promise<Watched> {
  await watch.begin();
  const until = performance.now() + MINUTES * 60_000;
  let nextHeap = performance.now() + HEAP_EVERY_MS;
  for (let turn = 0; performance.now() < until; turn += 1) {
    await one.act(page, turn);
    await delay(Math.max(0, Math.min(ACTS_EVERY_MS, until - performance.now())));
    if (performance.now() < nextHeap) continue;
    // Long after what was done is painted: a collection stops the page.
    await watch.sampleHeap();
    nextHeap = performance.now() + HEAP_EVERY_MS;
    await delay(COLLECTED_MS);
  }
  return watch.end();
}

// The console in front of a whole running system with the demonstration playing, and a browser: started once for all pages.
import { eventually } from '@continuo/testing';
import { RunningSystem, type LoggedProcess } from '@continuo/testing/running-system';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { axeViolations, listenForTroubles } from './calm.js';

/** The ready-made people of a development system: operator, designer, supervisor, agent, and who may everything. */
export type Person = 'olga' | 'dana' | 'sam' | 'ada' | 'alex';

/** A page that somebody has open, and everything that has gone wrong on it so far. */
export interface OpenPage {
  readonly page: Page;
  readonly troubles: string[];
  close(): Promise<void>;
}

const SCHEMES = ['light', 'dark'] as const;
const SIZES = {
  desktop: { width: 1_440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
const SCREENSHOTS = fileURLToPath(new URL('../../../../.continuo/screenshots', import.meta.url));
const MOST_STOPS = 150;

export class ConsoleUnderTest {
  readonly #signedIn = new Map<Person, Promise<BrowserContext>>();

  private constructor(
    readonly browser: Browser,
    /** Where the console is: `http://127.0.0.1:…`. */
    readonly origin: string,
    readonly system: RunningSystem | undefined,
    readonly demonstration: LoggedProcess | undefined,
  ) {}

  /**
   * Starts everything; the story begins to play. With `CONSOLE_UNDER_TEST=http://127.0.0.1:8080` the tests run against a
   * system that stands already (`npm start`) and has played it: quick while a page is written.
   */
  static async start(browser: Browser): Promise<ConsoleUnderTest> {
    const standing = process.env.CONSOLE_UNDER_TEST;
    if (standing) return new ConsoleUnderTest(browser, standing, undefined, undefined);
    const system = await RunningSystem.start({ traces: 'as-in-production' });
    return new ConsoleUnderTest(browser, system.gateway, system, system.playDemonstration());
  }

  /** Resolves when the first journey of the story has begun: its definitions are published then. */
  async storyHasBegun(): Promise<void> {
    interface Instances {
      readonly items: readonly unknown[];
    }
    await eventually(
      async () =>
        (await this.ask<Instances>('olga', '/api/orchestrator/instances?limit=1')).body.items.length > 0,
      { within: 60_000, every: 200, what: 'the first journey of the story' },
    );
  }

  /** Resolves when the story has ended as expected, and throws when it ended otherwise. */
  async storyHasEnded(): Promise<void> {
    const { demonstration } = this;
    if (demonstration === undefined || (await demonstration.end()) === 0) return;
    throw new Error(`the demonstration failed:\n${demonstration.lines.slice(-15).join('\n')}`);
  }

  /** A window of its own, of somebody who is signed in, or of nobody. Relative addresses are the console's. */
  async window(person: Person | undefined, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const storageState = person && (await (await this.#sessionOf(person)).storageState());
    return this.browser.newContext({
      baseURL: this.origin,
      locale: 'en',
      timezoneId: 'Europe/Berlin',
      viewport: SIZES.desktop,
      ...(storageState !== undefined && { storageState }),
      ...options,
    });
  }

  /** Opens a path as somebody (`undefined` for nobody), and waits for the page's first heading. */
  async open(
    person: Person | undefined,
    path: string,
    options: BrowserContextOptions = {},
  ): Promise<OpenPage> {
    const context = await this.window(person, options);
    const page = await context.newPage();
    const troubles = listenForTroubles(page);
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    return { page, troubles, close: () => context.close() };
  }

  /** What a path of an API answers somebody, by their session: `{ status, body }`. */
  async ask<T>(person: Person, path: string): Promise<{ readonly status: number; readonly body: T }> {
    const answer = await (await this.#sessionOf(person)).request.get(path);
    const body = (await answer.json().catch(() => undefined)) as T;
    return { status: answer.status(), body };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.demonstration?.stop(1_000);
    await this.system?.close();
  }

  #sessionOf(person: Person): Promise<BrowserContext> {
    const known = this.#signedIn.get(person) ?? this.#signIn(person);
    this.#signedIn.set(person, known);
    return known;
  }

  async #signIn(person: Person): Promise<BrowserContext> {
    const context = await this.browser.newContext({ baseURL: this.origin, locale: 'en' });
    const page = await context.newPage();
    await signIn(page, person);
    await page.close();
    return context;
  }
}

/** Signs in as people do: on the sign-in page, which leads back. */
export async function signIn(page: Page, person: Person, returnTo = '/system'): Promise<void> {
  await page.goto(`/sign-in?return=${encodeURIComponent(returnTo)}`);
  await page.locator(`button[value="${person}"]`).click();
  await page.waitForURL((url) => url.pathname === new URL(returnTo, url).pathname);
}

/** No error, no broken policy, no call elsewhere; nothing that axe finds, in light and in dark. */
export async function expectCalm({ page, troubles }: Pick<OpenPage, 'page' | 'troubles'>): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    expect([colorScheme, await axeViolations(page)]).toEqual([colorScheme, []]);
  }
  await page.emulateMedia({ colorScheme: null });
  expect(troubles).toEqual([]);
}

/** At a phone's width too: axe, and nothing that has to be scrolled sideways. */
export async function expectCalmOnAPhone(open: Pick<OpenPage, 'page' | 'troubles'>): Promise<void> {
  const { page } = open;
  const before = page.viewportSize();
  await page.setViewportSize(SIZES.phone);
  const widths = () =>
    page.evaluate<[number, number]>('[document.documentElement.scrollWidth, window.innerWidth]');
  const [content, visible] = await widths();
  expect(content).toBeLessThanOrEqual(visible);
  await expectCalm(open);
  if (before !== null) await page.setViewportSize(before);
}

/** Pictures of the page as it is now, `<name>-<size>-<scheme>.png` in `.continuo/screenshots`, when SCREENSHOTS is set. */
export async function screenshots(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize();
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before !== null) await page.setViewportSize(before);
}

/** Presses the arrow down until what is named is focused, as in a menu that has just opened. */
export async function arrowTo(
  page: Page,
  role: Parameters<Page['getByRole']>[0],
  name: string,
): Promise<void> {
  const target = page.getByRole(role, { name, exact: true }).first();
  await target.waitFor();
  await eventually(
    async () => {
      if ((await target.evaluate<string | undefined, unknown>(outlineOfFocused)) !== undefined) return true;
      await page.keyboard.press('ArrowDown');
      return false;
    },
    { what: `${role} ${name}, by arrows`, every: 100 },
  );
}

/** What is named, reached by Tab and pressed by Enter. */
export async function press(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  await tabTo(page, role, name);
  await page.keyboard.press('Enter');
}

/** Presses Tab until what is named is focused, and makes sure that this can be seen. Fails when it can't be reached. */
export async function tabTo(
  page: Page,
  role: Parameters<Page['getByRole']>[0],
  name: string | RegExp,
): Promise<void> {
  const target = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    const outline = await target.evaluate<string | undefined, unknown>(outlineOfFocused);
    if (outline !== undefined) {
      expect([String(name), outline]).not.toEqual([String(name), 'none']);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${role} ${String(name)} can't be reached by keyboard`);
}

/** Runs in the page: how the focus on this element is shown; undefined while it is elsewhere. */
function outlineOfFocused(element: unknown): string | undefined {
  // These tests know nothing of the types of a document.
  const { ownerDocument } = element as { ownerDocument: { activeElement: unknown; defaultView: StyleView } };
  if (ownerDocument.activeElement !== element) return undefined;
  return ownerDocument.defaultView.getComputedStyle(element).outlineStyle;
}

interface StyleView {
  getComputedStyle(element: unknown): { readonly outlineStyle: string };
}

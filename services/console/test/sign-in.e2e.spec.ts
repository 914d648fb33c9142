// Signing in with a real browser: everybody can read and use the pages, no script is needed, and the cookies hold.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunningService } from '@continuo/service-kit';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBrowser } from './browser.js';
import { startConsole } from './console-under-test.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = await findBrowser();
const missing = 'missing' in found ? found.missing : undefined;

let running: RunningService & { origin: string };
let browser: Browser;

/** An open page, and everything that went wrong on it. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext({ baseURL: running.origin, ...options })).newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(data:|http:\/\/127\.0\.0\.1:)/.test(request.url())) troubles.push(`asked ${request.url()}`);
  });
  await page.goto(path);
  return { page, troubles };
}

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light, wide', { colorScheme: 'light', viewport: { width: 1_440, height: 900 } }],
  ['dark, wide', { colorScheme: 'dark', viewport: { width: 1_440, height: 900 } }],
  ['light, on a telephone', { colorScheme: 'light', viewport: { width: 320, height: 640 } }],
  ['dark, on a telephone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
];

(missing === undefined ? describe : describe.skip)(
  `signing in with a browser${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    beforeAll(async () => {
      browser = (found as { browser: Browser }).browser;
      running = await startConsole({});
    }, 60_000);

    afterAll(async () => {
      await browser.close();
      await running.stop();
    });

    it('is done by keyboard alone, on a page without a script, and leads back', async () => {
      const { page, troubles } = await open('/sign-in?return=%2Fstatus.json%3Fa%3D1', {
        javaScriptEnabled: false,
      });
      expect(await page.title()).toBe('Who are you? · Continuo');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/status.json?a=1');
      await page.goto('/session');
      expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({
        subject: 'dana',
        roles: ['designer'],
      });
      expect(troubles).toEqual([]);
      const cookies = await page.context().cookies();
      expect(cookies).toEqual([
        expect.objectContaining({
          name: 'continuo-session-0',
          httpOnly: true,
          sameSite: 'Lax',
          path: '/',
          domain: '127.0.0.1',
          // Gone with the browser.
          expires: -1,
        }),
      ]);
    }, 30_000);

    it.each(looks)(
      'has nothing that axe finds, and no sideways scrolling: %s',
      async (look, options) => {
        for (const [name, path] of [
          ['sign-in', '/sign-in'],
          ['sign-in-failed', '/sign-in?return=//evil.example'],
        ] as const) {
          const { page } = await open(path, options);
          await page.evaluate(axe);
          const { violations } = await page.evaluate<{
            violations: { id: string; nodes: { html: string }[] }[];
          }>('axe.run(document, { resultTypes: ["violations"] })');
          expect([name, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([
            name,
            [],
          ]);
          expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
          if (process.env.SCREENSHOTS === '1') {
            const file = `.continuo/screenshots/${name}-${look.replace(/\W+/g, '-')}.png`;
            await page.screenshot({ path: file, fullPage: true });
          }
        }
      },
      30_000,
    );

    it('shows where the keyboard is', async () => {
      const { page } = await open('/sign-in');
      const people = await page.getByRole('button').count();
      expect(people).toBe(5);
      for (let stop = 0; stop < people; stop += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate<{ outline: string; height: number }>(
          `({ outline: getComputedStyle(document.activeElement).outlineStyle, height: document.activeElement.offsetHeight })`,
        );
        expect(focus.outline).toBe('solid');
        expect(focus.height).toBeGreaterThanOrEqual(24);
      }
    }, 30_000);

    it('is of no use to a page of another site: the browser keeps the cookie to itself', async () => {
      const { page } = await open('/sign-in?return=%2Fstatus.json');
      await page.getByRole('button', { name: 'Olga' }).click();
      await page.waitForURL('**/status.json');
      // Another name is another site; what it serves is played.
      const evil = running.origin.replace('127.0.0.1', 'localhost');
      await page.route(`${evil}/**`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }),
      );
      await page.goto(`${evil}/evil`);
      const answer = page.waitForEvent('request', (request) => request.url().includes('/sign-out'));
      await page.evaluate(
        `fetch(${JSON.stringify(`${running.origin}/sign-out`)}, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => undefined)`,
      );
      expect(await (await answer).allHeaders()).not.toHaveProperty('cookie');
      await page.goto(`${running.origin}/session`);
      expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({ signedIn: true });
    }, 30_000);
  },
);

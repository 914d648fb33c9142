// The page about the system in a real browser: what it says, that it keeps saying it, that everybody can read and use it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { RunningService } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startConsole } from './console-under-test.js';
import { axeViolations, listenForTroubles } from './pages/calm.js';
import { findBrowser } from './browser.js';

const found = await findBrowser();
const missing = 'missing' in found ? found.missing : undefined;
const WEB_APP_DIR = fileURLToPath(new URL('../dist/web', import.meta.url));

let upstream: { readonly server: Server; readonly url: string; failing: string[] };
let gateway: RunningService & { readonly origin: string };
let browser: Browser;

async function startUpstream(): Promise<typeof upstream> {
  const server = createServer((_request, response) => {
    const checks = upstream.failing.map((name) => ({ name, ok: false }));
    response.statusCode = checks.length === 0 ? 200 : 503;
    response.end(JSON.stringify({ checks }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, failing: [] };
}

/** The open page, and everything that went wrong on it. */
async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext({ locale: 'en', ...options })).newPage();
  const troubles = listenForTroubles(page);
  await page.goto(`${gateway.origin}/system`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, troubles };
}

const stateOf = (page: Page, service: string) =>
  page.locator(`[data-service="${service}"] h3 + span`).innerText();
const summaryOf = (page: Page) => page.locator('h1 + [role=status]').innerText();
/** What the page does by itself every five seconds, and when it is looked at again. */
const refresh = (page: Page) => page.evaluate('window.dispatchEvent(new Event("visibilitychange"))');

(missing === undefined ? describe : describe.skip)(
  `the page about the system in a browser${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    beforeAll(async () => {
      browser = (found as { browser: Browser }).browser;
      upstream = await startUpstream();
      gateway = await startConsole({
        WEB_APP_DIR,
        CUSTOMER_DATA_PLATFORM_URL: upstream.url,
        ORCHESTRATOR_URL: 'http://127.0.0.1:1',
        KAFKA_BROKERS: '127.0.0.1:19092',
        JAEGER_URL: 'http://127.0.0.1:16686',
      });
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      await gateway?.stop();
      upstream?.server.closeAllConnections();
      upstream?.server.close();
    });

    beforeEach(() => {
      upstream.failing = [];
    });

    it('says what runs and what does not, to who is not signed in too, without an error and without asking anybody else', async () => {
      const { page, troubles } = await open();
      expect(await page.title()).toBe('System · Continuo');
      await page.locator('[data-service="orchestrator"]').waitFor();
      expect(await summaryOf(page)).toBe('1 of 2 services is ready');
      expect(await stateOf(page, 'customer-data-platform')).toBe('Ready');
      expect(await stateOf(page, 'orchestrator')).toBe('Not running');
      const description = page.getByRole('link', { name: 'OpenAPI of Orchestrator' });
      expect(await description.getAttribute('href')).toBe('/api/orchestrator/openapi.json');
      expect(await page.locator('main ol pre').first().innerText()).toBe('npx continuo status');
      // Where Kafka and Jaeger are is for those who are signed in.
      expect(await page.locator('main').innerText()).not.toMatch(/19092|16686/);
      expect(troubles).toEqual([]);
    }, 30_000);

    it('follows what changes while it is open, and says when it can no longer know', async () => {
      const { page } = await open();
      await page.locator('[data-service="customer-data-platform"]').waitFor();
      upstream.failing = ['database', 'broker'];
      // The console asks its services once a second at most, whoever looks.
      await eventually(async () => {
        await refresh(page);
        return (await stateOf(page, 'customer-data-platform')) === 'Not ready';
      });
      await page.getByText('Waiting for: database, broker').waitFor();
      expect(await summaryOf(page)).toBe('0 of 2 services are ready');
      await page.route('**/status.json', (route) => route.abort());
      await refresh(page);
      await page.getByText('The console does not answer').waitFor();
    }, 30_000);

    it.each([
      ['light, wide', { colorScheme: 'light', viewport: { width: 1_280, height: 900 } }],
      ['dark, wide', { colorScheme: 'dark', viewport: { width: 1_280, height: 900 } }],
      ['light, on a telephone', { colorScheme: 'light', viewport: { width: 320, height: 640 } }],
      ['dark, on a telephone', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
    ] as const)(
      'has nothing that axe finds, and no sideways scrolling: %s',
      async (_how, options) => {
        const { page } = await open(options);
        await page.locator('[data-service="orchestrator"]').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      },
      30_000,
    );

    it('is used by keyboard alone: the way past the head first, then every link and command, each to be seen', async () => {
      const { page } = await open();
      await page.locator('[data-service="orchestrator"]').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      const stops = await page.locator('main a, main button, main [tabindex="0"]').count();
      expect(stops).toBeGreaterThan(10);
      for (let stop = 0; stop < stops; stop += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate<{ inMain: boolean; outline: string }>(
          `({ inMain: document.activeElement.closest('main') !== null, outline: getComputedStyle(document.activeElement).outlineStyle })`,
        );
        expect(focus).toEqual({ inMain: true, outline: 'solid' });
      }
    }, 30_000);
  },
);

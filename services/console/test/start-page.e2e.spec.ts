// The start page in a real browser: what it says, that it keeps saying it, and that everybody can read and use it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfig, startService, type RunningService } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { configSchema } from '../src/config.js';
import { consoleService } from '../src/console-service.js';
import { findBrowser } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = await findBrowser();
const missing = 'missing' in found ? found.missing : undefined;
const quiet = () => undefined;

let upstream: { readonly server: Server; readonly url: string; failing: string[] };
let gateway: RunningService;
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

/** An open start page, and everything that went wrong on it. */
async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(gateway.url) && !request.url().startsWith('data:'))
      troubles.push(`asked elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (!response.ok()) troubles.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(gateway.url);
  return { page, troubles };
}

const stateOf = (page: Page, service: string) =>
  page.locator(`[data-service="${service}"] .state`).innerText();
/** What the page does by itself every five seconds, and when it is looked at again. */
const refresh = (page: Page) => page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');

(missing === undefined ? describe : describe.skip)(
  `the start page in a browser${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    beforeAll(async () => {
      browser = (found as { browser: Browser }).browser;
      upstream = await startUpstream();
      const config = parseConfig(configSchema, {
        PORT: '0',
        // The page is there until the web application is built.
        WEB_APP_DIR: '/nowhere',
        CUSTOMER_DATA_PLATFORM_URL: upstream.url,
        ORCHESTRATOR_URL: 'http://127.0.0.1:1',
        KAFKA_BROKERS: '127.0.0.1:19092',
        JAEGER_URL: 'http://127.0.0.1:16686',
      });
      gateway = await startService(consoleService(config), {
        logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        metrics: { text: async () => '' },
        stop: async () => undefined,
      });
    }, 60_000);

    afterAll(async () => {
      await browser.close();
      await gateway.stop();
      upstream.server.closeAllConnections();
      upstream.server.close();
    });

    beforeEach(() => {
      upstream.failing = [];
    });

    it('says what runs and what does not, without an error and without asking anybody else', async () => {
      const { page, troubles } = await open();
      expect(await page.title()).toBe('Continuo');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Continuo');
      expect((await page.getByRole('status').innerText()).trim()).toBe('1 of 2 services is ready.');
      expect(await stateOf(page, 'customer-data-platform')).toBe('Ready');
      expect(await stateOf(page, 'orchestrator')).toBe('Not running');
      expect(await page.getByRole('link', { name: 'OpenAPI of the orchestrator' }).getAttribute('href')).toBe(
        '/api/orchestrator/openapi.json',
      );
      expect(await page.locator('ol.steps pre').first().innerText()).toBe('npx continuo status');
      expect(troubles).toEqual([]);
    }, 20_000);

    it('follows what changes while it is open, and says when it can no longer know', async () => {
      const { page } = await open();
      upstream.failing = ['database', 'broker'];
      // The console asks its services once a second at most, whoever looks.
      await eventually(async () => {
        await refresh(page);
        return (await stateOf(page, 'customer-data-platform')) === 'Not ready';
      });
      expect(await page.locator('.failing:visible').innerText()).toBe('Waiting for: database, broker');
      expect((await page.getByRole('status').innerText()).trim()).toBe('0 of 2 services are ready.');
      await page.route('**/status.json', (route) => route.abort());
      await refresh(page);
      await page.getByText('The console does not answer').waitFor();
    }, 20_000);

    it.each([
      ['light, wide', { colorScheme: 'light', viewport: { width: 1_280, height: 900 } }],
      ['dark, wide', { colorScheme: 'dark', viewport: { width: 1_280, height: 900 } }],
      ['light, on a telephone', { colorScheme: 'light', viewport: { width: 320, height: 640 } }],
      ['dark, on a telephone', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
    ] as const)(
      'has nothing that axe finds, and no sideways scrolling: %s',
      async (_how, options) => {
        const { page } = await open(options);
        await page.evaluate(axe);
        const { violations } = await page.evaluate<{
          violations: { id: string; nodes: { html: string }[] }[];
        }>('axe.run(document, { resultTypes: ["violations"] })');
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
      },
      30_000,
    );

    it('is used by keyboard alone: the way past the head first, then every link and command, each to be seen', async () => {
      const { page } = await open();
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the services');
      expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: expect.any(Number) });
      expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      expect(new URL(page.url()).hash).toBe('#services');
      const stops = await page.locator('main a, main [tabindex="0"]').count();
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

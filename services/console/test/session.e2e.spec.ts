// Sessions from outside: signing in and out, what services see of it, and what those who attack it get.
import type { RunningService } from '@continuo/service-kit';
import { startBackService, startConsole, type BackService } from './console-under-test.js';
import { SmallBrowser } from './small-browser.js';

let service: BackService;
let running: RunningService & { origin: string };

beforeAll(async () => {
  service = await startBackService();
  running = await startConsole({ CUSTOMER_DATA_PLATFORM_URL: service.url });
});

afterAll(async () => {
  await running.stop();
  await service.close();
});

const newBrowser = () => new SmallBrowser(running.origin);
const API = '/api/customer-data-platform/profiles';

async function signedIn(person = 'olga'): Promise<{ browser: SmallBrowser; csrf: string }> {
  const browser = newBrowser();
  await browser.signInAs(person);
  return { browser, csrf: String((await browser.session())['csrfToken']) };
}

/** What the last call carried to the service. */
const atService = () => service.seen.at(-1)?.headers ?? {};

describe('signing in', () => {
  it('leads over the issuer back to where one was, and tells the page who it is but never a token', async () => {
    const browser = newBrowser();
    expect(await browser.session()).toEqual({ signedIn: false });
    const { way } = await browser.signInAs('olga', '/journeys?sort=name#top');
    expect(way.at(-1)).toBe(`${running.origin}/journeys?sort=name#top`);
    const response = await browser.ask('/session');
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      signedIn: true,
      subject: 'olga',
      name: 'Olga',
      roles: ['operator'],
      expiresAt: expect.any(String),
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(text).not.toContain('eyJ');
    expect(response.headers.get('cache-control')).toBe('no-store');
    for (const [name, value] of browser.cookies) expect([name, value.slice(0, 5)]).toEqual([name, '1~eyJ']);
  });

  it('puts the person’s token on calls, and keeps the cookie and its token from the services', async () => {
    const { browser, csrf } = await signedIn();
    const response = await browser.ask(API, { headers: { 'x-csrf-token': csrf } });
    expect(response.status).toBe(200);
    expect(atService().authorization).toMatch(/^Bearer eyJ/);
    expect(atService()).not.toHaveProperty('cookie');
    expect(atService()).not.toHaveProperty('x-csrf-token');
  });
});

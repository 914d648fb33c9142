// Sessions from outside: signing in and out, and what the services behind see of it.
import type { RunningService } from '@continuo/service-kit';
import { startBackService, startConsole, type BackService } from './console-under-test.js';
import { freePort, SmallBrowser } from './small-browser.js';

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

const API = '/api/customer-data-platform/profiles';
const newBrowser = () => new SmallBrowser(running.origin);
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code;

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
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(text).not.toContain('eyJ');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps what it must in cookies that no script reads and no other site sends', async () => {
    const browser = newBrowser();
    const set: string[] = [];
    const { response: asked } = await browser.follow('/sign-in');
    await asked.text();
    set.push(
      ...(await (await fetch(`${running.origin}/sign-in`, { redirect: 'manual' })).headers.getSetCookie()),
    );
    await browser.signInAs('dana');
    const again = newBrowser();
    const { way } = await again.follow('/sign-in');
    expect(new URL(String(way[0])).searchParams.get('code_challenge_method')).toBe('S256');
    expect(set).toHaveLength(1);
    for (const line of set) {
      expect(line).toMatch(
        /^continuo-sign-in-[\w-]+=eyJ[\w.-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
      );
    }
    // The sign-in's own cookie went when it was over.
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('continuo-session'))).toEqual([
      'continuo-session-0',
    ]);
  });

  it('is bound to the very host, over https alone, where the public address is https', async () => {
    const secure = await startConsole({
      PUBLIC_URL: 'https://cx.example.org',
      OIDC_ISSUER: `${running.origin}/issuer`,
    });
    const path = '/sign-in?return=%2Fbus&at=public';
    const response = await fetch(`${secure.origin}${path}`, { redirect: 'manual' });
    const [line] = response.headers.getSetCookie();
    expect(line).toMatch(
      /^__Host-continuo-sign-in-[\w-]+=.*; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=600$/,
    );
    expect(line).not.toContain('Domain');
    const location = new URL(String(response.headers.get('location')));
    expect(location.searchParams.get('redirect_uri')).toBe('https://cx.example.org/sign-in/callback');
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
    await secure.stop();
  });

  it('begins at the public address, where its cookies will be found, and goes round only once', async () => {
    const { port } = new URL(running.origin);
    const response = await fetch(`http://localhost:${port}/sign-in?return=%2Fbus`, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`${running.origin}/sign-in?return=%2Fbus&at=public`);
    const once = await fetch(`http://localhost:${port}/sign-in?return=%2Fbus&at=public`, {
      redirect: 'manual',
    });
    expect(once.headers.get('location')).toContain('/issuer/authorize?');
  });

  it('works where services have another name for the issuer than browsers', async () => {
    const port = String(await freePort());
    const inner = await startConsole({
      PORT: port,
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      OIDC_ISSUER: `http://localhost:${port}/issuer`,
    });
    const browser = new SmallBrowser(`http://127.0.0.1:${port}`);
    const { way } = await browser.signInAs('olga', '/status.json');
    expect(way.at(-1)).toBe(`http://127.0.0.1:${port}/status.json`);
    expect(await browser.session()).toMatchObject({ subject: 'olga' });
    await inner.stop();
  });

  it('works at a second console beside a running system, with that system’s issuer', async () => {
    const second = await startConsole({ OIDC_ISSUER: `${running.origin}/issuer` });
    const browser = new SmallBrowser(second.origin);
    await browser.signInAs('sam');
    expect(await browser.session()).toMatchObject({ subject: 'sam' });
    await second.stop();
  });

  it('takes roles as they are at the next sign-in, also over an earlier session', async () => {
    const { browser, csrf } = await signedIn('ada');
    expect(await browser.session()).toMatchObject({ subject: 'ada', roles: ['agent'] });
    await browser.signInAs('alex');
    const now = await browser.session();
    expect(now).toMatchObject({ subject: 'alex', roles: ['admin'] });
    expect(now['csrfToken']).not.toBe(csrf);
  });

  it('works in several windows at once, and does not let their cookies pile up', async () => {
    const browser = newBrowser();
    const ways: string[] = [];
    for (let window = 0; window < 3; window += 1) {
      const { way } = await browser.follow(`/sign-in?return=%2Fbus%3Fwindow%3D${window}`);
      ways.push(String(way.at(-1)));
    }
    for (const [window, way] of ways.entries()) {
      const person: [string, string] = ['person', 'olga'];
      const body = new URLSearchParams([...new URL(way).searchParams, person]);
      const { way: back } = await browser.follow('/issuer/authorize', { method: 'POST', body });
      expect(back.at(-1)).toBe(`${running.origin}/bus?window=${window}`);
    }
    for (let window = 0; window < 12; window += 1) await (await browser.ask('/sign-in')).text();
    expect(browser.cookieHeader().length).toBeLessThan(6_000);
  });
});

describe('calls with a session', () => {
  it('carry the person’s token to the service, and neither cookie nor the session’s token', async () => {
    const { browser, csrf } = await signedIn();
    const response = await browser.ask(API, { headers: { 'x-csrf-token': csrf } });
    expect(response.status).toBe(200);
    expect(atService().authorization).toMatch(/^Bearer eyJ/);
    expect(atService()).not.toHaveProperty('cookie');
    expect(atService()).not.toHaveProperty('x-csrf-token');
    expect([...response.headers.values()].join()).not.toContain('eyJ');
  });

  it('are kept by no cache, and a service sets no cookie of ours', async () => {
    const { browser } = await signedIn();
    const before = browser.cookieHeader();
    const response = await browser.ask(API);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(browser.cookieHeader()).toBe(before);
    // What is public stays so for whoever has no session.
    expect((await fetch(`${running.origin}${API}`)).headers.get('cache-control')).toBe('public, max-age=600');
  });

  it('open streams of events', async () => {
    const { browser } = await signedIn();
    const leaving = new AbortController();
    const response = await browser.ask('/api/customer-data-platform/events', {
      headers: { accept: 'text/event-stream' },
      signal: leaving.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
    expect(Buffer.from(value ?? []).toString()).toContain('data: {"n":1}');
    expect(atService().authorization).toMatch(/^Bearer eyJ/);
    leaving.abort();
  });

  it('go with their own token where they bring one, whatever the cookie says', async () => {
    const { browser } = await signedIn();
    const headers = { authorization: 'Bearer of-my-own' };
    expect((await browser.ask(API, { method: 'POST', headers })).status).toBe(200);
    expect(atService()).toMatchObject(headers);
    expect(atService()).not.toHaveProperty('cookie');
  });

  it('go without any where there is no session, so that the service says what is missing', async () => {
    const browser = newBrowser();
    browser.cookies.set('theme', 'dark');
    await browser.ask(API, { method: 'POST' });
    expect(atService()).not.toHaveProperty('authorization');
    expect(atService()).not.toHaveProperty('cookie');
  });

  it('reach tracking and what everybody may see as ever: a session is nothing to these', async () => {
    const { browser } = await signedIn();
    await browser.ask('/v1/track', { method: 'POST', headers: { authorization: 'Basic d2s6' } });
    expect(atService()).toMatchObject({ authorization: 'Basic d2s6' });
    expect(atService()).not.toHaveProperty('cookie');
    expect((await browser.ask('/status.json')).status).toBe(200);
  });

  it('of the console itself pass its guard as any token does, by role', async () => {
    const path = '/console/overview';
    const nobody = await newBrowser().ask(path);
    expect([nobody.status, await codeOf(nobody)]).toEqual([401, 'token-missing']);
    const { browser: agent } = await signedIn('ada');
    const refused = await agent.ask(path);
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'role-missing']);
    for (const person of ['olga', 'alex']) {
      const { browser } = await signedIn(person);
      expect((await browser.ask(path)).status).toBe(200);
      const elsewhere = await browser.ask(path, { headers: { 'sec-fetch-site': 'cross-site' } });
      expect(elsewhere.status).toBe(401);
    }
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'that change by %s need the session’s token',
    async (method) => {
      const { browser, csrf } = await signedIn();
      const other = await signedIn();
      const before = service.seen.length;
      const missing = await browser.ask(API, { method });
      expect([missing.status, await codeOf(missing)]).toEqual([403, 'csrf-token-missing']);
      for (const given of [other.csrf, 'guess', csrf.slice(0, -1), `${csrf}, ${csrf}`]) {
        const wrong = await browser.ask(API, { method, headers: { 'x-csrf-token': given } });
        expect([wrong.status, await codeOf(wrong)]).toEqual([403, 'csrf-token-wrong']);
      }
      expect(service.seen.length).toBe(before);
      expect((await browser.ask(API, { method, headers: { 'x-csrf-token': csrf } })).status).toBe(200);
    },
  );

  it('from another site change nothing even with the token, and read as nobody', async () => {
    const { browser, csrf } = await signedIn();
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site, 'x-csrf-token': csrf };
      const refused = await browser.ask(API, { method: 'POST', headers });
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'cross-site-request']);
      await browser.ask(API, { headers });
      expect(atService()).not.toHaveProperty('authorization');
    }
    for (const site of ['same-origin', 'none']) {
      await browser.ask(API, { headers: { 'sec-fetch-site': site } });
      expect(atService().authorization).toMatch(/^Bearer/);
    }
  });
});

describe('signing out', () => {
  it('takes the session’s token, ends the session and says where to go', async () => {
    const { browser, csrf } = await signedIn();
    const refused = await browser.ask('/sign-out', { method: 'POST' });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'csrf-token-missing']);
    expect(await browser.session()).toMatchObject({ signedIn: true });
    const done = await browser.ask('/sign-out', { method: 'POST', headers: { 'x-csrf-token': csrf } });
    expect([done.status, await done.json()]).toEqual([200, { next: `${running.origin}/` }]);
    expect(browser.cookies.size).toBe(0);
    expect(await browser.session()).toEqual({ signedIn: false });
  });

  it('is not done by a link, and is no error for who is not signed in', async () => {
    const { browser } = await signedIn();
    expect((await browser.ask('/sign-out')).status).toBe(404);
    expect(await browser.session()).toMatchObject({ signedIn: true });
    expect((await newBrowser().ask('/sign-out', { method: 'POST' })).status).toBe(200);
  });
});

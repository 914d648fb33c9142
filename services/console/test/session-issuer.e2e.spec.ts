// Sessions with an identity provider as companies have them: renewal, long tokens, its own end, and its faults.
import type { RunningService } from '@continuo/service-kit';
import { Sealer } from '../src/session/sealer.js';
import { sessionSchema, type Session } from '../src/session/session.js';
import { setChunkedCookie, readChunkedCookie } from '../src/session/domain/cookies.js';
import { SESSION_SECRET, startBackService, startConsole, type BackService } from './console-under-test.js';
import { ForeignIssuer } from './foreign-issuer.js';
import { SmallBrowser } from './small-browser.js';

let service: BackService;
let issuer: ForeignIssuer;
let running: RunningService & { origin: string };
let sealer: Sealer<Session>;

beforeAll(async () => {
  service = await startBackService();
  issuer = await ForeignIssuer.start();
  running = await startConsole({
    CUSTOMER_DATA_PLATFORM_URL: service.url,
    OIDC_ISSUER: issuer.url,
    OIDC_CONSOLE_CLIENT_ID: 'console-of-the-company',
    OIDC_CONSOLE_CLIENT_SECRET: 'a secret of this client',
    OIDC_ROLES_CLAIM: 'realm.roles',
    LOCAL_ISSUER_SECRET: '',
  });
  sealer = new Sealer({
    secret: SESSION_SECRET,
    audience: running.origin,
    purpose: 'session',
    schema: sessionSchema,
  });
});

afterAll(async () => {
  await running.stop();
  await issuer.close();
  await service.close();
});

beforeEach(() => issuer.calm());

const API = '/api/customer-data-platform/profiles';

async function signedIn(): Promise<SmallBrowser> {
  const browser = new SmallBrowser(running.origin);
  const { way } = await browser.follow('/sign-in?return=%2Fstatus.json');
  expect(way.at(-1)).toBe(`${running.origin}/status.json`);
  return browser;
}

const plain = { secure: false };
async function opened(browser: SmallBrowser): Promise<Session | undefined> {
  return sealer.open(readChunkedCookie('continuo-session', browser.cookies, plain) ?? '');
}

/** As if time had passed: the session's own times are earlier. */
async function aged(browser: SmallBrowser, more: Partial<Session>): Promise<void> {
  const session = await opened(browser);
  if (session === undefined) throw new Error('nobody is signed in');
  const sealed = await sealer.seal({ ...session, ...more }, session.until);
  for (const line of setChunkedCookie('continuo-session', sealed, browser.cookies, plain) ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    browser.cookies.set(name, value);
  }
}

const tokenAtService = () => service.seen.at(-1)?.headers.authorization;

describe('a session', () => {
  it('has the roles that the token’s claim says, and proves itself as the issuer wants it', async () => {
    const browser = await signedIn();
    expect(await browser.session()).toMatchObject({ subject: 'f3b1', name: 'Jane Roe', roles: ['operator'] });
    expect(issuer.proofs.at(-1)).toBe('form');
    issuer.temper.roles = ['root', 'designer', 'agent'];
    expect(await (await signedIn()).session()).toMatchObject({ roles: ['agent', 'designer'] });
  });

  it('needs no id token, which an issuer gives only to who asks for openid', async () => {
    const plainOauth = await startConsole({
      OIDC_ISSUER: issuer.url,
      OIDC_SCOPES: 'console',
      OIDC_ROLES_CLAIM: 'realm.roles',
      LOCAL_ISSUER_SECRET: '',
    });
    const browser = new SmallBrowser(plainOauth.origin);
    const { way } = await browser.follow('/sign-in?return=%2Fstatus.json');
    expect(new URL(String(way[0])).searchParams.has('nonce')).toBe(false);
    const session = await browser.session();
    expect(session).toMatchObject({ subject: 'f3b1', roles: ['operator'] });
    expect(session).not.toHaveProperty('name');
    await plainOauth.stop();
  });

  it('is renewed once for all calls that come together, and for late ones with the old cookie', async () => {
    const browser = await signedIn();
    await aged(browser, { renewFrom: 0 });
    const before = await opened(browser);
    const late = new SmallBrowser(running.origin);
    for (const [name, value] of browser.cookies) late.cookies.set(name, value);
    issuer.temper.roles = ['designer'];
    await Promise.all(Array.from({ length: 8 }, () => browser.ask(API)));
    expect(issuer.renewals).toBe(1);
    await late.ask(API);
    expect(issuer.renewals).toBe(1);
    const after = await opened(browser);
    expect(tokenAtService()).toBe(`Bearer ${after?.accessToken}`);
    expect(after?.accessToken).not.toBe(before?.accessToken);
    expect(after?.refreshToken).not.toBe(before?.refreshToken);
    // The page's token stays, the end stays, roles are what the new token says.
    expect(after).toMatchObject({ csrfToken: before?.csrfToken, until: before?.until, roles: ['designer'] });
  });

  it('is renewed by a stream too, whose answer carries the new cookie', async () => {
    const browser = await signedIn();
    await aged(browser, { renewFrom: 0 });
    const before = await opened(browser);
    const leaving = new AbortController();
    const headers = { accept: 'text/event-stream' };
    const response = await browser.ask('/console/live', { headers, signal: leaving.signal });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect((await opened(browser))?.refreshToken).not.toBe(before?.refreshToken);
    leaving.abort();
  });

  it('is over at its end, however fresh its tokens are', async () => {
    const browser = await signedIn();
    const session = (await opened(browser)) as Session;
    expect(session.until - Math.floor(Date.now() / 1_000)).toBeGreaterThan(719 * 60);
    const sealed = await sealer.seal(session, Math.floor(Date.now() / 1_000) - 1);
    browser.cookies.set('continuo-session-0', `1~${sealed}`);
    expect(await browser.session()).toEqual({ signedIn: false });
  });

  it('goes on with the old token as long as that holds, when renewing is refused or the issuer is away', async () => {
    const browser = await signedIn();
    await aged(browser, { renewFrom: 0 });
    const old = await opened(browser);
    issuer.temper.away = true;
    expect((await browser.ask(API)).status).toBe(200);
    issuer.temper = { ...issuer.temper, away: false, refuseRefresh: true };
    expect((await browser.ask(API)).status).toBe(200);
    expect(tokenAtService()).toBe(`Bearer ${old?.accessToken}`);
    expect(await browser.session()).toMatchObject({ signedIn: true });
  });

  it('is over when the token is and the issuer gives no other', async () => {
    const browser = await signedIn();
    await aged(browser, { renewFrom: 0, accessTokenUntil: 1 });
    issuer.temper.refuseRefresh = true;
    await browser.ask(API);
    expect(tokenAtService()).toBeUndefined();
    expect(await browser.session()).toEqual({ signedIn: false });
    expect(browser.cookies.size).toBe(0);
  });

  it('is not lost while the issuer is away: calls are told to come again', async () => {
    const browser = await signedIn();
    await aged(browser, { renewFrom: 0, accessTokenUntil: 1 });
    issuer.temper.away = true;
    for (const path of [API, '/session']) {
      const response = await browser.ask(path);
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await response.json()).toMatchObject({ code: 'issuer-unreachable' });
    }
    issuer.temper.away = false;
    expect(await browser.session()).toMatchObject({ signedIn: true });
  });

  it('ends with its token where the issuer gives no refresh tokens', async () => {
    issuer.temper.refreshTokens = false;
    const browser = await signedIn();
    const { expiresAt } = await browser.session();
    expect(Date.parse(String(expiresAt)) - Date.now()).toBeLessThan(301_000);
    await aged(browser, { accessTokenUntil: 1 });
    expect(await browser.session()).toEqual({ signedIn: false });
  });

  it('goes over several cookies when tokens are long, and leaves none behind when they are short again', async () => {
    issuer.temper.padding = 2_000;
    const browser = await signedIn();
    const names = () => [...browser.cookies.keys()].filter((name) => name.startsWith('continuo-session'));
    expect(names().length).toBeGreaterThan(1);
    for (const value of browser.cookies.values()) expect(value.length).toBeLessThanOrEqual(3_600);
    expect((await browser.ask(API)).status).toBe(200);
    expect(tokenAtService()).toMatch(/^Bearer eyJ/);
    const { [names().length - 1]: last = '' } = names();
    const torn = new SmallBrowser(running.origin);
    for (const [name, value] of browser.cookies) if (name !== last) torn.cookies.set(name, value);
    expect(await torn.session()).toEqual({ signedIn: false });
    issuer.temper.padding = 0;
    await browser.follow('/sign-in');
    expect(await browser.session()).toMatchObject({ signedIn: true });
    expect(names()).toEqual(['continuo-session-0']);
  });

  it('does without what it only needs at its end before it gets too long, and is refused by name beyond', async () => {
    issuer.temper.padding = 3_300;
    const browser = await signedIn();
    expect((await opened(browser))?.idToken).toBeUndefined();
    expect(await browser.session()).toMatchObject({ signedIn: true });
    issuer.temper.padding = 9_000;
    const other = new SmallBrowser(running.origin);
    const { response } = await other.follow('/sign-in');
    expect([response.status, await response.text()]).toEqual([
      431,
      expect.stringContaining('session-too-large'),
    ]);
    expect([...other.cookies.keys()].join()).not.toContain('session');
  });
});

describe('signing out', () => {
  it('takes the refresh token back and sends the browser to the issuer’s own end', async () => {
    const browser = await signedIn();
    const { refreshToken, csrfToken = '' } = (await opened(browser)) ?? {};
    const response = await browser.ask('/sign-out', {
      method: 'POST',
      headers: { 'x-csrf-token': csrfToken },
    });
    const next = new URL(((await response.json()) as { next: string }).next);
    expect(`${next.origin}${next.pathname}`).toBe(`${issuer.url}/end`);
    expect(next.searchParams.get('post_logout_redirect_uri')).toBe(`${running.origin}/`);
    expect(next.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    expect(issuer.revoked.at(-1)).toBe(refreshToken);
    expect(browser.cookies.size).toBe(0);
  });

  it('works while the issuer is away', async () => {
    const browser = await signedIn();
    const { csrfToken = '' } = (await opened(browser)) ?? {};
    issuer.temper.away = true;
    const response = await browser.ask('/sign-out', {
      method: 'POST',
      headers: { 'x-csrf-token': csrfToken },
    });
    expect(await response.json()).toEqual({ next: `${running.origin}/` });
    expect(browser.cookies.size).toBe(0);
  });
});

describe('a sign-in is refused, in words, when', () => {
  const refusedAs = async (): Promise<readonly [number, string | undefined]> => {
    const browser = new SmallBrowser(running.origin);
    const { response } = await browser.follow('/sign-in');
    const page = await response.text();
    expect(page).not.toContain('Jane');
    expect([...browser.cookies.keys()].join()).not.toContain('session');
    return [response.status, /<code>([a-z-]+)<\/code>/.exec(page)?.[1]];
  };

  it('its token is for somebody else than our services', async () => {
    issuer.temper.audience = 'another-system';
    expect(await refusedAs()).toEqual([403, 'token-not-accepted']);
  });

  it('its id token answers another sign-in', async () => {
    issuer.temper.nonce = 'of-another';
    expect(await refusedAs()).toEqual([400, 'answer-not-accepted']);
  });

  it('the issuer says no', async () => {
    issuer.temper.error = 'access_denied';
    expect(await refusedAs()).toEqual([403, 'issuer-refused']);
  });

  it('the issuer is away while the browser is there', async () => {
    const browser = new SmallBrowser(running.origin);
    const begun = await browser.ask('/sign-in');
    const back = await browser.ask(String(begun.headers.get('location')));
    issuer.temper.away = true;
    const response = await browser.ask(String(back.headers.get('location')));
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('issuer-unreachable'),
    ]);
  });

  it('no issuer is configured, or it has never been seen', async () => {
    const without = await startConsole({ OIDC_ISSUER: '', LOCAL_ISSUER_SECRET: '' });
    const response = await fetch(`${without.origin}/sign-in`);
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('sign-in-not-configured'),
    ]);
    await without.stop();
    const lost = await startConsole({ OIDC_ISSUER: 'http://127.0.0.1:1', LOCAL_ISSUER_SECRET: '' });
    const other = await fetch(`${lost.origin}/sign-in`);
    expect([other.status, await other.text()]).toEqual([503, expect.stringContaining('issuer-unreachable')]);
    await lost.stop();
  });
});

// What those get who attack sessions: sign-ins begun elsewhere, addresses that lead away, cookies that are not ours.
import { localClientSecret, parseConfig, type RunningService } from '@continuo/service-kit';
import { configSchema } from '../src/config.js';
import { setChunkedCookie } from '../src/session/domain/cookies.js';
import { Sealer } from '../src/session/sealer.js';
import { pendingSignInSchema, sessionSchema, type Session } from '../src/session/session.js';
import {
  ISSUER_SECRET,
  SESSION_SECRET,
  startBackService,
  startConsole,
  type BackService,
} from './console-under-test.js';
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

const API = '/api/customer-data-platform/profiles';
const newBrowser = () => new SmallBrowser(running.origin);
const seconds = () => Math.floor(Date.now() / 1_000);

/** A page that says what went wrong, sets no session and leads nowhere. */
async function expectRefused(response: Response, status: number, code: string): Promise<void> {
  const page = await response.text();
  expect([response.status, /<code>([a-z-]+)<\/code>/.exec(page)?.[1]]).toEqual([status, code]);
  expect(response.headers.has('location')).toBe(false);
  expect(response.headers.getSetCookie().filter((line) => line.includes('session'))).toEqual([]);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script/i);
}

describe('where a sign-in leads back to', () => {
  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%5c/../\\evil.example',
    '\\\\evil.example',
    '/./..//evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    ' /bus',
    'javascript:alert(1)',
    'bus',
    '',
    '@evil.example',
    '/bus\r\nSet-Cookie: continuo-session-0=planted',
    '/bus\u007f',
    '/büs',
    '/sign-in?return=/',
    '/sign-out',
  ])('is a path of the console, which %j is not', async (given) => {
    const response = await newBrowser().ask(`/sign-in?return=${encodeURIComponent(given)}`);
    await expectRefused(response, 400, 'return-not-allowed');
  });

  it('is said once, and is not endless', async () => {
    await expectRefused(
      await newBrowser().ask(`/sign-in?return=/${'a'.repeat(3_000)}`),
      400,
      'return-not-allowed',
    );
    await expectRefused(await newBrowser().ask('/sign-in?return=/a&return=/b'), 400, 'return-not-allowed');
  });

  it('comes from the sealed cookie, whatever the callback says', async () => {
    const browser = newBrowser();
    const { way } = await browser.follow('/sign-in?return=%2Fbus');
    const body = new URLSearchParams([...new URL(String(way.at(-1))).searchParams, ['person', 'olga']]);
    const answered = await browser.ask('/issuer/authorize', { method: 'POST', body });
    const back = `${answered.headers.get('location')}&return=https%3A%2F%2Fevil.example`;
    expect((await browser.ask(back)).headers.get('location')).toBe('/bus');
  });
});

describe('a sign-in', () => {
  /** Up to the address that the issuer sends the browser back to. */
  async function upToCallback(browser: SmallBrowser): Promise<string> {
    const { way } = await browser.follow('/sign-in');
    const body = new URLSearchParams([...new URL(String(way.at(-1))).searchParams, ['person', 'olga']]);
    const answered = await browser.ask('/issuer/authorize', { method: 'POST', body });
    return String(answered.headers.get('location'));
  }

  it('that an attacker began does not end in another’s browser', async () => {
    const callback = await upToCallback(newBrowser());
    await expectRefused(await newBrowser().ask(callback), 400, 'sign-in-unknown');
  });

  it('is finished once: the code of a finished one is worth nothing', async () => {
    const browser = newBrowser();
    const callback = await upToCallback(browser);
    const kept = new Map(browser.cookies);
    expect((await browser.ask(callback)).status).toBe(303);
    await expectRefused(await browser.ask(callback), 400, 'sign-in-unknown');
    const thief = newBrowser();
    for (const [name, value] of kept) thief.cookies.set(name, value);
    await expectRefused(await thief.ask(callback), 403, 'issuer-refused');
  });

  it('with another’s code, state or issuer is refused', async () => {
    const browser = newBrowser();
    const mine = new URL(await upToCallback(browser));
    const theirs = new URL(await upToCallback(newBrowser()));
    const changed = (name: string, value: string) => {
      const url = new URL(mine);
      url.searchParams.set(name, value);
      return url.href;
    };
    const cookies = new Map(browser.cookies);
    // Their code was asked for with another challenge.
    await expectRefused(
      await browser.ask(changed('code', String(theirs.searchParams.get('code')))),
      403,
      'issuer-refused',
    );
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    await expectRefused(await browser.ask(changed('state', 'x')), 400, 'sign-in-unknown');
    await expectRefused(
      await browser.ask(changed('iss', 'https://evil.example')),
      400,
      'answer-not-accepted',
    );
    await expectRefused(await browser.ask('/sign-in/callback'), 400, 'sign-in-unknown');
    // The same beginning, which names the same cookie, is not the same state.
    const state = String(mine.searchParams.get('state'));
    await expectRefused(await browser.ask(changed('state', `${state}x`)), 400, 'sign-in-unknown');
  });

  it('tells of a refusal by its code alone, escaped', async () => {
    const browser = newBrowser();
    const url = new URL(await upToCallback(browser));
    const { searchParams } = url;
    searchParams.delete('code');
    searchParams.set('error', '<img src=x>');
    searchParams.set('error_description', 'Jane Roe is locked');
    const response = await browser.ask(url.href);
    const page = await response.clone().text();
    await expectRefused(response, 403, 'issuer-refused');
    expect(page).not.toMatch(/<img|Jane/);
  });

  it('replaces what was planted before: an attacker’s cookie is not the victim’s session', async () => {
    const attacker = newBrowser();
    await attacker.signInAs('ada');
    const victim = newBrowser();
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
    await victim.signInAs('olga');
    expect(victim.cookies.get('continuo-session-0')).not.toBe(attacker.cookies.get('continuo-session-0'));
    expect(await attacker.session()).toMatchObject({ subject: 'ada' });
    expect(await victim.session()).toMatchObject({ subject: 'olga' });
  });
});

describe('a cookie', () => {
  const session = (more: Partial<Session> = {}): Session => ({
    subject: 'mallory',
    roles: ['admin'],
    accessToken: 'a.b.c',
    accessTokenUntil: seconds() + 600,
    renewFrom: seconds() + 500,
    csrfToken: 'c',
    until: seconds() + 600,
    ...more,
  });
  const sealerOf = (secret: string, audience: string, purpose = 'session') =>
    new Sealer({ secret, audience, purpose, schema: sessionSchema });
  const planted = (sealed: string) => {
    const browser = newBrowser();
    for (const line of setChunkedCookie('continuo-session', sealed, new Map(), { secure: false }) ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      browser.cookies.set(name, value);
    }
    return browser;
  };

  it('that this deployment sealed is one: what the next ones lack', async () => {
    const sealed = await sealerOf(SESSION_SECRET, running.origin).seal(session(), seconds() + 600);
    expect(await planted(sealed).session()).toMatchObject({ subject: 'mallory' });
  });

  it.each([
    [
      'by another deployment’s key',
      () => sealerOf('another secret, also long enough for one', running.origin),
    ],
    ['by the same key for another address', () => sealerOf(SESSION_SECRET, 'https://other.example')],
    ['for a sign-in', () => sealerOf(SESSION_SECRET, running.origin, 'sign-in')],
  ])('sealed %s is none', async (_how, sealer) => {
    const browser = planted(await sealer().seal(session(), seconds() + 600));
    await browser.ask(API);
    expect(service.seen.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(await browser.session()).toEqual({ signedIn: false });
    // It is taken away, since it is of no use to anybody.
    expect(browser.cookies.size).toBe(0);
  });

  it.each([
    ['is over', {}, -1],
    ['has a token that is over', { accessTokenUntil: seconds() - 1, renewFrom: seconds() - 9 }, 600],
    ['has another shape', { roles: ['root'] as never }, 600],
  ])('whose session %s is none', async (_why, more, left) => {
    const sealed = await sealerOf(SESSION_SECRET, running.origin).seal(session(more), seconds() + left);
    expect(await planted(sealed).session()).toEqual({ signedIn: false });
  });

  it('that was touched anywhere is none', async () => {
    const browser = newBrowser();
    await browser.signInAs('ada');
    const value = String(browser.cookies.get('continuo-session-0'));
    // The very last character has bits that say nothing.
    const places = [0, 1, 2, 10, value.indexOf('..') + 3, Math.floor(value.length / 2), value.length - 2];
    for (const place of places) {
      const other = value[place] === 'A' ? 'B' : 'A';
      const touched = newBrowser();
      touched.cookies.set('continuo-session-0', value.slice(0, place) + other + value.slice(place + 1));
      expect([place, await touched.session()]).toEqual([place, { signedIn: false }]);
    }
  });

  it.each([
    ['is cut off', (value: string) => value.slice(0, 200)],
    ['promises more parts', (value: string) => `3${value.slice(1)}`],
    ['promises parts without end', (value: string) => `9${value.slice(1)}`],
    ['is longer than any of ours', () => `1~${'e'.repeat(9_000)}`],
    ['holds no token', () => '1~..'],
    ['is empty', () => ''],
  ])('that %s is none, and no error', async (_how, change) => {
    const browser = newBrowser();
    await browser.signInAs('ada');
    const value = String(browser.cookies.get('continuo-session-0'));
    browser.cookies.set('continuo-session-0', change(value));
    expect((await browser.ask(API)).status).toBe(200);
    expect(service.seen.at(-1)?.headers).not.toHaveProperty('authorization');
    expect(await browser.session()).toEqual({ signedIn: false });
  });

  it('of a sign-in is no session, and one of a session is no sign-in', async () => {
    const asSignIn = new Sealer({
      secret: SESSION_SECRET,
      audience: running.origin,
      purpose: 'session',
      schema: pendingSignInSchema,
    });
    const pending = { state: 'abcdefghijklmnop', codeVerifier: 'v', returnTo: '//evil.example' };
    const browser = newBrowser();
    browser.cookies.set('continuo-sign-in-abcdefghijkl', await asSignIn.seal(pending, seconds() + 60));
    const back = await browser.ask('/sign-in/callback?code=c&state=abcdefghijklmnop');
    await expectRefused(back, 400, 'sign-in-unknown');
  });

  it('is none by a client’s own hand: the local issuer’s secrets do not seal sessions', async () => {
    const secret = localClientSecret(ISSUER_SECRET, 'continuo-console');
    const sealed = await sealerOf(secret, running.origin).seal(session(), seconds() + 600);
    expect(await planted(sealed).session()).toEqual({ signedIn: false });
  });
});

describe('in production', () => {
  it('a secret of sessions is needed, which all replicas share', () => {
    const production = { NODE_ENV: 'production', OIDC_ISSUER: 'https://id.example.com' };
    expect(() => parseConfig(configSchema, production)).toThrow(
      /SESSION_SECRET .*the same for all replicas, got nothing/,
    );
    expect(() => parseConfig(configSchema, { ...production, SESSION_SECRET: 'short' })).toThrow(
      /SESSION_SECRET/,
    );
    expect(parseConfig(configSchema, { ...production, SESSION_SECRET }).SESSION_MINUTES).toBe(720);
  });
});

// The local issuer's sign-in from outside: whom it answers, what its page needs, and that a code is good once.
import { createHash } from 'node:crypto';
import { localClientSecret, TokenVerifier, type RunningService } from '@continuo/service-kit';
import { decodeJwt } from 'jose';
import { ISSUER_SECRET, startConsole } from './console-under-test.js';
import { formFields } from './small-browser.js';

const CLIENT = 'continuo-console';
const VERIFIER = 'a verifier of enough characters, as PKCE wants it'.replaceAll(/[ ,]/g, '-');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let running: RunningService & { origin: string };

beforeAll(async () => {
  running = await startConsole({});
});

afterAll(() => running.stop());

type Fields = Readonly<Record<string, string>>;

const request = (change: Fields = {}): [string, string][] =>
  Object.entries({
    client_id: CLIENT,
    redirect_uri: `${running.origin}/sign-in/callback`,
    response_type: 'code',
    scope: 'openid',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...change,
  }).filter(([, value]) => value !== '');

const authorize = (fields: readonly [string, string][]) =>
  fetch(`${running.origin}/issuer/authorize?${new URLSearchParams(fields as [string, string][])}`, {
    redirect: 'manual',
  });
const choose = (fields: readonly [string, string][], person = 'olga') =>
  fetch(`${running.origin}/issuer/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...fields, ['person', person]]),
  });

async function newCode(): Promise<string> {
  const response = await choose(request());
  return String(new URL(String(response.headers.get('location'))).searchParams.get('code'));
}

async function redeem(fields: Fields, client = CLIENT): Promise<{ status: number; body: Fields }> {
  const response = await fetch(`${running.origin}/issuer/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:${localClientSecret(ISSUER_SECRET, client)}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: `${running.origin}/sign-in/callback`,
      code_verifier: VERIFIER,
      ...fields,
    }),
  });
  return { status: response.status, body: (await response.json()) as Fields };
}

const INVALID = { status: 400, body: expect.objectContaining({ error: 'invalid_grant' }) };

describe('the sign-in page', () => {
  it('offers each of its people as a button, by no script at all', async () => {
    const response = await authorize(request({ state: '"><script>alert(1)</script>' }));
    const page = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page).not.toMatch(/<script|<style| on[a-z]+=|style="/);
    expect(formFields(page)).toContainEqual(['state', '"><script>alert(1)</script>']);
    const people = [...page.matchAll(/<strong>([^<]+)<\/strong>/g)].map(([, who]) => who);
    expect(people).toEqual([
      'Olga, operator',
      'Dana, designer',
      'Sam, supervisor',
      'Ada, agent',
      'Alex, admin',
    ]);
    expect((await fetch(`${running.origin}/sign-in/page.css`)).headers.get('content-type')).toContain(
      'text/css',
    );
  });

  it('speaks the browser’s language, and English where it has none of ours', async () => {
    const address = `${running.origin}/issuer/authorize?${new URLSearchParams(request())}`;
    const titleFor = async (accepted: string) => {
      const page = await (await fetch(address, { headers: { 'accept-language': accepted } })).text();
      return [/lang="(\w+)"/.exec(page)?.[1], /<h1>([^<]+)</.exec(page)?.[1]];
    };
    expect(await titleFor('de-AT,en;q=0.5')).toEqual(['de', 'Wer sind Sie?']);
    expect(await titleFor('fr, en;q=0.4, de;q=0.3')).toEqual(['en', 'Who are you?']);
    expect(await titleFor('pt')).toEqual(['en', 'Who are you?']);
  });

  it.each<[string, Fields]>([
    ['another client', { client_id: 'orchestrator' }],
    ['no client', { client_id: '' }],
    ['no address', { redirect_uri: '' }],
    ['another host', { redirect_uri: 'https://evil.example/sign-in/callback' }],
    ['another path', { redirect_uri: 'PUBLIC/sign-in/callback/../../evil' }],
    ['a longer address', { redirect_uri: 'PUBLIC/sign-in/callback?next=https://evil.example' }],
    ['the address without its end', { redirect_uri: 'PUBLIC/sign-in' }],
  ])('answers nobody who comes with %s, and sends them nowhere', async (_what, change) => {
    const fields = Object.entries(change).map(([name, value]) => [
      name,
      value.replace('PUBLIC', running.origin),
    ]);
    for (const ask of [authorize, choose]) {
      const response = await ask(request(Object.fromEntries(fields) as Fields));
      expect([response.status, response.headers.has('location')]).toEqual([400, false]);
      expect(await response.text()).toContain('no sign-in of this system');
    }
  });

  it('reads no parameter that comes twice', async () => {
    const twice = await authorize([...request(), ['redirect_uri', 'https://evil.example']]);
    expect([twice.status, twice.headers.has('location')]).toEqual([400, false]);
  });

  it.each<[string, Fields, string]>([
    ['wants a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['has no state', { state: '' }, 'invalid_request'],
    ['has no challenge', { code_challenge: '' }, 'invalid_request'],
    ['has its verifier for a challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['says no method', { code_challenge_method: '' }, 'invalid_request'],
    ['has a challenge that is none', { code_challenge: 'short' }, 'invalid_request'],
    ['has a nonce without end', { nonce: 'n'.repeat(600) }, 'invalid_request'],
  ])('tells the client when a request %s', async (_what, change, error) => {
    for (const ask of [authorize, choose]) {
      const response = await ask(request(change));
      const location = new URL(String(response.headers.get('location')));
      expect(`${location.origin}${location.pathname}`).toBe(`${running.origin}/sign-in/callback`);
      expect(Object.fromEntries(location.searchParams)).toEqual({
        error,
        iss: `${running.origin}/issuer`,
        ...(change['state'] === '' ? {} : { state: 'a-state' }),
      });
    }
  });

  it('makes nobody of a name that it does not know', async () => {
    const response = await choose(request(), 'root');
    expect(new URL(String(response.headers.get('location'))).searchParams.get('error')).toBe('access_denied');
  });

  it('takes a form only as a form', async () => {
    const response = await fetch(`${running.origin}/issuer/authorize`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'alex' }),
      redirect: 'manual',
    });
    expect([response.status, response.headers.has('location')]).toEqual([400, false]);
  });
});

describe('a code', () => {
  it('becomes a token that the services take, and one for the client with its nonce', async () => {
    const { body } = await redeem({ code: await newCode() });
    const verifier = new TokenVerifier({
      issuer: `${running.origin}/issuer`,
      audience: 'continuo',
      algorithms: ['EdDSA'],
      leewaySeconds: 5,
      rolesClaim: 'roles',
    });
    expect(await verifier.verify(String(body['access_token']))).toEqual({
      subject: 'olga',
      roles: ['operator'],
      kind: 'token',
      clientId: CLIENT,
    });
    expect(decodeJwt(String(body['id_token']))).toMatchObject({
      aud: CLIENT,
      nonce: 'a-nonce',
      name: 'Olga',
    });
    // The id token is for the client: no service takes it.
    await expect(verifier.verify(String(body['id_token']))).rejects.toMatchObject({ code: 'token-audience' });
  });

  it('is good once', async () => {
    const code = await newCode();
    expect((await redeem({ code })).status).toBe(200);
    expect(await redeem({ code })).toEqual(INVALID);
  });

  it.each<[string, Fields]>([
    ['with another verifier', { code_verifier: `${VERIFIER}x` }],
    ['without a verifier', { code_verifier: '' }],
    ['with its challenge for a verifier', { code_verifier: CHALLENGE }],
    ['for another address', { redirect_uri: 'https://evil.example/sign-in/callback' }],
    ['without the address', { redirect_uri: '' }],
  ])('is not good %s, and not afterwards either', async (_how, change) => {
    const code = await newCode();
    expect(await redeem({ code, ...change })).toEqual(INVALID);
    expect(await redeem({ code })).toEqual(INVALID);
  });

  it('is not good for another client, though it proves itself', async () => {
    expect(await redeem({ code: await newCode() }, 'orchestrator')).toEqual(INVALID);
  });

  it('is not good without the client’s secret, and then not used up', async () => {
    const code = await newCode();
    const response = await fetch(`${running.origin}/issuer/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: CLIENT,
        client_secret: 'guess',
        code,
        code_verifier: VERIFIER,
        redirect_uri: `${running.origin}/sign-in/callback`,
      }),
    });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
    expect((await redeem({ code })).status).toBe(200);
  });

  it('that nobody gave is none', async () => {
    for (const code of ['', 'guess', '__proto__']) expect(await redeem({ code })).toEqual(INVALID);
  });
});

it('says in its discovery where people sign in and how', async () => {
  const response = await fetch(`${running.origin}/issuer/.well-known/openid-configuration`);
  expect(await response.json()).toMatchObject({
    issuer: `${running.origin}/issuer`,
    authorization_endpoint: `${running.origin}/issuer/authorize`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: expect.arrayContaining(['authorization_code']),
  });
});

it('has no sign-in page where it is not', async () => {
  const without = await startConsole({ LOCAL_ISSUER_SECRET: '' });
  for (const method of ['GET', 'POST']) {
    expect((await fetch(`${without.origin}/issuer/authorize`, { method })).status).toBe(404);
  }
  await without.stop();
});

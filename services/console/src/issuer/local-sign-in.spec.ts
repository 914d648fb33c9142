// A code of the local issuer lives a minute, and there are never more than some.
import { createHash } from 'node:crypto';
import { LocalIssuer, localClientSecret } from '@continuo/service-kit';
import { LocalSignIn } from './local-sign-in.js';

const SECRET = 'a secret of the local issuer, long enough';
const KNOWN = { clientId: 'console', redirectUri: 'http://console/sign-in/callback' };
const VERIFIER = 'v'.repeat(43);

let time = 1_000_000;

function signIn(): LocalSignIn {
  const issuerUrl = 'http://console/issuer';
  const issuer = new LocalIssuer({
    issuer: issuerUrl,
    audience: 'continuo',
    secret: SECRET,
    nodeEnv: 'test',
    now: () => time,
  });
  return new LocalSignIn({ issuer, issuerUrl, ...KNOWN, now: () => time });
}

function codeOf(given: LocalSignIn): string {
  const result = given.give(
    [
      ['client_id', KNOWN.clientId],
      ['redirect_uri', KNOWN.redirectUri],
      ['response_type', 'code'],
      ['state', 's'],
      ['code_challenge', createHash('sha256').update(VERIFIER).digest('base64url')],
      ['code_challenge_method', 'S256'],
    ],
    'olga',
  );
  return result.ok ? String(new URL(result.value).searchParams.get('code')) : '';
}

const redeem = (given: LocalSignIn, code: string) =>
  given.redeem({
    ...KNOWN,
    code,
    codeVerifier: VERIFIER,
    clientSecret: localClientSecret(SECRET, KNOWN.clientId),
  });

it('is good until its minute is over, and not a moment longer', async () => {
  const given = signIn();
  const [first, second] = [codeOf(given), codeOf(given)];
  time += 59_999;
  expect(await redeem(given, first)).toMatchObject({ ok: true });
  time += 1;
  expect(await redeem(given, second)).toMatchObject({ ok: false, refusal: { code: 'invalid_grant' } });
});

it('makes room by the oldest', async () => {
  const given = signIn();
  const codes = Array.from({ length: 1_001 }, () => codeOf(given));
  expect(await redeem(given, String(codes[0]))).toMatchObject({ ok: false });
  expect(await redeem(given, String(codes[1]))).toMatchObject({ ok: true });
});

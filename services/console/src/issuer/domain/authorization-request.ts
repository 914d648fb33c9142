// Whether a request for a sign-in is one the local issuer answers (RFC 6749, 4.1.1, with PKCE, RFC 7636).
import { ok, refuse, type Result } from '@continuo/kernel';

/** What the issuer knows of its one client for people. */
export interface KnownClient {
  readonly clientId: string;
  readonly redirectUri: string;
}

export interface AuthorizationRequest extends KnownClient {
  readonly state: string;
  readonly codeChallenge: string;
  readonly nonce?: string;
}

export type AuthorizationCode =
  'unknown_client' | 'redirect_not_known' | 'invalid_request' | 'unsupported_response_type';

/** These two are told to the person: sending anybody on by a redirect that is not the client's is how codes are stolen. */
export const TOLD_HERE: readonly AuthorizationCode[] = ['unknown_client', 'redirect_not_known'];

const LONGEST = 512;
const PRINTABLE = /^[\x20-\x7e]+$/;
/** SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/;

/** Each parameter comes once; what the issuer does not know it passes over, as OAuth wants it. */
export function authorizationRequest(
  parameters: readonly (readonly [name: string, value: string])[],
  known: KnownClient,
): Result<AuthorizationRequest, AuthorizationCode> {
  const all = (name: string): readonly string[] =>
    parameters.filter(([key]) => key === name).map(([, value]) => value);
  const one = (name: string): string | undefined => (all(name).length === 1 ? all(name)[0] : undefined);
  if (one('client_id') !== known.clientId) {
    return refuse('unknown_client', 'The client is not known here.', { field: 'client_id' });
  }
  if (one('redirect_uri') !== known.redirectUri) {
    const message = 'The redirect address is not the one that the client has.';
    return refuse('redirect_not_known', message, { field: 'redirect_uri' });
  }
  if (one('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'The response type is code.', { field: 'response_type' });
  }
  const [state, codeChallenge, nonce] = [one('state'), one('code_challenge'), one('nonce')];
  if (!isText(state)) return wrong('state', 'A state is needed.');
  if (one('code_challenge_method') !== 'S256') return wrong('code_challenge_method', 'The method is S256.');
  if (codeChallenge === undefined || !CHALLENGE.test(codeChallenge)) {
    return wrong('code_challenge', 'A challenge by S256 is needed.');
  }
  if (all('nonce').length > 0 && !isText(nonce)) return wrong('nonce', 'The nonce is not readable.');
  return ok({ ...known, state, codeChallenge, ...(nonce === undefined ? {} : { nonce }) });
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value.length <= LONGEST && PRINTABLE.test(value);
}

function wrong(field: string, message: string) {
  return refuse('invalid_request', message, { field });
}

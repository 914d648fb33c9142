// Makes what sessions need of the configuration.
import { randomBytes } from 'node:crypto';
import { localClientSecret, tokenVerifierOf, type TokenVerifier } from '@continuo/service-kit';
import type { ConsoleConfig } from '../config.js';
import { IdentityProvider } from './identity-provider.js';
import { Sealer } from './sealer.js';
import { pendingSignInSchema, sessionSchema, type PendingSignIn, type Session } from './session.js';

export interface SessionParts {
  readonly publicUrl: string;
  readonly lifetimeSeconds: number;
  readonly sessions: Sealer<Session>;
  readonly pending: Sealer<PendingSignIn>;
  /** Undefined where no issuer is configured: nobody can sign in. */
  readonly provider: IdentityProvider | undefined;
  readonly verifier: Pick<TokenVerifier, 'verify'> | undefined;
}

/** Where the issuer sends the browser back to; the issuer must know exactly this address. */
export function redirectUriOf(publicUrl: string): string {
  return `${publicUrl}/sign-in/callback`;
}

export function sessionPartsOf(config: ConsoleConfig): SessionParts {
  // Without one of its own a development system's sessions live as long as its process.
  const secret = config.SESSION_SECRET ?? randomBytes(32).toString('hex');
  const audience = config.PUBLIC_URL;
  return {
    publicUrl: config.PUBLIC_URL,
    lifetimeSeconds: config.SESSION_MINUTES * 60,
    sessions: new Sealer({ secret, audience, purpose: 'session', schema: sessionSchema }),
    pending: new Sealer({ secret, audience, purpose: 'sign-in', schema: pendingSignInSchema }),
    provider: providerOf(config),
    verifier: tokenVerifierOf(config),
  };
}

function providerOf(config: ConsoleConfig): IdentityProvider | undefined {
  if (config.OIDC_ISSUER === undefined) return undefined;
  const clientId = config.OIDC_CONSOLE_CLIENT_ID;
  const issuerSecret = config.LOCAL_ISSUER_SECRET;
  return new IdentityProvider({
    issuer: config.OIDC_ISSUER,
    clientId,
    // The local issuer derives its clients' secrets, so nobody has to hand this one over.
    clientSecret:
      config.OIDC_CONSOLE_CLIENT_SECRET ??
      (issuerSecret === undefined ? undefined : localClientSecret(issuerSecret, clientId)),
    scopes: config.OIDC_SCOPES,
    redirectUri: redirectUriOf(config.PUBLIC_URL),
    leewaySeconds: config.OIDC_LEEWAY_SECONDS,
    ...(issuerSecret === undefined
      ? {}
      : {
          local: {
            authorizationEndpoint: `${config.PUBLIC_URL}/issuer/authorize`,
            tokenEndpoint: `${config.PUBLIC_URL}/issuer/token`,
          },
        }),
  });
}

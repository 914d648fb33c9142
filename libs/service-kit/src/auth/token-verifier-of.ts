// The verifier that a service's configuration asks for, for the guard and for whoever reads a token as the guard does.
import type { AuthConfig } from '../config/service-config.js';
import { TokenVerifier } from './token-verifier.js';

/** Undefined where no issuer is configured: then no token is accepted. */
export function tokenVerifierOf(config: Partial<AuthConfig>): TokenVerifier | undefined {
  if (config.OIDC_ISSUER === undefined) return undefined;
  return new TokenVerifier({
    issuer: config.OIDC_ISSUER,
    audience: config.OIDC_AUDIENCE ?? 'continuo',
    algorithms: config.OIDC_ALGORITHMS ?? ['RS256', 'ES256', 'EdDSA'],
    leewaySeconds: config.OIDC_LEEWAY_SECONDS ?? 30,
    rolesClaim: config.OIDC_ROLES_CLAIM ?? 'roles',
    ...(config.OIDC_JWKS_URL === undefined ? {} : { jwksUrl: config.OIDC_JWKS_URL }),
  });
}

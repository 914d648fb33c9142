// One small server that plays what the orchestrator calls: an issuer of tokens, and the platform's low-water mark.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  LocalIssuer,
  localClientSecret,
  type Role,
} from '@continuo/service-kit';

const SECRET = 'a secret of the tests that is long enough';

export interface StandIns {
  readonly url: string;
  /** What the service's own client proves itself by. */
  readonly clientSecret: string;
  /** A bearer token with these roles. */
  token(...roles: readonly Role[]): Promise<string>;
  /** The same for somebody by name. */
  tokenOf(subject: string, ...roles: readonly Role[]): Promise<string>;
  close(): Promise<void>;
}

export async function startStandIns(): Promise<StandIns> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = new LocalIssuer({ issuer: url, audience: 'continuo', secret: SECRET, nodeEnv: 'test' });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(await bodyFor(request.url ?? '')));
  }

  async function bodyFor(path: string): Promise<unknown> {
    switch (path) {
      case '/.well-known/openid-configuration':
        return issuer.discovery();
      case '/jwks':
        return issuer.keys();
      case '/token': {
        const clientSecret = localClientSecret(SECRET, 'orchestrator');
        const token = await issuer.token({
          grantType: 'client_credentials',
          clientId: 'orchestrator',
          clientSecret,
        });
        return token.ok ? token.value : {};
      }
      default:
        return { at: Date.now() };
    }
  }

  async function tokenOf(subject: string | undefined, roles: readonly Role[]): Promise<string> {
    const clientSecret = localClientSecret(SECRET, COMMAND_LINE_CLIENT);
    const asked = {
      grantType: DEVELOPMENT_GRANT,
      clientId: COMMAND_LINE_CLIENT,
      clientSecret,
      roles: [...roles],
      ...(subject === undefined ? {} : { subject }),
    };
    const token = await issuer.token(asked);
    if (!token.ok) throw new Error(token.refusal.message);
    return token.value.access_token;
  }

  return {
    url,
    clientSecret: localClientSecret(SECRET, 'orchestrator'),
    token: (...roles) => tokenOf(undefined, roles),
    tokenOf: (subject, ...roles) => tokenOf(subject, roles),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

// The local issuer behind the smallest of servers: tokens of people with a role and a name, and of services.
import {
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  LocalIssuer,
  localClientSecret,
  type Role,
} from '@continuo/service-kit';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

const secret = 'a secret of a test that has 32 characters';

export interface TestIssuer {
  readonly url: string;
  /** A bearer token of somebody with a role; `local-<role>` when they have no name. */
  token(role: Role, subject?: string): Promise<string>;
  /** What a service is configured with to have tokens of its own. */
  credentialsOf(clientId: string): { readonly OIDC_CLIENT_ID: string; readonly OIDC_CLIENT_SECRET: string };
  close(): Promise<void>;
}

export async function startTestIssuer(): Promise<TestIssuer> {
  const holder: { local?: LocalIssuer } = {};
  const tokens = new Map<string, Promise<string>>();
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await bodyFor(holder.local, request.url ?? '', request.headers);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = new LocalIssuer({ issuer: url, audience: 'continuo', secret, nodeEnv: 'test' });
  holder.local = local;
  return {
    url,
    token(role, subject) {
      const name = `${role} ${subject ?? ''}`;
      const known = tokens.get(name) ?? issued(local, role, subject);
      tokens.set(name, known);
      return known;
    },
    credentialsOf: (clientId) => ({
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: localClientSecret(secret, clientId),
    }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function issued(local: LocalIssuer, role: Role, subject: string | undefined): Promise<string> {
  const clientSecret = localClientSecret(secret, COMMAND_LINE_CLIENT);
  const client = { grantType: DEVELOPMENT_GRANT, clientId: COMMAND_LINE_CLIENT, clientSecret };
  const token = await local.token({ ...client, roles: [role], ...(subject !== undefined && { subject }) });
  if (!token.ok) throw new Error(token.refusal.message);
  return token.value.access_token;
}

async function bodyFor(
  local: LocalIssuer | undefined,
  path: string,
  headers: IncomingHttpHeaders,
): Promise<unknown> {
  if (path.endsWith('/jwks')) return local?.keys();
  if (!path.endsWith('/token')) return local?.discovery();
  const basic = Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
  const [clientId = '', clientSecret = ''] = basic.split(':').map(decodeURIComponent);
  const token = await local?.token({ grantType: 'client_credentials', clientId, clientSecret });
  return token?.ok === true ? token.value : {};
}

// The local issuer behind the smallest of servers.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  LocalIssuer,
  localClientSecret,
  type Role,
} from '@continuo/service-kit';

const secret = 'a secret of a test that has 32 characters';

export interface TestIssuer {
  readonly url: string;
  /** A bearer token of somebody with a role, `local-<role>`. */
  token(role: Role): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<TestIssuer> {
  const holder: { local?: LocalIssuer } = {};
  const tokens = new Map<Role, string>();
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = request.url?.endsWith('/jwks') ? await holder.local?.keys() : holder.local?.discovery();
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
    async token(role) {
      const known = tokens.get(role);
      if (known !== undefined) return known;
      const clientSecret = localClientSecret(secret, COMMAND_LINE_CLIENT);
      const client = { grantType: DEVELOPMENT_GRANT, clientId: COMMAND_LINE_CLIENT, clientSecret };
      const issued = await local.token({ ...client, roles: [role] });
      if (!issued.ok) throw new Error(issued.refusal.message);
      tokens.set(role, issued.value.access_token);
      return issued.value.access_token;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

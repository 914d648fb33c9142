// The local issuer behind the smallest of servers: tokens of people with a name and a role.
import {
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  LocalIssuer,
  localClientSecret,
  type Role,
} from '@continuo/service-kit';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const secret = 'a secret of a test that has 32 characters';

export interface TestIssuer {
  readonly url: string;
  token(role: Role, subject: string): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<TestIssuer> {
  const holder: { local?: LocalIssuer } = {};
  const tokens = new Map<string, string>();
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
    async token(role, subject) {
      const name = `${role} ${subject}`;
      const known = tokens.get(name);
      if (known !== undefined) return known;
      const clientSecret = localClientSecret(secret, COMMAND_LINE_CLIENT);
      const client = { grantType: DEVELOPMENT_GRANT, clientId: COMMAND_LINE_CLIENT, clientSecret };
      const issued = await local.token({ ...client, roles: [role], subject });
      if (!issued.ok) throw new Error(issued.refusal.message);
      tokens.set(name, issued.value.access_token);
      return issued.value.access_token;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

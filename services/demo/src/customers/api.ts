// Asks the services by their public interface, with a token for one role.
import { DEVELOPMENT_GRANT, type Role } from '@continuo/service-kit';
import { z } from 'zod';
import type { PlayerConfig } from '../config.js';

const tokenSchema = z.object({ access_token: z.string() });

/** An HTTP client with a token of its own for one role. Throws with the problem's title when refused. */
export async function apiWithRole(config: PlayerConfig, role: Role): Promise<Api> {
  const form = new URLSearchParams({
    grant_type: DEVELOPMENT_GRANT,
    client_id: config.OIDC_CLIENT_ID,
    client_secret: config.OIDC_CLIENT_SECRET,
    audience: config.OIDC_AUDIENCE,
    role,
  });
  const answer = await fetch(`${config.OIDC_ISSUER}/token`, { method: 'POST', body: form });
  const { access_token: token } = tokenSchema.parse(await read(answer));
  return {
    async get(path, schema) {
      const headers = { authorization: `Bearer ${token}` };
      return schema.parse(await read(await fetch(new URL(path, config.PUBLIC_URL), { headers })));
    },
    async post(path, body) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return read(await fetch(new URL(path, config.PUBLIC_URL), init));
    },
  };
}

export interface Api {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post(path: string, body: object): Promise<unknown>;
}

async function read(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const detail = z.object({ title: z.string(), detail: z.string().optional() }).safeParse(body);
  const said = detail.success
    ? `${detail.data.title}${detail.data.detail ? `: ${detail.data.detail}` : ''}`
    : '';
  throw new Error(`${answer.url} answered ${answer.status} ${said}`);
}

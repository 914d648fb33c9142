// Asks the services by their public interface, as somebody with a role.
import { DEVELOPMENT_GRANT, type Role } from '@continuo/service-kit';
import { z } from 'zod';
import type { PlayerConfig } from '../config.js';

const tokenSchema = z.object({ access_token: z.string() });
const problemSchema = z.object({
  title: z.string(),
  detail: z.string().optional(),
  type: z.string().optional(),
});

/** A call that was refused, with the problem's code. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** An HTTP client with a token of its own. Its calls throw `Refused` when they are refused. */
export class Api {
  private constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  /** As `subject`, or as anybody with the role. */
  static async as(config: PlayerConfig, role: Role, subject?: string): Promise<Api> {
    const form = new URLSearchParams({
      grant_type: DEVELOPMENT_GRANT,
      client_id: config.OIDC_CLIENT_ID,
      client_secret: config.OIDC_CLIENT_SECRET,
      audience: config.OIDC_AUDIENCE,
      role,
      ...(subject !== undefined && { subject }),
    });
    const answer = await fetch(`${config.OIDC_ISSUER}/token`, { method: 'POST', body: form });
    return new Api(config.PUBLIC_URL, tokenSchema.parse(await read(answer)).access_token);
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await read(await fetch(this.#at(path), { headers: this.headers })));
  }

  async post<T = unknown>(path: string, body: object, schema?: z.ZodType<T>): Promise<T> {
    const answer = await this.#send('POST', path, body);
    return schema === undefined ? (answer as T) : schema.parse(answer);
  }

  /** `seen` is the version that the caller wants to replace. */
  put(path: string, body: object, seen?: number): Promise<unknown> {
    return this.#send('PUT', path, body, seen === undefined ? {} : { 'if-match': `"${seen}"` });
  }

  /** For a stream that is read elsewhere. */
  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.token}` };
  }

  streamAddress(path: string): URL {
    return this.#at(path);
  }

  async #send(
    method: string,
    path: string,
    body: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const headers = { ...this.headers, ...more, 'content-type': 'application/json' };
    return read(await fetch(this.#at(path), { method, headers, body: JSON.stringify(body) }));
  }

  #at(path: string): URL {
    return new URL(path, this.address);
  }
}

async function read(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  const { data } = problemSchema.safeParse(body);
  const said = [data?.title, data?.detail].filter((part) => part !== undefined).join(': ');
  const code = data?.type?.replace(/^.*:/, '') ?? String(answer.status);
  throw new Refused(answer.status, code, `${answer.url} answered ${answer.status} ${said}`);
}

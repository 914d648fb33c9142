// Asks services through the gateway, with a token for the role that a command needs, and tells refusals as they are.
import type { ProblemDocument, Role } from '@continuo/service-kit';
import type { z } from 'zod';
import type { Connection } from '../config.js';
import { CommandFailure, EXIT, type ExitCode } from '../terminal/failure.js';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  /** The ETag of what was seen. */
  readonly ifMatch?: string;
  /** Without it the call is anonymous. */
  readonly role?: Role;
  /** Of the customer data platform, for tracking calls. */
  readonly writeKey?: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** Answers undefined for a 404 instead of failing. */
  readonly orMissing?: boolean;
}

/** The local issuer's grant for choosing roles; a test holds it to the issuer's own constant. */
export const DEVELOPMENT_GRANT = 'urn:continuo:grant:development';

const TIMEOUT_MS = 15_000;

/** A token as the issuer gave it. */
export interface Token {
  readonly token: string;
  readonly expiresInSeconds: number;
}

export class Gateway {
  readonly #tokens = new Map<string, Promise<Token>>();

  constructor(
    readonly url: string,
    private readonly connection: Connection,
  ) {}

  /** The JSON of a successful answer, checked by a schema. Everything else ends the command with the reason. */
  async ask<Schema extends z.ZodType>(path: string, schema: Schema, call?: Call): Promise<z.output<Schema>>;
  async ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    call: Call & { orMissing: true },
  ): Promise<z.output<Schema> | undefined>;
  async ask<Schema extends z.ZodType>(path: string, schema: Schema, call: Call = {}) {
    const response = await this.#send(path, call);
    if (response.status === 404 && call.orMissing === true) return undefined;
    const body = await bodyOf(response);
    if (!response.ok) throw failureOf(response.status, body);
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new CommandFailure(
      EXIT.internal,
      `${path} answered something unexpected at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
      'The command line and the services may be of different versions.',
    );
  }

  /** A token with these roles, by the environment's own token or credentials, else by the local issuer. */
  token(roles: readonly Role[]): Promise<Token> {
    const key = roles.join(',');
    let token = this.#tokens.get(key);
    if (token === undefined) {
      token = this.#requestToken(roles);
      this.#tokens.set(key, token);
    }
    return token;
  }

  async #send(
    path: string,
    { method = 'GET', role, writeKey, query = {}, body, ifMatch }: Call,
  ): Promise<Response> {
    const url = new URL(`${this.url}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers = {
      ...(role === undefined ? {} : { authorization: `Bearer ${(await this.token([role])).token}` }),
      ...(writeKey === undefined ? {} : { authorization: basicUser(writeKey) }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
    };
    try {
      return await fetch(url, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      throw unreachable(this.url, error);
    }
  }

  async #requestToken(roles: readonly Role[]): Promise<Token> {
    const { issuer, clientId, clientSecret, env } = this.connection;
    if (env.CONTINUO_TOKEN !== undefined) return { token: env.CONTINUO_TOKEN, expiresInSeconds: 0 };
    if (issuer === undefined || clientSecret === undefined) {
      throw new CommandFailure(
        EXIT.usage,
        'This needs a token, and there is no way to get one.',
        'Set CONTINUO_TOKEN, or OIDC_ISSUER with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
      );
    }
    // Credentials from the environment are a client of a real issuer, whose roles are set there.
    const isOwnClient = env.OIDC_CLIENT_SECRET !== undefined;
    const form = new URLSearchParams({
      grant_type: isOwnClient ? 'client_credentials' : DEVELOPMENT_GRANT,
      client_id: clientId,
      client_secret: clientSecret,
      audience: env.OIDC_AUDIENCE,
      ...(isOwnClient ? {} : { role: roles.join(' ') }),
    });
    return requestToken(issuer, form);
  }
}

async function requestToken(issuer: string, form: URLSearchParams): Promise<Token> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const discovery = await fetch(`${issuer}/.well-known/openid-configuration`, { signal });
    const { token_endpoint: endpoint } = (await discovery.json()) as { token_endpoint?: string };
    const response = await fetch(endpoint ?? `${issuer}/token`, { method: 'POST', body: form, signal });
    const body = (await response.json()) as {
      access_token?: string;
      expires_in?: number;
      error_description?: string;
      error?: string;
    };
    if (body.access_token !== undefined)
      return { token: body.access_token, expiresInSeconds: body.expires_in ?? 0 };
    throw new CommandFailure(
      EXIT.refused,
      `The issuer gives no token: ${body.error_description ?? body.error ?? `status ${response.status}`}`,
    );
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw unreachable(issuer, error);
  }
}

/** As Segment's SDKs send it: the key is the user, the password is empty. */
function basicUser(name: string): string {
  return `Basic ${Buffer.from(`${name}:`).toString('base64')}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  // Pictures are text; everything else is JSON or nothing that is known.
  if (response.headers.get('content-type')?.startsWith('text/vnd.mermaid') === true) return text;
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failureOf(status: number, body: unknown): CommandFailure {
  const { code, detail, errors = [], instance } = (body ?? {}) as Partial<ProblemDocument>;
  const fields = errors.map(({ field, message }) => `${field}: ${message}`);
  const message = detail ?? `The system answered with status ${status}.`;
  const reference = [code, instance === undefined ? undefined : `request ${instance}`]
    .filter(Boolean)
    .join(', ');
  const hint = [...fields, reference === '' ? undefined : `(${reference})`].filter(Boolean).join('\n      ');
  return new CommandFailure(exitCodeOf(status), message, hint === '' ? undefined : hint);
}

function exitCodeOf(status: number): ExitCode {
  if (status === 404) return EXIT.notFound;
  return status >= 500 ? EXIT.unreachable : EXIT.refused;
}

function unreachable(address: string, error: unknown): CommandFailure {
  const { cause, name } = (error ?? {}) as { cause?: { code?: string }; name?: string };
  const why = name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? 'no connection');
  return new CommandFailure(
    EXIT.unreachable,
    `${address} can't be reached (${why}).`,
    'Is the system running? continuo doctor looks at each part.',
  );
}

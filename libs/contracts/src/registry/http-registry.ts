// Talks to a schema registry over the part of the API that Confluent, Apicurio and Karapace share.
import { Fault } from '@continuo/kernel';

export interface RegistryOptions {
  /** Base URL with its path, e.g. `http://registry:8081` or `http://apicurio:8080/apis/ccompat/v7`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** For one request; default 5 s. */
  readonly timeoutMs?: number;
}

/** A registry's answer: its status, and the JSON it sent. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The registry's own error code (40401 subject, 40402 version, 40403 schema), when it is a registry that answers. */
  readonly errorCode?: number;
}

export type RegistryRequest = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
) => Promise<RegistryAnswer>;

/**
 * One request and its answer. Throws a Fault `registry-unreachable` (retriable) when no registry answers: no connection, a
 * time-out, a 5xx, a refused login, or an error that isn't a registry's, as a wrong base path gives. Only what a registry
 * itself says about a schema is passed on, so that no mistake of the set-up makes a good record look bad.
 */
export function registryRequest(options: RegistryOptions): RegistryRequest {
  const base = options.url.replace(/\/+$/, '');
  const headers = headersOf(options);
  return async (method, path, body) => {
    const answer = await answered(base, path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 5_000),
    });
    if (answer.status < 300) return answer;
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401 || answer.status === 403) {
      throw unreachable(`answers ${answer.status}`);
    }
    if (answer.errorCode === undefined)
      throw unreachable(
        `answers ${answer.status}, and not as a registry does (is the path of its URL complete?)`,
      );
    return answer;
  };
}

function headersOf({ username, password }: RegistryOptions): Record<string, string> {
  const login =
    username === undefined ? undefined : Buffer.from(`${username}:${password ?? ''}`).toString('base64');
  return {
    accept: 'application/vnd.schemaregistry.v1+json, application/json',
    'content-type': 'application/vnd.schemaregistry.v1+json',
    ...(login === undefined ? {} : { authorization: `Basic ${login}` }),
  };
}

async function answered(base: string, path: string, init: RequestInit): Promise<RegistryAnswer> {
  try {
    const response = await fetch(`${base}${path}`, init);
    const text = await response.text();
    return { status: response.status, ...parsed(text) };
  } catch (cause) {
    throw unreachable('does not answer', cause);
  }
}

function parsed(text: string): { body: unknown; errorCode?: number } {
  try {
    const body: unknown = JSON.parse(text);
    const code = (body as { error_code?: unknown } | null)?.error_code;
    return { body, errorCode: typeof code === 'number' ? code : undefined };
  } catch {
    return { body: undefined };
  }
}

function unreachable(what: string, cause?: unknown): Fault {
  return new Fault(`the schema registry ${what}`, { code: 'registry-unreachable', retriable: true, cause });
}

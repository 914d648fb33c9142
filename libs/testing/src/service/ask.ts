// Asks a service's own interface as somebody with a role.
import type { Role } from '@continuo/service-kit';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed when it is JSON, else empty. */
  readonly body: Record<string, unknown>;
}

/** Where it is, and who issues tokens for it. */
export interface AskedService {
  /** With its prefix, e.g. `http://127.0.0.1:8101/api/crm`. */
  readonly url: string;
  token(role: Role, subject?: string): Promise<string>;
}

export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly role: Role;
  readonly subject?: string;
  /** Texts are sent as they are, everything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function askAs(service: AskedService, request: AskedRequest): Promise<Answer> {
  const { method, path, role, subject, body, headers = {} } = request;
  const answer = await fetch(`${service.url}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await service.token(role, subject)}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return answerOf(answer);
}

export async function answerOf(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, text, body };
}

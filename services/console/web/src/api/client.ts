// One typed client per service. A refusal is thrown as an `ApiProblem`, and an ended session leads to the sign-in.
import createClient, { type Middleware } from 'openapi-fetch';
import { askSession, currentSession, goToSignIn } from '../session/session.js';
import type { paths as Collaboration } from './generated/collaboration.js';
import type { paths as Console } from './generated/console.js';
import type { paths as ContactCentre } from './generated/contact-centre.js';
import type { paths as Crm } from './generated/crm.js';
import type { paths as CustomerDataPlatform } from './generated/customer-data-platform.js';
import type { paths as Operations } from './generated/operations.js';
import type { paths as Orchestrator } from './generated/orchestrator.js';
import { ApiProblem } from './problem.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

const session: Middleware = {
  onRequest: ({ request }) => {
    const now = currentSession();
    if (now.signedIn && !SAFE.includes(request.method)) request.headers.set('x-csrf-token', now.csrfToken);
    return request;
  },
  onResponse: async ({ response }) => {
    if (response.ok) return response;
    const problem = await ApiProblem.of(response);
    if (problem.status === 401) await leaveIfSessionEnded();
    // After a sign-in in another window this one's token is an old one, and its page may be somebody else's.
    else if (problem.status === 403) await askSession().catch(() => undefined);
    throw problem;
  },
  onError: ({ error }) => (isAbort(error) ? undefined : ApiProblem.from(error)),
};

/** Paths are written whole, as in `orchestrator.GET('/api/orchestrator/journeys', …)`. */
export const collaboration = clientOf<Collaboration>();
export const console_ = clientOf<Console>();
export const contactCentre = clientOf<ContactCentre>();
export const crm = clientOf<Crm>();
export const customerDataPlatform = clientOf<CustomerDataPlatform>();
export const operations = clientOf<Operations>();
export const orchestrator = clientOf<Orchestrator>();

/**
 * The body of a successful answer: `answered(orchestrator.GET(…))`. What was refused has been thrown by then.
 * An answer without a body, such as 204, is `undefined`.
 */
export async function answered<T>(call: Promise<{ readonly data?: T }>): Promise<T> {
  const { data } = await call;
  return data as T;
}

function clientOf<Paths extends object>() {
  const client = createClient<Paths>({ baseUrl: '/', headers: { accept: 'application/json' } });
  client.use(session);
  return client;
}

/** A service that refuses a good session's token must not send the browser round and round. */
async function leaveIfSessionEnded(): Promise<void> {
  const now = await askSession().catch(() => undefined);
  if (now?.signedIn === false) goToSignIn();
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

// Puts the session's token on calls of the console's own pages, so that no page ever holds one.
import { Problem, problemOf, sendProblem, toProblem } from '@continuo/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseCookies } from './domain/cookies.js';
import { sessionCounts, type ForgeryTraits } from './domain/request-forgery.js';
import type { Sessions } from './sessions.js';

/** What the console's pages call: the services, and the console itself. */
const CALLED = /^\/(?:api|console)\//;

/** Must be added before the routes that it holds for. The guard of the kit comes later and sees an ordinary token. */
export function addSessions(server: FastifyInstance, sessions: Sessions): void {
  const bySession = new WeakSet<FastifyRequest>();

  server.addHook('onRequest', async (request, reply) => {
    if (!CALLED.test(request.routeOptions.url ?? '')) return undefined;
    const { cookie, authorization } = request.headers;
    // What the browser keeps for us is nobody else's to see.
    delete request.raw.headers.cookie;
    if (cookie === undefined || authorization !== undefined) return undefined;
    const outcome = await admit(sessions, request, cookie);
    if ('problem' in outcome) return sendAndEnd(reply, outcome.problem);
    if (outcome.token === undefined) return undefined;
    bySession.add(request);
    request.raw.headers.authorization = `Bearer ${outcome.token}`;
    for (const line of outcome.setCookies) void reply.header('set-cookie', line);
    return undefined;
  });

  // A cache that sees no authorization header would keep one person's answer for the next.
  server.addHook('onSend', async (request, reply) => {
    if (!bySession.has(request)) return;
    const said = String(reply.getHeader('cache-control') ?? '');
    if (!/\b(?:no-store|private)\b/.test(said)) void reply.header('cache-control', 'private, no-cache');
  });
}

type Admission =
  { readonly token?: string; readonly setCookies: readonly string[] } | { readonly problem: Problem };

async function admit(sessions: Sessions, request: FastifyRequest, cookie: string): Promise<Admission> {
  const cookies = parseCookies(cookie);
  const session = await sessions.of(cookies);
  if (session === undefined) return { setCookies: [] };
  const counts = sessionCounts(traitsOf(request), (given) => sessions.isCsrfToken(session, given));
  if (!counts.ok) return { problem: problemOf(counts.refusal, FORBIDDEN) };
  if (!counts.value) return { setCookies: [] };
  try {
    const fresh = await sessions.fresh(session, cookies);
    return { token: fresh.session?.accessToken, setCookies: fresh.setCookies };
  } catch (error) {
    return { problem: toProblem(error) };
  }
}

/** What a request shows of where it comes from. */
export function traitsOf({ method, headers }: FastifyRequest): ForgeryTraits {
  const one = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };
  return { method, fetchSite: one('sec-fetch-site'), csrfToken: one('x-csrf-token') };
}

export const FORBIDDEN = {
  'cross-site-request': 403,
  'csrf-token-missing': 403,
  'csrf-token-wrong': 403,
} as const;

function sendAndEnd(reply: FastifyReply, problem: Problem): FastifyReply {
  sendProblem(reply, problem);
  return reply;
}

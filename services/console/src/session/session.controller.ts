// The way in and out over HTTP: the browser is sent to the issuer and comes back, and a page learns who is signed in.
import { Controller, Get, Header, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Fault } from '@continuo/kernel';
import { Answers, orThrow, Problem, Public, Refuses } from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { languageOf, PLAIN_PAGE_POLICY, plainPageStyle } from '../plain-page.js';
import { parseCookies } from './domain/cookies.js';
import { sessionCounts } from './domain/request-forgery.js';
import { returnPath } from './domain/return-path.js';
import { FORBIDDEN, traitsOf } from './session-hook.js';
import { sessionAnswerSchema, type SessionAnswer } from './session.js';
import { Sessions } from './sessions.js';
import { signInFailed } from './sign-in-failed.view.js';

const signedOutSchema = z.object({
  next: z.string().meta({ description: 'Where the page goes now: the issuer ends its own session there.' }),
});

@Controller()
@Public('who signs in has no token yet, and a session is its own proof')
export class SessionController {
  readonly #logger = new Logger('session');

  constructor(private readonly sessions: Sessions) {}

  @Get('session')
  @Answers(200, sessionAnswerSchema, 'Who is signed in; the token for changes.')
  async session(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const cookies = parseCookies(request.headers.cookie);
    const kept = await this.sessions.of(cookies);
    const { session, setCookies } =
      kept === undefined ? { setCookies: [] } : await this.sessions.fresh(kept, cookies);
    if (session === undefined) {
      setAll(reply, this.sessions.cookies.removeSession(cookies));
      return { signedIn: false };
    }
    setAll(reply, setCookies);
    const { subject, name, roles, csrfToken, refreshToken, accessTokenUntil, until } = session;
    const ends = refreshToken === undefined ? accessTokenUntil : until;
    return {
      signedIn: true,
      subject,
      ...(name === undefined ? {} : { name }),
      roles,
      expiresAt: new Date(ends * 1_000).toISOString(),
      csrfToken,
    };
  }

  @Get('sign-in')
  @ApiExcludeEndpoint()
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = request.query as Readonly<Record<string, unknown>>;
    const returnTo = returnPath(query['return']);
    if (returnTo === undefined) {
      const detail = 'A sign-in leads back to a path of the console, and this was none.';
      return this.#fail(request, reply, new Problem(400, 'return-not-allowed', detail));
    }
    const elsewhere = this.sessions.publicSignIn(request.host, returnTo);
    // Once only: a proxy that hides the name it was called by would send the browser round for ever.
    if (elsewhere !== undefined && query['at'] !== 'public') return go(reply, `${elsewhere}&at=public`);
    await this.#orFail(request, reply, async () => {
      const begun = await this.sessions.begin(returnTo, parseCookies(request.headers.cookie));
      setAll(reply, begun.setCookies);
      go(reply, begun.location);
    });
  }

  @Get('sign-in/callback')
  @ApiExcludeEndpoint()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const at = request.url.indexOf('?');
    const query = at < 0 ? '?' : request.url.slice(at);
    await this.#orFail(request, reply, async () => {
      const finished = await this.sessions.finish(query, parseCookies(request.headers.cookie));
      const { returnTo, setCookies } = orThrow(finished, REFUSED);
      setAll(reply, setCookies);
      go(reply, returnTo);
    });
  }

  @Post('sign-out')
  @Answers(200, signedOutSchema, 'The session has ended here.')
  @Refuses([403, 'The header x-csrf-token is missing or wrong, or another site asked.'])
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof signedOutSchema>> {
    const cookies = parseCookies(request.headers.cookie);
    const session = await this.sessions.of(cookies);
    if (session !== undefined) {
      orThrow(
        sessionCounts(traitsOf(request), (given) => this.sessions.isCsrfToken(session, given)),
        FORBIDDEN,
      );
    }
    setAll(reply, this.sessions.cookies.removeSession(cookies));
    return { next: await this.sessions.end(session) };
  }

  @Get('sign-in/page.css')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return plainPageStyle;
  }

  /** People see these answers, so what goes wrong is told on a page. */
  async #orFail(request: FastifyRequest, reply: FastifyReply, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Problem) return this.#fail(request, reply, error);
      if (!(error instanceof Fault)) throw error;
      this.#logger.warn(`the issuer can't be asked: ${causeOf(error)}`);
      const detail = 'The issuer does not answer, so nobody can sign in now. Try again in a moment.';
      return this.#fail(request, reply, new Problem(503, error.code, detail, { headers: RETRY_SOON }));
    }
  }

  #fail(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
    this.#logger.warn(`a sign-in failed: ${problem.code}`);
    void reply
      .status(problem.status)
      .headers({ ...problem.headers, 'content-security-policy': PLAIN_PAGE_POLICY })
      .type('text/html; charset=utf-8')
      .send(signInFailed(problem.code, request.id, languageOf(request.headers['accept-language'])));
  }
}

/** By its name or code alone: what an issuer says may name a person. */
function causeOf({ cause }: Fault): string {
  const { name, code } = (cause ?? {}) as { name?: unknown; code?: unknown };
  return [name, code].filter((each) => typeof each === 'string').join(' ') || 'unknown';
}

const RETRY_SOON = { 'retry-after': '5' };
const REFUSED = {
  'sign-in-unknown': 400,
  'answer-not-accepted': 400,
  'issuer-refused': 403,
  'token-not-accepted': 403,
  'session-too-large': 431,
} as const;

function go(reply: FastifyReply, location: string): void {
  void reply.status(303).header('location', location).send();
}

function setAll(reply: FastifyReply, cookies: readonly string[]): void {
  for (const cookie of cookies) void reply.header('set-cookie', cookie);
}

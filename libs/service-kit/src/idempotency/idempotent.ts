// Makes a route safe to repeat: the same Idempotency-Key and body get the same answer, and the work is done once.
import {
  applyDecorators,
  createParamDecorator,
  Inject,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { canonicalJson } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import type { FastifyReply } from 'fastify';
import { catchError, concatMap, from, of, throwError, type Observable } from 'rxjs';
import { ANONYMOUS, type KnownRequest, type Principal } from '../auth/decisions.js';
import { Problem } from '../http/problem.js';
import { callSecret, type CallSecret } from './sealed-answer.js';
import { StoredAnswers, type StoredAnswer } from './stored-answers.js';

const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ['etag', 'location'];

/** A call that carries a key. */
export interface IdempotentCall {
  readonly key: string;
  /**
   * Stores the answer in the transaction of the effect, so that even a crash right after the commit does nothing twice.
   * Without it, the answer is stored after the route has returned. Throws when the call was made again and answered
   * meanwhile, and so takes the effect back.
   */
  complete(tx: Transaction, status: number, body: unknown): Promise<void>;
}

type IdempotentRequest = KnownRequest & { idempotent?: IdempotentCall };

/** A key that this call has taken. */
interface ClaimedCall {
  readonly caller: string;
  readonly key: string;
  readonly secret: CallSecret;
}

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  readonly #answers: StoredAnswers;

  constructor(@Inject(Database) database: Database) {
    this.#answers = new StoredAnswers(database);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<IdempotentRequest>();
    const reply = http.getResponse<FastifyReply>();
    const key = keyOf(request);
    if (key === undefined) return next.handle();
    const caller = callerOf(request.principal ?? ANONYMOUS);
    const secret = callSecret(caller, key, textOfCall(request));
    const claim = await this.#answers.claim(caller, key, secret);
    switch (claim.kind) {
      case 'answered':
        return of(replay(reply, claim.answer));
      case 'in-flight':
        throw inFlight();
      case 'other-request':
        throw new Problem(422, 'idempotency-key-reused', 'This key was used for a different request.', {
          fields: [
            { field: 'Idempotency-Key', rule: 'one-request', message: 'use a new key for a new request' },
          ],
        });
      case 'claimed':
        return this.#run({ caller, key, secret }, request, reply, next);
    }
  }

  #run(
    { caller, key, secret }: ClaimedCall,
    request: IdempotentRequest,
    reply: FastifyReply,
    next: CallHandler,
  ) {
    const complete = (status: number, body: unknown, tx?: Transaction) =>
      this.#answers.complete(
        caller,
        key,
        secret,
        { status, headers: keptHeaders(reply), body: textOf(body) },
        tx,
      );
    request.idempotent = {
      key,
      // A call that took longer than its lease was made again by then: of the two effects this one is taken back.
      complete: async (tx, status, body) => {
        if (!(await complete(status, body, tx))) throw inFlight();
      },
    };
    return next.handle().pipe(
      // What failed changed nothing and is not kept: a later attempt may succeed.
      catchError((error: unknown) =>
        from(this.#answers.release(caller, key).catch(() => undefined)).pipe(
          concatMap(() => throwError(() => error)),
        ),
      ),
      // An answer that can't be stored leaves the key in flight: better one late retry than the work done twice.
      concatMap((body: unknown) => from(complete(reply.statusCode, body).then(() => body))),
    );
  }
}

/** For routes that create or start something. Needs a database; callers may leave the key out. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Chosen by the caller; a repeated call within 24 hours gets the first answer.',
      schema: { type: 'string', maxLength: 255 },
    }),
  );
}

/** The call's key as a parameter of an `@Idempotent()` route; undefined when the caller sent none. */
export const IdempotencyKey: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext): IdempotentCall | undefined =>
    context.switchToHttp().getRequest<IdempotentRequest>().idempotent,
);

function inFlight(): Problem {
  return new Problem(
    409,
    'idempotency-key-in-flight',
    'A call with this key is being worked on; ask again.',
    { headers: { 'retry-after': '1' } },
  );
}

function keyOf(request: KnownRequest): string | undefined {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && KEY.test(given)) return given;
  throw new Problem(400, 'idempotency-key-malformed', 'The key is 1 to 255 visible ASCII characters.', {
    fields: [
      { field: 'Idempotency-Key', rule: 'visible-ascii:255', message: '1 to 255 visible ASCII characters' },
    ],
  });
}

function callerOf({ kind, subject }: Principal): string {
  return `${kind}:${subject}`;
}

/** The same for the same call, however its JSON is spelt. */
function textOfCall({ method, url, body }: KnownRequest): string {
  return canonicalJson([method, url, body ?? null]);
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.map((name) => [name, reply.getHeader(name)] as const).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function textOf(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}

function replay(reply: FastifyReply, { status, headers, body }: StoredAnswer): unknown {
  void reply.status(status).headers(headers).header('idempotency-replayed', 'true');
  return body === '' ? undefined : (JSON.parse(body) as unknown);
}

// Lets a request in only by its route's decision: public, roles, or a write key. No decision, no entry.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { assertUnreachable } from '@continuo/kernel';
import { Problem } from '../http/problem.js';
import {
  ACCESS_DECISION,
  ANONYMOUS,
  hasRole,
  type AccessDecision,
  type KnownRequest,
  type Principal,
  type Role,
} from './decisions.js';
import type { TokenVerifier } from './token-verifier.js';
import { basicUser, type WriteKeys } from './write-keys.js';

@Injectable()
export class AccessGuard implements CanActivate {
  readonly #reflector = new Reflector();

  constructor(
    private readonly tokens: Pick<TokenVerifier, 'verify'> | undefined,
    private readonly writeKeys: WriteKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Records from the broker are not requests: they are admitted by topic access lists.
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const decision = this.#reflector.getAllAndOverride<AccessDecision | undefined>(ACCESS_DECISION, [
      context.getHandler(),
      context.getClass(),
    ]);
    request.principal = await this.#admit(decision, request);
    return true;
  }

  async #admit(decision: AccessDecision | undefined, request: KnownRequest): Promise<Principal> {
    if (decision === undefined) {
      throw new Problem(403, 'route-without-decision', 'Nobody decided who may call this, so nobody may.');
    }
    switch (decision.kind) {
      case 'public':
        return ANONYMOUS;
      case 'write-key':
        return this.#byWriteKey(basicUser(request.headers.authorization) ?? keyInBody(request.body));
      case 'roles':
        return this.#byToken(request.headers.authorization, decision.roles);
      default:
        return assertUnreachable(decision);
    }
  }

  async #byToken(header: string | undefined, roles: readonly Role[]): Promise<Principal> {
    const token = /^bearer +([^\s]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) {
      throw new Problem(401, 'token-missing', 'A bearer token is needed.', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    if (this.tokens === undefined)
      throw new Problem(401, 'token-not-accepted', 'No tokens are accepted here.');
    const principal = await this.tokens.verify(token);
    if (hasRole(principal, ...roles)) return principal;
    throw new Problem(403, 'role-missing', `One of these roles is needed: ${roles.join(', ')}.`, {
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
    });
  }

  #byWriteKey(key: string | undefined): Principal {
    const source = key === undefined ? undefined : this.writeKeys.sourceOf(key);
    if (source !== undefined) return { subject: source, roles: [], kind: 'write-key' };
    const [code, detail] =
      key === undefined
        ? [
            'write-key-missing',
            'A write key is needed, as the user of basic authentication or as writeKey in the body.',
          ]
        : ['write-key-unknown', 'The write key is not known.'];
    throw new Problem(401, code, detail, { headers: { 'www-authenticate': 'Basic realm="tracking"' } });
  }
}

/** Segment's SDK for browsers puts the key here: a header would cost it a preflight before every call. */
function keyInBody(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'writeKey')) return undefined;
  const { writeKey } = body as { readonly writeKey?: unknown };
  return typeof writeKey === 'string' && writeKey !== '' ? writeKey : undefined;
}

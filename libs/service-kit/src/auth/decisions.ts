// The decisions about access that a route can carry. A route without one is refused, and keeps the service from starting.
import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

/** The roles of people and systems. `admin` may do what any of them may. */
export const ROLES = ['agent', 'supervisor', 'designer', 'operator', 'integrator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the token or the write key says. */
export interface Principal {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** A person's or a system's token, a tracking write key, or nobody. */
  readonly kind: 'token' | 'write-key' | 'anonymous';
  /** The issuer's client, when the token names one. */
  readonly clientId?: string;
}

/** Whether somebody has a role; `admin` has every one. */
export function hasRole({ roles }: Pick<Principal, 'roles'>, ...any: readonly Role[]): boolean {
  return roles.includes('admin') || any.some((role) => roles.includes(role));
}

/** The caller of a public route. */
export const ANONYMOUS: Principal = { subject: 'anonymous', roles: [], kind: 'anonymous' };

export type AccessDecision =
  | { readonly kind: 'public'; readonly reason: string }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] }
  | { readonly kind: 'write-key' };

export const ACCESS_DECISION = 'continuo:access-decision';

/** Anybody may call; says why that is right. */
export function Public(reason: string): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS_DECISION, { kind: 'public', reason }), ApiSecurity({}));
}

/** A bearer token with at least one of these roles (or `admin`). */
export function Roles(...roles: [Role, ...Role[]]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS_DECISION, { kind: 'roles', roles }), ApiBearerAuth());
}

/** A tracking write key: the user of basic authentication with an empty password, or `writeKey` in the body. */
export function WriteKey(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS_DECISION, { kind: 'write-key' }), ApiBasicAuth());
}

/** A request after the access guard has passed it. */
export type KnownRequest = FastifyRequest & { principal?: Principal };

/** The caller as a parameter: `show(@Caller() caller: Principal)`. */
export const Caller: () => ParameterDecorator = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<KnownRequest>().principal ?? ANONYMOUS,
);

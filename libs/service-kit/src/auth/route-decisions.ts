// Refuses to start a service in which somebody forgot to decide who may call a route.
import { PATH_METADATA } from '@nestjs/common/internal';
import { type DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_DECISION } from './decisions.js';

/** Throws with the list of routes that carry none of `@Public`, `@Roles`, `@WriteKey`. */
export function assertEveryRouteDecided(discovery: DiscoveryService): void {
  const undecided = discovery.getControllers().flatMap(({ metatype, name }) => {
    if (typeof metatype !== 'function' || Reflect.hasMetadata(ACCESS_DECISION, metatype)) return [];
    const prototype = metatype.prototype as Record<string, unknown>;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .filter((method) => {
        const handler = prototype[method];
        if (typeof handler !== 'function') return false;
        return Reflect.hasMetadata(PATH_METADATA, handler) && !Reflect.hasMetadata(ACCESS_DECISION, handler);
      })
      .map((method) => `${name}.${method}`);
  });
  if (undecided.length > 0) {
    throw new Error(`nobody decided who may call ${undecided.join(', ')}: add @Roles, @WriteKey or @Public`);
  }
}

// Nest's `@EventPattern` with the second argument of this transport, typed: its own declaration takes handlers with one parameter.
import { EventPattern as NestEventPattern } from '@nestjs/microservices';
import { CONTINUO_TRANSPORT } from './continuo-transport.js';
import type { EventPatternExtras } from './subscriptions.js';

/**
 * On a controller's method: handles records of one `ce_type`, one at a time, in the transaction of their effect.
 * `@EventPattern('continuo.crm.ContactCreated.v1', { topic: 'crm.contacts' })`; Nest's own decorator does the same.
 */
export function EventPattern(type: string, extras: EventPatternExtras = {}): MethodDecorator {
  return NestEventPattern<string>(type, CONTINUO_TRANSPORT, { ...extras });
}

// Whom a call is about: every identifier it names, still in the clear; hashing is the service's next step.
import { isObject, type Json, type JsonObject } from './json.js';
import type { TrackingCall } from './tracking-call.js';

export interface RawIdentifier {
  readonly kind: string;
  readonly value: string;
}

/** Kinds of `context.externalIds` (Segment's way to name further ids) that we know. */
const externalKinds: Readonly<Record<string, string>> = {
  user_id: 'user',
  anonymous_id: 'anonymous',
  email: 'email',
  phone: 'phone',
  loyalty: 'loyalty',
  'crm.contact': 'crm.contact',
};
const mostIdentifiers = 20;
const longestValue = 512;

/** The visitor's own id comes first: it is the record's key, so one visitor's calls stay in order. */
export function identifiersOf(call: TrackingCall): readonly RawIdentifier[] {
  const found: RawIdentifier[] = [];
  const add = (kind: string, value: Json | undefined): void => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text.trim() === '' || text.length > longestValue) return;
    if (found.length >= mostIdentifiers || found.some((each) => each.kind === kind && each.value === text))
      return;
    found.push({ kind, value: text });
  };
  add('anonymous', call.anonymousId);
  // What an alias call calls `previousId` is the id of the visitor before signing in.
  add('anonymous', call.previousId);
  add('user', call.userId);
  const said = call.type === 'identify' ? call.traits : {};
  for (const traits of [said, objectIn(call.context, 'traits')]) {
    add('email', traits.email);
    add('phone', traits.phone);
  }
  for (const external of listIn(call.context, 'externalIds')) {
    const kind =
      isObject(external) && typeof external.type === 'string' ? externalKinds[external.type] : undefined;
    if (kind !== undefined && isObject(external)) add(kind, external.id);
  }
  add('device', objectIn(call.context, 'device').id);
  add('account', call.groupId ?? call.context.groupId);
  add('order', call.properties.order_id ?? call.properties.orderId);
  return found;
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

function listIn(object: JsonObject, name: string): readonly Json[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

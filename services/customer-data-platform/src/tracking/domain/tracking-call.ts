// What a Segment tracking call is: which calls there are, what each must say, and why one is refused.
import { ok, refuse, type Result } from '@continuo/kernel';
import { deeperThan, isObject, type Json, type JsonObject } from './json.js';

export const callTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
export type CallType = (typeof callTypes)[number];

/** One call, checked. Ids are never empty; what was left out is an empty object. */
export interface TrackingCall {
  readonly type: CallType;
  readonly messageId?: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  readonly previousId?: string;
  readonly groupId?: string;
  /** The event of a track call, the name of a page or screen. */
  readonly name: string;
  readonly category?: string;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  readonly timestamp?: Json;
  readonly originalTimestamp?: Json;
  readonly sentAt?: Json;
}

export type CallRefusal =
  | 'call-not-an-object'
  | 'call-type-unknown'
  | 'call-too-deep'
  | 'wrong-type'
  | 'id-too-long'
  | 'no-user-or-anonymous-id'
  | 'event-missing'
  | 'group-id-missing'
  | 'previous-id-missing'
  | 'user-id-missing';

/** Nesting beyond this says nothing that a rule could use. */
export const deepestNesting = 20;
const longestId = 512;
const longestMessageId = 255;

/** Checks one call. `expected` is the type that the path names; in a batch each call names its own. */
export function parseCall(raw: Json, expected?: CallType): Result<TrackingCall, CallRefusal> {
  if (!isObject(raw)) return refuse('call-not-an-object', 'a call is a JSON object');
  const type = expected ?? raw.type;
  if (!isCallType(type)) {
    return refuse('call-type-unknown', `expected one of ${callTypes.join(', ')}`, { field: 'type' });
  }
  if (deeperThan(raw, deepestNesting)) {
    return refuse('call-too-deep', `nested deeper than ${deepestNesting} levels`, {
      rule: `depth <= ${deepestNesting}`,
    });
  }
  const ids = idsOf(raw);
  if (!ids.ok) return ids;
  const parts = partsOf(raw);
  if (!parts.ok) return parts;
  const call: TrackingCall = {
    type,
    ...ids.value,
    ...parts.value,
    name: nameOf(type, raw),
    ...(typeof raw.category === 'string' && raw.category !== '' && { category: raw.category }),
    timestamp: raw.timestamp,
    originalTimestamp: raw.originalTimestamp,
    sentAt: raw.sentAt,
  };
  return requirements(call);
}

/** What each call must say, as Segment and RudderStack have it. */
function requirements(call: TrackingCall): Result<TrackingCall, CallRefusal> {
  if (call.type === 'alias') {
    if (call.userId === undefined)
      return refuse('user-id-missing', 'an alias call needs it', { field: 'userId' });
    if (call.previousId === undefined) {
      return refuse('previous-id-missing', 'an alias call needs it', { field: 'previousId' });
    }
    return ok(call);
  }
  if (call.userId === undefined && call.anonymousId === undefined) {
    return refuse('no-user-or-anonymous-id', 'a call needs userId or anonymousId', { field: 'userId' });
  }
  if (call.type === 'track' && call.name === '') {
    return refuse('event-missing', 'a track call needs the name of its event', { field: 'event' });
  }
  if (call.type === 'group' && call.groupId === undefined) {
    return refuse('group-id-missing', 'a group call needs it', { field: 'groupId' });
  }
  return ok(call);
}

type Ids = Pick<TrackingCall, 'messageId' | 'anonymousId' | 'userId' | 'previousId' | 'groupId'>;

function idsOf(raw: JsonObject): Result<Ids, CallRefusal> {
  const ids: Record<string, string> = {};
  for (const field of ['messageId', 'anonymousId', 'userId', 'previousId', 'groupId'] as const) {
    const value = raw[field];
    if (value === undefined || value === null || value === '') continue;
    // Older SDKs send numbers; both spell the same id.
    if (typeof value !== 'string' && typeof value !== 'number') {
      return refuse('wrong-type', 'expected a string', { field, rule: 'string' });
    }
    const text = String(value);
    const longest = field === 'messageId' ? longestMessageId : longestId;
    if (text.length > longest) {
      return refuse('id-too-long', `has ${text.length} characters, at most ${longest}`, { field });
    }
    ids[field] = text;
  }
  return ok(ids);
}

function partsOf(
  raw: JsonObject,
): Result<Pick<TrackingCall, 'properties' | 'traits' | 'context'>, CallRefusal> {
  for (const field of ['properties', 'traits', 'context'] as const) {
    const value = raw[field];
    if (value !== undefined && value !== null && !isObject(value)) {
      return refuse('wrong-type', 'expected an object', { field, rule: 'object' });
    }
  }
  for (const field of ['event', 'name', 'category'] as const) {
    const value = raw[field];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return refuse('wrong-type', 'expected a string', { field, rule: 'string' });
    }
  }
  return ok({
    properties: objectAt(raw, 'properties'),
    traits: objectAt(raw, 'traits'),
    context: objectAt(raw, 'context'),
  });
}

function objectAt(raw: JsonObject, field: string): JsonObject {
  const value = raw[field];
  return isObject(value) ? value : {};
}

function nameOf(type: CallType, raw: JsonObject): string {
  const field = type === 'track' ? raw.event : raw.name;
  return typeof field === 'string' ? field.trim() : '';
}

function isCallType(type: Json | undefined): type is CallType {
  return callTypes.some((each) => each === type);
}

// From a checked call to what is published and what stays: pure, so that what travels can be proved.
import { findingByValue } from '@continuo/kernel';
import { classify, classifyName, type Reason } from '../../classification/domain/classify.js';
import type { TrackingPlan } from '../../classification/domain/tracking-plan.js';
import type { CallTimes } from './call-time.js';
import { leavesOf, type Json, type JsonObject } from './json.js';
import type { TrackingCall } from './tracking-call.js';

/** What stays in the store: everything personal, and what nobody has vouched for. */
export interface PrivatePart {
  readonly traits?: JsonObject;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly context?: JsonObject;
  readonly name?: string;
  readonly groupId?: string;
}

export interface Tracked {
  readonly type: 'continuo.cdp.TrackReceived.v1' | 'continuo.cdp.CustomerIdentified.v1';
  readonly value: object;
  readonly personal: PrivatePart;
  readonly withheld: ReadonlyMap<string, Reason>;
  readonly dropped: number;
}

export interface TrackedInput {
  readonly call: TrackingCall;
  readonly messageId: string;
  /** Stands in for a message id that tells something of a person. */
  readonly eventId: string;
  readonly source: string;
  readonly times: CallTimes;
  readonly receivedAt: number;
}

/** Splits a call by the plan and the detectors. */
export function trackedOf(plan: TrackingPlan, input: TrackedInput): Tracked {
  return input.call.type === 'identify' || input.call.type === 'alias'
    ? identified(input, input.call.type)
    : received(plan, input, input.call.type);
}

function identified(input: TrackedInput, kind: 'identify' | 'alias'): Tracked {
  const { call } = input;
  // A trait's name travels, so a name that tells something (an address as a key) must not.
  const names = classify(
    { unplanned: 'withhold', properties: new Map(), events: new Map() },
    '',
    Object.keys(call.traits).map((path) => ({ path, value: null })),
  );
  return {
    type: 'continuo.cdp.CustomerIdentified.v1',
    value: { ...envelopeOf(input), kind, traitNames: Object.keys(names.properties).sort() },
    personal: { ...(hasMembers(call.traits) && { traits: call.traits }), ...contextOf(call) },
    withheld: names.withheld,
    dropped: names.dropped,
  };
}

function received(
  plan: TrackingPlan,
  input: TrackedInput,
  kind: 'track' | 'page' | 'screen' | 'group',
): Tracked {
  const { call } = input;
  const name = classifyName(call.name);
  // A group's traits describe an organisation; they are classified like any property.
  const said: JsonObject = kind === 'group' ? { ...call.properties, ...call.traits } : call.properties;
  const whole = call.category === undefined ? said : { category: call.category, ...said };
  const leaves = leavesOf(whole);
  const { properties, withheld, dropped } = classify(plan, call.name, leaves);
  const kept = Object.fromEntries(
    leaves.filter(({ path }) => withheld.has(path)).map(({ path, value }) => [path, value]),
  );
  return {
    type: 'continuo.cdp.TrackReceived.v1',
    value: {
      ...envelopeOf(input),
      kind,
      name: name.name,
      groupId: groupOf(call),
      properties,
    },
    personal: {
      ...(hasMembers(kept) && { properties: kept }),
      ...(kind !== 'group' && hasMembers(call.traits) && { traits: call.traits }),
      ...(name.withheld !== undefined && { name: call.name }),
      ...(call.groupId !== undefined && groupOf(call) === null && { groupId: call.groupId }),
      ...contextOf(call),
    },
    withheld,
    dropped,
  };
}

/** An id that looks like an address or a number of a person is not opaque. */
function groupOf(call: TrackingCall): string | null {
  const { groupId } = call;
  return groupId === undefined || findingByValue(groupId) !== undefined ? null : groupId.toWellFormed();
}

function envelopeOf({ messageId, eventId, source, times, receivedAt }: TrackedInput): object {
  const opaque = findingByValue(messageId) === undefined;
  return {
    messageId: opaque ? messageId : eventId,
    source,
    occurredAt: times.occurredAt,
    sentAt: times.sentAt,
    receivedAt,
  };
}

function contextOf(call: TrackingCall): { readonly context?: JsonObject } {
  return hasMembers(call.context) ? { context: call.context } : {};
}

function hasMembers(object: object): boolean {
  return Object.keys(object).length > 0;
}

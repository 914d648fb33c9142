// The fields through which no canary goes, and why: what they hold travels on the bus by contract, or must be of a set.

/**
 * By the name of the field. Each is filled with a code that says nothing of anybody, so that the request does its work.
 * Where its contract refuses a text, an address and a number, a request with a canary in it is sent too, and refused.
 */
export const opaque: Readonly<Record<string, string>> = {
  anonymousId: 'a local id, made by the sender; opaque by contract, part of the header `customer`',
  previousId: 'in an alias call: the anonymous id from before',
  orderId: 'the id of an order, chosen by the shop; opaque by contract',
  productId: 'the id of a product',
  storeId: 'the id of a shop',
  placeId: 'the id of a place of ours',
  deviceId: 'the id of a device, made by the app; opaque by contract',
  agentId: 'a member of our staff, by the subject of their tokens; never a customer',
  assignee: 'as a filter: a member of our staff',
  contactId: 'of an order: the id that the CRM has made',
  skills: 'what an agent must know, in words that the organisation has chosen',
  segment: 'the name of a segment, chosen by the organisation',
  journey: 'the name of a published definition, written by a designer',
  step: 'the name of a step of a definition, written by a designer',
  kinds: 'kinds of tasks for workers, written by a designer',
  worker: 'which program works, by a name that its operator has given it; refused when it is no code',
  subject: 'to whom a task is handed: a member of our staff, by the subject of their tokens',
  purpose: 'of a consent or a stop: a word that the organisation has chosen',
  channel: 'a word that the organisation has chosen',
  version: 'of a consent: which wording was shown',
  source: 'of a consent: the form or import where it was said',
  caseType: 'a code that the organisation has chosen',
  resolution: 'a code: how a case ended',
  disposition: 'a code: what came of a conversation',
  outcome: 'a code: what came of a task',
  taskType: 'a code: which kind of task',
  reason: 'a code: why stock changed, or why nothing is sent',
  code: 'a code: why an order or a task was cancelled',
  key: 'of a journey: what a definition takes from an event; forbidden to be personal by InstanceEntryRequested',
  vars: 'first values of a journey; forbidden to be personal by InstanceEntryRequested',
  ids: 'numbers of parked records',
  pickupCode: 'made by the service itself',
};

/** Fields that a request must fill with one of a set: anything else is refused, which is shown with a canary. */
export const checked: Readonly<Record<string, string>> = {
  cursor: 'made by the service itself',
  number: 'of a case: made by the CRM',
  held: 'true or false',
  renew: 'true or false',
  language: 'a language tag',
  timeZone: 'an IANA name',
  amount: 'a decimal number',
  currency: 'a code of ISO 4217',
  id: 'of a parked record: a number that the service itself has made',
  'hub.challenge': 'a number that Meta has drawn, answered as it came',
};

/** What an opaque field is filled with where nothing known has its name. */
export function opaqueValue(name: string): string {
  return values[name] ?? 'newsletter';
}

const values: Readonly<Record<string, string>> = {
  held: 'false',
  renew: 'false',
  language: 'de',
  timeZone: 'Europe/Zurich',
  amount: '12.50',
  currency: 'CHF',
  id: '1',
  ids: '1',
  number: 'C-000001',
  'hub.challenge': '1158201444',
};

// What a document does not say: which fields exclude each other, and which thing is in the state that an operation wants.
// A new operation needs a line here when it only refuses what is made of its document: the system's test names those.
import { randomUUID } from 'node:crypto';
import type { Adjustment, Body } from './canary-adjustment.js';
import { journeyAdjustments } from './canary-journeys.js';
import type { KnownThings } from './known-things.js';

/** What is made and changed beside what the canaries' customers live with. */
const spare = 'canary-spare';
const api = '/api';
const members = `${api}/customer-data-platform/segments/{segment}/members`;

const known = (name: string, as: string) => (things: KnownThings) => ({ [name]: things.get(as) ?? '' });
const always = (parameters: Readonly<Record<string, string>>) => () => parameters;
const without = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
const only = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));

const revisionWord = (word: string): string => `POST {name}/revisions/{revision}:${word}`;

/** Operations that do not do their work here, and why: nothing else may only refuse. */
export const onlyRefused: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['collaboration', 'contact-centre', 'crm', 'customer-data-platform', 'operations', 'orchestrator'].map(
      (service) => [
        `GET ${api}/${service}/messaging/parked/{id}`,
        'nothing is parked while canaries fly: that would be a fault of its own',
      ],
    ),
  ),
  [`GET ${api}/customer-data-platform/erasures/{id}`]: 'erasures are dry runs here; the test of one reads it',
  [`POST ${api}/contact-centre/offers/{offerId}:decline`]: 'there is one offer, and it is accepted',
};

export const adjustments: Readonly<Record<string, Adjustment>> = {
  ...journeyAdjustments,
  [`POST ${api}/customer-data-platform/erasures`]: {
    bodies: (body, things) => [
      { profileId: things.get('profileId'), dryRun: true },
      { ...body, dryRun: true },
    ],
  },
  // Somebody who is there, and an address that nobody has.
  [`POST ${members}`]: {
    bodies: (body, things) => [{ add: [{ profileId: things.get('profileId') }] }, body],
  },
  [`GET ${members}`]: { needs: [`POST ${members}`] },
  [`GET ${api}/customer-data-platform/profiles`]: {
    parameters: (things) => ({ kind: 'user', value: things.get('userId') ?? '' }),
  },
  // A template that nobody in the story is sent: what is withdrawn of it is missed by nobody.
  ...Object.fromEntries(
    ['GET {name}', 'GET {name}/revisions', ...['withdraw', 'reinstate'].map(revisionWord)].map((each) => [
      each.replace(' ', ` ${api}/collaboration/templates/`),
      { parameters: always({ name: 'basket-reminder' }) },
    ]),
  ),
  [`PUT ${api}/collaboration/places/{placeId}`]: { makes: true, parameters: always({ placeId: spare }) },
  [`DELETE ${api}/collaboration/places/{placeId}`]: { parameters: always({ placeId: spare }) },
  [`POST ${api}/collaboration/devices/{deviceId}/locations`]: {
    bodies: (body, things) => [{ ...body, customers: [{ kind: 'user', value: things.get('userId') }] }, body],
  },
  [`POST ${api}/collaboration/tasks/{taskId}:complete`]: { parameters: known('taskId', 'claimedId') },
  [`POST ${api}/collaboration/tasks/{taskId}:delegate`]: { bodies: () => [{ to: { role: 'agent' } }] },
  [`GET ${api}/collaboration/webhooks/whatsapp`]: {
    parameters: (things) => ({
      'hub.mode': 'subscribe',
      'hub.verify_token': things.get('verifyToken') ?? '',
    }),
  },
  [`PUT ${api}/contact-centre/agents/{agentId}`]: { makes: true, parameters: always({ agentId: spare }) },
  [`POST ${api}/contact-centre/agents/{agentId}/presence`]: { parameters: always({ agentId: spare }) },
  // Hidden words, and the words themselves.
  [`POST ${api}/collaboration/messages:batchGet`]: {
    bodies: (body) => [body, { ...body, masked: false }],
  },
  [`GET ${api}/customer-data-platform/profiles/{id}/activity`]: {
    parameters: (things) => ({
      id: things.get('profileId') ?? '',
      type: 'continuo.crm.CaseOpened.v1',
      source: '/crm',
      after: new Date(0).toISOString(),
    }),
  },
  [`POST ${api}/orchestrator/profiles/{profileId}/touches`]: {
    bodies: (body, things) => [{ ...body, eventIds: [things.get('eventId') ?? randomUUID()] }],
  },
  [`POST ${api}/crm/contacts:search`]: {
    bodies: (body) =>
      ['email', 'phone', 'loyaltyNumber', 'name'].map((by) => only(body, by, 'purpose', 'limit')),
  },
  [`POST ${api}/crm/cases`]: {
    bodies: (body) => [without(body, 'profileId'), without(body, 'contactId')],
  },
  [`PUT ${api}/operations/products/{productId}`]: { makes: true, parameters: always({ productId: spare }) },
  [`PUT ${api}/operations/stores/{storeId}/stock/{productId}`]: { parameters: always({ productId: spare }) },
  [`POST ${api}/operations/orders`]: {
    bodies: (body) => [{ ...body, orderId: `order-${randomUUID()}` }],
  },
  [`POST ${api}/operations/orders/{orderId}:cancel`]: { parameters: known('orderId', 'cancelledId') },
};

// What a document does not say: which fields exclude each other, and which thing is in the state that an operation wants.
import { randomUUID } from 'node:crypto';
import type { KnownThings } from './known-things.js';

type Body = Readonly<Record<string, unknown>>;

export interface Adjustment {
  /** It makes something: no version of it can have been seen. */
  readonly makes?: true;
  /** Instead of what would be put into the path and the query. */
  readonly parameters?: (known: KnownThings) => Readonly<Record<string, string>>;
  /** One request each. */
  readonly bodies?: (body: Body, known: KnownThings) => readonly Body[];
}

/** What is made and changed beside what the canaries' customers live with. */
const spare = 'canary-spare';
const api = '/api';

const known = (name: string, as: string) => (things: KnownThings) => ({ [name]: things.get(as) ?? '' });
const always = (parameters: Readonly<Record<string, string>>) => () => parameters;
const without = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
const only = (body: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));

/** A definition that starts for nobody, with the body's canary in its texts. Who owns it travels: a team of ours. */
const definition: Adjustment = {
  makes: true,
  bodies: ({ definition: canary }) => [
    {
      definition: JSON.stringify({
        journey: 'newsletter',
        title: canary,
        owner: 'newsletter',
        objective: canary,
        metrics: ['read'],
        entry: [{ on: 'continuo.operations.OrderAccepted.v1', when: 'false', key: 'event.orderId' }],
        steps: { over: { end: 'over' } },
      }),
    },
  ],
};

/** Versions come and go of the definition that starts for nobody, not of what the canaries' customers live with. */
const ofSpare = always({ journey: 'newsletter' });
const definitionOf = `${api}/orchestrator/definitions/{journey}`;
const life: Readonly<Record<string, Adjustment>> = {
  [`PUT ${definitionOf}/draft`]: { ...definition, parameters: ofSpare },
  [`DELETE ${definitionOf}/draft`]: { parameters: ofSpare },
  [`POST ${definitionOf}/draft/publish`]: { parameters: ofSpare },
  [`POST ${definitionOf}/preview`]: { ...definition, parameters: ofSpare },
  [`POST ${definitionOf}/pause`]: { parameters: ofSpare },
  [`POST ${definitionOf}/resume`]: { parameters: ofSpare },
  [`POST ${definitionOf}/retire`]: { parameters: ofSpare },
  [`POST ${definitionOf}/migrations`]: {
    parameters: ofSpare,
    bodies: (body) => [{ ...body, map: { over: 'over' }, dryRun: true }],
  },
};

export const adjustments: Readonly<Record<string, Adjustment>> = {
  ...life,
  [`POST ${api}/orchestrator/simulations`]: definition,
  [`POST ${api}/customer-data-platform/erasures`]: {
    bodies: (body, things) => [
      { profileId: things.get('profileId'), dryRun: true },
      { ...body, dryRun: true },
    ],
  },
  [`GET ${api}/customer-data-platform/profiles`]: {
    parameters: (things) => ({ kind: 'user', value: things.get('userId') ?? '' }),
  },
  [`POST ${api}/orchestrator/definitions/validate`]: definition,
  [`POST ${api}/orchestrator/definitions`]: definition,
  [`GET ${api}/orchestrator/instances`]: { parameters: always({ limit: '1' }) },
  [`PUT ${api}/collaboration/places/{placeId}`]: { makes: true, parameters: always({ placeId: spare }) },
  [`DELETE ${api}/collaboration/places/{placeId}`]: { parameters: always({ placeId: spare }) },
  [`POST ${api}/collaboration/devices/{deviceId}/locations`]: {
    bodies: (body, things) => [{ ...body, customers: [{ kind: 'user', value: things.get('userId') }] }, body],
  },
  [`POST ${api}/collaboration/tasks/{taskId}:complete`]: { parameters: known('taskId', 'claimedId') },
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

// What the orchestrator's operations want: journeys that may come and go, a policy that limits nothing, work that waits.
import { randomUUID } from 'node:crypto';
import type { Adjustment, Answered, Body } from './canary-adjustment.js';
import { scene } from './canary-scene.js';
import type { KnownThings } from './known-things.js';

const api = '/api/orchestrator';
const longAgo = '2020-01-01T00:00:00Z';
const farAhead = '2100-01-01T00:00:00Z';

const always = (parameters: Readonly<Record<string, string | null>>) => () => parameters;

/** A definition that starts for nobody, with the body's canary in its texts. Who owns it travels: a team of ours. */
const definitionWith = (canary: unknown): Body => ({
  definition: JSON.stringify({
    journey: 'newsletter',
    title: canary,
    owner: 'newsletter',
    objective: canary,
    metrics: ['read'],
    entry: [{ on: 'continuo.operations.OrderAccepted.v1', when: 'false', key: 'event.orderId' }],
    steps: { over: { end: 'over' } },
  }),
});
const definition: Adjustment = {
  makes: true,
  bodies: ({ definition: canary }) => [definitionWith(canary)],
};

/** Versions come and go of the definition that starts for nobody, not of what the canaries' customers live with. */
const spare = { journey: 'newsletter' };
const ofSpare = always(spare);
const definitionOf = `${api}/definitions/{journey}`;
const draft = [`PUT ${definitionOf}/draft`];
const life: Readonly<Record<string, Adjustment>> = {
  [`POST ${api}/definitions/validate`]: definition,
  [`POST ${api}/definitions`]: definition,
  [`PUT ${definitionOf}/draft`]: { ...definition, parameters: ofSpare },
  [`GET ${definitionOf}/draft`]: { parameters: ofSpare, needs: draft },
  [`DELETE ${definitionOf}/draft`]: { parameters: ofSpare, needs: draft },
  [`POST ${definitionOf}/draft/publish`]: { parameters: ofSpare, needs: draft },
  [`POST ${definitionOf}/preview`]: { ...definition, parameters: ofSpare },
  [`POST ${definitionOf}/pause`]: { parameters: ofSpare },
  [`POST ${definitionOf}/resume`]: { parameters: ofSpare },
  [`POST ${definitionOf}/retire`]: { parameters: ofSpare },
};

const migrationOf = `${definitionOf}/migrations`;
const migrations: Readonly<Record<string, Adjustment>> = {
  [`POST ${migrationOf}`]: {
    parameters: ofSpare,
    // Two versions at least: every text has a canary of its own.
    needs: [`POST ${api}/definitions`, `POST ${api}/definitions`],
    bodies: () => [true, false].map((dryRun) => ({ from: 1, to: 2, map: { over: 'over' }, dryRun })),
    learns: ({ migration }) => ({ migrationId: (migration as { readonly id: string } | null)?.id }),
  },
  [`GET ${migrationOf}`]: { parameters: ofSpare },
  [`GET ${migrationOf}/{id}`]: { parameters: ofSpare },
  [`GET ${migrationOf}/{id}/instances`]: { parameters: ofSpare },
  // What ran over nobody is done, and can only be taken back.
  [`POST ${migrationOf}/{id}/{change}`]: { parameters: always({ ...spare, change: 'revert' }) },
};

/** Names a policy that limits nothing: the story's messages go out beside it. */
const policy: Adjustment = {
  bodies: ({ policy: canary }) => [{ policy: JSON.stringify({ title: canary, owner: 'newsletter' }) }],
};
const guardrails: Readonly<Record<string, Adjustment>> = {
  [`POST ${api}/guardrails/validate`]: policy,
  [`PUT ${api}/guardrails`]: policy,
  [`GET ${api}/guardrails`]: { needs: [`PUT ${api}/guardrails`] },
};

/** Only the newest of what was done is asked for, so that its ids are learned. */
const whySent = always({ journey: null, kind: 'sent', from: longAgo, to: farAhead });
const why: Readonly<Record<string, Adjustment>> = {
  [`GET ${api}/customers/{profileId}/why`]: { parameters: whySent },
  [`GET ${api}/instances/{id}/why/records`]: { parameters: whySent },
  [`GET ${api}/messages/{id}/why`]: {
    needs: [`GET ${api}/customers/{profileId}/why`],
    parameters: (things) => ({ id: things.get('commandId') ?? '' }),
  },
};

const entry = `POST ${api}/instances`;
const standing = { journey: scene.work, version: null, step: null, code: null, before: null, after: null };
const bulk = `POST ${api}/incidents:bulk`;
const instances: Readonly<Record<string, Adjustment>> = {
  [`GET ${api}/instances`]: { parameters: always({ limit: '1' }) },
  [entry]: {
    parameters: always({ wait: '2000' }),
    bodies: (body, things) => [
      body,
      {
        journey: scene.work,
        profileId: things.get('profileId'),
        key: `work-${randomUUID()}`,
        vars: { amount: 'many' },
      },
    ],
  },
  [`GET ${api}/incidents`]: {
    parameters: always(standing),
    needs: [entry],
    learns: ({ items = [] }) => ({ standingId: items[0]?.instanceId, incidentId: items[0]?.id }),
  },
  [`GET ${api}/incidents/kinds`]: { parameters: always(standing) },
  [`GET ${api}/instances/{id}/incidents/{incidentId}`]: {
    needs: [`GET ${api}/incidents`],
    parameters: (things) => ({ id: things.get('standingId') ?? '' }),
  },
  [bulk]: {
    needs: [entry],
    *bodies(_, things) {
      yield { filter: { journey: scene.work }, action: 'retry', dryRun: true };
      yield { token: things.get('bulk-actionId'), ifChanged: 'current' };
    },
    learns: ({ id }) => ({ 'bulk-actionId': id }),
  },
  [`GET ${api}/bulk-actions`]: { needs: [bulk] },
};

/** Of the two tasks that an entry opens one is done, and one fails. */
const leased = (at: number, more: Body) => (_: Body, things: KnownThings) => [
  { lease: things.get(`lease${at}`), ...more },
];
const taken = (at: number) => (things: KnownThings) => ({ taskId: things.get(`workTaskId${at}`) ?? '' });
const taskOf = `${api}/tasks/{taskId}`;
const tasks: Readonly<Record<string, Adjustment>> = {
  [`POST ${api}/tasks:claim`]: {
    needs: [entry],
    bodies: (body) => [{ ...body, kinds: [scene.work], max: 2, waitMs: 5_000 }],
    learns: ({ items = [] }) => leasesOf(items),
  },
  [`POST ${taskOf}:heartbeat`]: { parameters: taken(0), bodies: leased(0, {}) },
  [`POST ${taskOf}:complete`]: {
    parameters: taken(0),
    // A result travels: one with a canary in it is refused, and the worker says it again without.
    bodies: (body, things) => [
      { ...body, lease: things.get('lease0') },
      { lease: things.get('lease0'), result: { score: 7 } },
    ],
  },
  [`POST ${taskOf}:fail`]: { parameters: taken(1), bodies: leased(1, { code: 'no-line', retriable: false }) },
  [`GET ${taskOf}`]: { parameters: taken(0) },
};

function leasesOf(items: NonNullable<Answered['items']>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    items.flatMap(({ taskId, lease }, at) => [
      [`workTaskId${at}`, taskId],
      [`lease${at}`, lease],
    ]),
  );
}

const simulate = `POST ${api}/simulations`;

export const journeyAdjustments: Readonly<Record<string, Adjustment>> = {
  ...life,
  ...migrations,
  ...guardrails,
  ...why,
  ...instances,
  ...tasks,
  [simulate]: {
    bodies: ({ definition: canary }) => [{ ...definitionWith(canary), days: 1 }],
    learns: ({ id }) => ({ simulationId: id }),
  },
  // One that was just begun, or the one that still runs and kept it from beginning.
  [`POST ${api}/simulations/{id}/cancel`]: { needs: [simulate] },
};

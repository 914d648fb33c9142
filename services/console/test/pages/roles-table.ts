// The table of who may see and do what over the console: every route that its pages ask, and every page.
import { randomUUID } from 'node:crypto';

/** The local issuer's people, each with one role. */
export const people = { olga: 'operator', dana: 'designer', sam: 'supervisor', ada: 'agent' } as const;
export type Person = keyof typeof people;
export type PersonsRole = (typeof people)[Person];

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly roles: readonly PersonsRole[];
  readonly body?: object;
}

const ID = '019aa000-0000-7000-8000-0000000000ff';
const OPERATOR = ['operator'] as const;
const ALL = ['operator', 'designer', 'supervisor', 'agent'] as const;
const CUSTOMERS = ['agent', 'supervisor', 'operator'] as const;
const TALKERS = ['agent', 'supervisor'] as const;
const INCIDENTS = ['operator', 'supervisor'] as const;
const LOOKERS = ['operator', 'supervisor', 'designer'] as const;
const TRYERS = ['designer', 'operator'] as const;
const SERVICES = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;

const get = (path: string, roles: Route['roles']): Route => ({ method: 'GET', path, roles });
const post = (path: string, roles: Route['roles'], body: object): Route => ({
  method: 'POST',
  path,
  roles,
  body,
});

const orchestrator = '/api/orchestrator';
const platform = '/api/customer-data-platform';
const collaboration = '/api/collaboration';
const crm = '/api/crm';

export const routes: readonly Route[] = [
  get('/console/overview', OPERATOR),
  get('/console/live', OPERATOR),
  get('/console/topics', OPERATOR),
  get('/console/topics/cdp.timeline', OPERATOR),
  get('/console/topics/cdp.timeline/schemas', OPERATOR),
  get('/console/records?topic=cdp.timeline', OPERATOR),
  get('/console/records/cdp.timeline/0/0', OPERATOR),
  get('/console/addresses', ALL),
  get(`${orchestrator}/definitions`, ALL),
  get(`${orchestrator}/definitions/click-and-collect`, ALL),
  get(`${orchestrator}/definitions/click-and-collect/graph`, ALL),
  get(`${orchestrator}/instances?limit=1`, ALL),
  get(`${orchestrator}/instances/${ID}`, ALL),
  get(`${orchestrator}/instances/${ID}/why`, ALL),
  get(`${orchestrator}/profiles/${ID}/why`, ALL),
  get(`${orchestrator}/customers/${ID}/why`, ALL),
  get(`${orchestrator}/messages/${ID}/why`, ALL),
  post(`${orchestrator}/definitions/validate`, TRYERS, { definition: 'journey: x' }),
  post(`${orchestrator}/simulations`, TRYERS, {}),
  get(`${orchestrator}/simulations`, TRYERS),
  get(`${orchestrator}/simulations/${ID}`, TRYERS),
  get(`${orchestrator}/incidents`, LOOKERS),
  get(`${orchestrator}/incidents/kinds`, LOOKERS),
  get(`${orchestrator}/instances/${ID}/incidents/${ID}`, LOOKERS),
  get(`${orchestrator}/stuck`, LOOKERS),
  post(`${orchestrator}/incidents:bulk`, OPERATOR, { token: ID }),
  get(`${orchestrator}/bulk-actions`, INCIDENTS),
  get(`${orchestrator}/bulk-actions/${ID}`, INCIDENTS),
  get(`${orchestrator}/bulk-actions/${ID}/results`, INCIDENTS),
  post(`${orchestrator}/bulk-actions/${ID}:stop`, OPERATOR, {}),
  post(`${orchestrator}/instances/${ID}/actions`, INCIDENTS, { action: 'retry' }),
  get(`${orchestrator}/requests/${ID}`, INCIDENTS),
  post(`${platform}/profiles:lookup`, CUSTOMERS, {}),
  get(`${platform}/profiles?limit=1`, CUSTOMERS),
  get(`${platform}/profiles/${ID}`, CUSTOMERS),
  get(`${platform}/profiles/${ID}/activity`, CUSTOMERS),
  get(`${platform}/profiles/${ID}/consents`, CUSTOMERS),
  get(`${platform}/profiles/${ID}/traits`, CUSTOMERS),
  post(`${platform}/profiles/${ID}/traits:reveal`, TALKERS, {}),
  get(`${platform}/profiles/${ID}/access-log`, ['supervisor']),
  get(`${platform}/profiles/${ID}/merges`, INCIDENTS),
  post(`${platform}/profiles:batchGet`, TALKERS, {}),
  post(`${orchestrator}/profiles/${ID}/touches`, ALL, {}),
  get(`${orchestrator}/instances/count`, ALL),
  get(`${orchestrator}/simulations/${ID}/customers`, TRYERS),
  post(`${orchestrator}/simulations/${ID}/cancel`, TRYERS, {}),
  get(`${collaboration}/deliveries?limit=1`, CUSTOMERS),
  get(`${collaboration}/deliveries/${ID}`, CUSTOMERS),
  post(`${collaboration}/deliveries/${ID}:reveal`, TALKERS, {}),
  get(`${collaboration}/conversations/${ID}/messages`, TALKERS),
  get(`${collaboration}/conversations/${ID}/access-log`, ['supervisor']),
  post(`${collaboration}/messages:batchGet`, CUSTOMERS, {}),
  get(`${crm}/profiles/${ID}/contacts`, TALKERS),
  get(`${crm}/profiles/${ID}/contacts:masked`, CUSTOMERS),
  get(`${crm}/profiles/${ID}/access-log`, ['supervisor']),
  get(`/api/contact-centre/profiles/${ID}/access-log`, ['supervisor']),
  get(`/api/operations/profiles/${ID}/access-log`, ['supervisor']),
  ...SERVICES.flatMap((service): readonly Route[] => [
    get(`/api/${service}/messaging/parked`, OPERATOR),
    get(`/api/${service}/messaging/parked/kinds`, OPERATOR),
    get(`/api/${service}/messaging/parked/1`, OPERATOR),
    post(`/api/${service}/messaging/parked/redrive`, OPERATOR, { dryRun: true }),
  ]),
];

const FORGED = {
  unknown: randomUUID(),
  malformed: 'not-an-id',
  sql: encodeURIComponent("x' or '1'='1"),
  long: 'f'.repeat(400),
  traversal: encodeURIComponent('../../etc/passwd'),
} as const;

const BY_ID: readonly (readonly [Person, (id: string) => string])[] = [
  ['olga', (id) => `${orchestrator}/instances/${id}`],
  ['olga', (id) => `${orchestrator}/instances/${id}/incidents/${ID}`],
  ['olga', (id) => `${orchestrator}/instances/${ID}/incidents/${id}`],
  ['olga', (id) => `${orchestrator}/bulk-actions/${id}`],
  ['olga', (id) => `${orchestrator}/messages/${id}/why`],
  ['olga', (id) => `/api/crm/messaging/parked/${id}`],
  ['olga', (id) => `/console/topics/${id}`],
  ['dana', (id) => `${orchestrator}/definitions/${id}/graph`],
  ['dana', (id) => `${orchestrator}/simulations/${id}`],
  ['ada', (id) => `${platform}/profiles/${id}`],
  ['ada', (id) => `${platform}/profiles/${id}/consents`],
  ['ada', (id) => `${platform}/profiles/${id}/traits`],
  ['ada', (id) => `${collaboration}/deliveries/${id}`],
];

/** Who asks, what, and with which refusals that may be answered. */
export const forgedIds: readonly (readonly [Person, string, readonly number[]])[] = BY_ID.flatMap(
  ([person, path]) => Object.values(FORGED).map((id) => [person, path(id), [400, 404, 414]] as const),
);

const SECTIONS: readonly (readonly [string, readonly PersonsRole[]])[] = [
  ['Home', OPERATOR],
  ['Journeys', ALL],
  ['Simulate', ['designer']],
  ['Customers', CUSTOMERS],
  ['Incidents', INCIDENTS],
  ['Bus', OPERATOR],
  ['System', ALL],
];

/** The navigation of a role, in its order. */
export function sectionsOf(role: PersonsRole): readonly string[] {
  return SECTIONS.flatMap(([name, roles]) => (roles.includes(role) ? [name] : []));
}

/** Pages that need no id of anything; `/` leads who may not see it to where they may. */
export const openPages: readonly (readonly [string, readonly PersonsRole[]])[] = [
  ['/journeys', ALL],
  ['/journeys/click-and-collect', ALL],
  ['/simulate', ['designer']],
  ['/customers', CUSTOMERS],
  ['/incidents', INCIDENTS],
  ['/incidents?tab=stuck', INCIDENTS],
  ['/incidents?tab=actions', INCIDENTS],
  ['/incidents/parked', OPERATOR],
  ['/bus', OPERATOR],
  ['/bus/cdp.timeline', OPERATOR],
  ['/system', ALL],
];

export const forgedPages: readonly (readonly [Person, string])[] = [
  ['olga', `/instances/${FORGED.unknown}`],
  ['olga', `/instances/${FORGED.sql}`],
  ['olga', `/bulk-actions/${FORGED.unknown}`],
  ['olga', `/bulk-actions/${FORGED.malformed}`],
  ['olga', `/incidents?open=${FORGED.unknown}.${FORGED.unknown}`],
  ['olga', `/incidents/parked?open=crm.999999`],
  ['olga', `/bus/${FORGED.malformed}`],
  ['olga', '/no-such-page'],
  ['dana', `/journeys/${FORGED.malformed}`],
  ['ada', `/customers/${FORGED.unknown}`],
  ['ada', `/customers/${FORGED.sql}`],
  ['ada', `/messages/${FORGED.unknown}/why`],
];

// Every page: its address, who may open it, where its texts are. Navigation and routes are made of this table.
import type { ComponentType } from 'react';
import type { Namespace } from './i18n/namespaces.js';
import type { Role } from './session/roles.js';

export interface PageEntry {
  readonly path: string;
  /** Who may open it; empty for everybody who is signed in. */
  readonly roles: readonly Role[];
  /** The file in `i18n/<language>/` that it takes its texts from. */
  readonly texts: Namespace;
  /** A page's module exports its component as `Component`. */
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
  /** Opens without a sign-in. */
  readonly forEverybody?: true;
}

const JOURNEYS = ['designer', 'operator', 'supervisor', 'agent'] as const;
const CUSTOMERS = ['agent', 'supervisor', 'operator'] as const;

export const pages: readonly PageEntry[] = [
  { path: '/', roles: ['operator'], texts: 'home', load: () => import('./home/home.page.js') },
  {
    path: '/journeys',
    roles: JOURNEYS,
    texts: 'journeys',
    load: () => import('./journeys/journeys.page.js'),
  },
  {
    path: '/journeys/:journey',
    roles: JOURNEYS,
    texts: 'journeys',
    load: () => import('./journeys/journey.page.js'),
  },
  {
    path: '/journeys/:journey/people',
    roles: JOURNEYS,
    texts: 'journeys',
    load: () => import('./journeys/people.page.js'),
  },
  {
    path: '/instances/:id',
    roles: JOURNEYS,
    texts: 'journeys',
    load: () => import('./journeys/instance.page.js'),
  },
  {
    path: '/simulate',
    roles: ['designer'],
    texts: 'journeys',
    load: () => import('./journeys/simulate.page.js'),
  },
  {
    path: '/customers',
    roles: CUSTOMERS,
    texts: 'customers',
    load: () => import('./customers/customers.page.js'),
  },
  {
    path: '/customers/:profileId',
    roles: CUSTOMERS,
    texts: 'customers',
    load: () => import('./customers/customer.page.js'),
  },
  {
    path: '/customers/:profileId/why',
    roles: CUSTOMERS,
    texts: 'why',
    load: () => import('./why/customer-why.page.js'),
  },
  {
    path: '/messages/:messageId/why',
    roles: CUSTOMERS,
    texts: 'why',
    load: () => import('./why/message-why.page.js'),
  },
  {
    path: '/incidents',
    roles: ['operator', 'supervisor'],
    texts: 'incidents',
    load: () => import('./incidents/incidents.page.js'),
  },
  {
    path: '/incidents/parked',
    roles: ['operator'],
    texts: 'incidents',
    load: () => import('./incidents/parked.page.js'),
  },
  {
    path: '/bulk-actions/:id',
    roles: ['operator', 'supervisor'],
    texts: 'incidents',
    load: () => import('./incidents/bulk-action.page.js'),
  },
  { path: '/bus', roles: ['operator'], texts: 'bus', load: () => import('./bus/bus.page.js') },
  { path: '/bus/:topic', roles: ['operator'], texts: 'bus', load: () => import('./bus/topic.page.js') },
  {
    path: '/bus/:topic/records',
    roles: ['operator'],
    texts: 'bus',
    load: () => import('./bus/records.page.js'),
  },
  {
    path: '/system',
    roles: [],
    texts: 'system',
    forEverybody: true,
    load: () => import('./system/system.page.js'),
  },
];

/** In the navigation, in this order; the icon is chosen there. */
export const sections = [
  { path: '/', name: 'home' },
  { path: '/journeys', name: 'journeys' },
  { path: '/simulate', name: 'simulate' },
  { path: '/customers', name: 'customers' },
  { path: '/incidents', name: 'incidents' },
  { path: '/bus', name: 'bus' },
  { path: '/system', name: 'system' },
] as const;

/** Who may open what is at an address of the table. */
export function rolesOf(path: string): readonly Role[] {
  return pages.find((page) => page.path === path)?.roles ?? [];
}

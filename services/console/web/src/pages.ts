// Every page by its address: its texts, and the chunk that it is. Who may open it stands in `session/permissions.ts`.
import type { ComponentType } from 'react';
import type { Namespace } from './i18n/namespaces.js';
import type { PagePath } from './session/permissions.js';

export interface PageEntry {
  /** The files in `i18n/<language>/` that it takes its texts from: one that came later would blank what is seen. */
  readonly texts: Namespace | readonly Namespace[];
  /** A page's module exports its component as `Component`. */
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
}

export const pages: Readonly<Record<PagePath, PageEntry>> = {
  '/': { texts: 'home', load: () => import('./home/home.page.js') },
  '/journeys': { texts: 'journeys', load: () => import('./journeys/journeys.page.js') },
  '/journeys/:journey': { texts: 'journeys', load: () => import('./journeys/journey.page.js') },
  '/journeys/:journey/people': { texts: 'journeys', load: () => import('./journeys/people.page.js') },
  '/instances/:id': {
    texts: ['journeys', 'incidents', 'why', 'events'],
    load: () => import('./journeys/instance.page.js'),
  },
  '/simulate': { texts: 'journeys', load: () => import('./journeys/simulate.page.js') },
  '/customers': { texts: 'customers', load: () => import('./customers/customers.page.js') },
  '/customers/:profileId': {
    texts: ['customers', 'events'],
    load: () => import('./customers/customer.page.js'),
  },
  '/customers/:profileId/why': { texts: ['why', 'events'], load: () => import('./why/customer-why.page.js') },
  '/messages/:messageId/why': { texts: ['why', 'events'], load: () => import('./why/message-why.page.js') },
  '/incidents': { texts: ['incidents', 'events'], load: () => import('./incidents/incidents.page.js') },
  '/incidents/parked': { texts: 'incidents', load: () => import('./incidents/parked.page.js') },
  '/bulk-actions/:id': { texts: 'incidents', load: () => import('./incidents/bulk-action.page.js') },
  '/bus': { texts: 'bus', load: () => import('./bus/bus.page.js') },
  '/bus/:topic': { texts: 'bus', load: () => import('./bus/topic.page.js') },
  '/bus/:topic/records': { texts: 'bus', load: () => import('./bus/records.page.js') },
  '/system': { texts: 'system', load: () => import('./system/system.page.js') },
};

// Every page's address and who may open it: what the services' own decisions come to, page by page.
import type { Role } from './roles.js';

const JOURNEYS: readonly Role[] = ['designer', 'operator', 'supervisor', 'agent'];
const CUSTOMERS: readonly Role[] = ['agent', 'supervisor', 'operator'];
const INCIDENTS: readonly Role[] = ['operator', 'supervisor'];
const OPERATORS: readonly Role[] = ['operator'];

/** Empty for everybody, signed in or not. */
const PERMISSIONS = {
  '/': OPERATORS,
  '/journeys': JOURNEYS,
  '/journeys/:journey': JOURNEYS,
  '/journeys/:journey/people': JOURNEYS,
  '/instances/:id': JOURNEYS,
  '/simulate': ['designer'],
  '/customers': CUSTOMERS,
  '/customers/:profileId': CUSTOMERS,
  '/customers/:profileId/why': CUSTOMERS,
  '/messages/:messageId/why': CUSTOMERS,
  '/incidents': INCIDENTS,
  '/incidents/parked': OPERATORS,
  '/bulk-actions/:id': INCIDENTS,
  '/bus': OPERATORS,
  '/bus/:topic': OPERATORS,
  '/bus/:topic/records': OPERATORS,
  '/system': [],
} as const satisfies Record<string, readonly Role[]>;

/** As routes are written. */
export type PagePath = keyof typeof PERMISSIONS;

/** Those that may open a page; `Answered` and `DataTable` name them where a service refuses. */
export function rolesOf(path: PagePath): readonly Role[] {
  return PERMISSIONS[path];
}

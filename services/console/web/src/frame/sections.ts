// The sections of the navigation, in their order, and who sees which.
import { rolesOf, type PagePath } from '../session/permissions.js';
import { mayOpen } from '../session/roles.js';
import type { Session } from '../session/session.js';

export const sections = [
  { path: '/', name: 'home' },
  { path: '/journeys', name: 'journeys' },
  { path: '/simulate', name: 'simulate' },
  { path: '/customers', name: 'customers' },
  { path: '/incidents', name: 'incidents' },
  { path: '/bus', name: 'bus' },
  { path: '/system', name: 'system' },
] as const satisfies readonly { readonly path: PagePath; readonly name: string }[];

/** Where a page belongs that does not lie under its section's address. */
const ELSEWHERE = [
  ['/instances/', '/journeys'],
  ['/messages/', '/customers'],
  ['/bulk-actions/', '/incidents'],
] as const;

/** Those that somebody may open. */
export function sectionsFor(session: Session): readonly (typeof sections)[number][] {
  return sections.filter(({ path }) => mayOpen(session.signedIn ? session.roles : [], rolesOf(path)));
}

/** The path of the section that an address belongs to. */
export function sectionOf(pathname: string): string | undefined {
  const elsewhere = ELSEWHERE.find(([prefix]) => pathname.startsWith(prefix));
  if (elsewhere !== undefined) return elsewhere[1];
  return sections.find(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
    ?.path;
}

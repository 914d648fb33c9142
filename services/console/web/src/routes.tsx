// The table of pages as routes: each is its own chunk, loaded with its texts, and guarded by the roles that may open it.
import type { ReactNode } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { Crash } from './frame/crash.js';
import { Frame } from './frame/frame.js';
import { NoPermission } from './design/no-permission.js';
import { NotFound } from './design/not-found.js';
import { i18n } from './i18n/i18n.js';
import { pages, sections, rolesOf, type PageEntry } from './pages.js';
import { mayOpen } from './session/roles.js';
import { currentSession, goToSignIn, useSession } from './session/session.js';

export const routes: RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <Crash />,
    // What is shown until the first page's chunk is there.
    hydrateFallbackElement: <></>,
    children: [
      ...pages.map((page): RouteObject => ({
        path: page.path,
        errorElement: <Crash />,
        lazy: () => lazyPage(page),
      })),
      { path: '*', element: <NotFound /> },
    ],
  },
];

async function lazyPage(page: PageEntry) {
  const guarded = (inside: ReactNode) => ({ element: <Guarded page={page}>{inside}</Guarded> });
  const session = currentSession();
  // Nobody loads a page that is not going to be shown.
  if (!session.signedIn && page.forEverybody !== true) return guarded(null);
  const [{ Component }] = await Promise.all([page.load(), i18n.loadNamespaces(page.texts)]);
  return guarded(<Component />);
}

function Guarded({ page, children }: { readonly page: PageEntry; readonly children: ReactNode }) {
  const session = useSession();
  if (page.forEverybody === true) return children;
  if (!session.signedIn) return <ToSignIn />;
  if (mayOpen(session.roles, page.roles)) return children;
  if (page.path === '/') return <Navigate replace to={firstOf(session.roles)} />;
  return <NoPermission roles={page.roles} />;
}

function ToSignIn() {
  goToSignIn();
  return null;
}

/** Where somebody begins who may not see the home page. */
function firstOf(roles: readonly string[]): string {
  return sections.find(({ path }) => path !== '/' && mayOpen(roles, rolesOf(path)))?.path ?? '/system';
}

// The table of pages as routes: each is its own chunk, loaded with its texts, and guarded by the roles that may open it.
import { useEffect, type ReactNode } from 'react';
import { Navigate, type RouteObject } from 'react-router';
import { Crash } from './frame/crash.js';
import { Frame } from './frame/frame.js';
import { NoPermission } from './design/no-permission.js';
import { NotFound } from './design/not-found.js';
import { i18n } from './i18n/i18n.js';
import { pages } from './pages.js';
import { sectionsFor } from './frame/sections.js';
import { rolesOf, type PagePath } from './session/permissions.js';
import { mayOpen } from './session/roles.js';
import { currentSession, goToSignIn, useSession } from './session/session.js';

const PATHS = Object.keys(pages) as PagePath[];

export const routes: RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <Crash />,
    // What is shown until the first page's chunk is there.
    hydrateFallbackElement: <></>,
    children: [
      ...PATHS.map((path): RouteObject => ({
        path,
        errorElement: <Crash />,
        lazy: () => lazyPage(path),
      })),
      { path: '*', element: <NotFound /> },
    ],
  },
];

async function lazyPage(path: PagePath) {
  const { load, texts } = pages[path];
  const guarded = (inside: ReactNode) => ({ element: <Guarded path={path}>{inside}</Guarded> });
  // Nobody loads a page that is not going to be shown.
  if (!currentSession().signedIn && !isForEverybody(path)) return guarded(null);
  const [{ Component }] = await Promise.all([load(), i18n.loadNamespaces(texts)]);
  return guarded(<Component />);
}

interface GuardedProps {
  readonly path: PagePath;
  readonly children: ReactNode;
}

function Guarded({ path, children }: GuardedProps) {
  const session = useSession();
  if (isForEverybody(path)) return children;
  if (!session.signedIn) return <ToSignIn />;
  if (mayOpen(session.roles, rolesOf(path))) return children;
  // Somebody who may not see the home page begins where they may.
  if (path === '/') return <Navigate replace to={sectionsFor(session)[0]?.path ?? '/system'} />;
  return <NoPermission roles={rolesOf(path)} />;
}

function isForEverybody(path: PagePath): boolean {
  return rolesOf(path).length === 0;
}

function ToSignIn() {
  useEffect(goToSignIn, []);
  return null;
}

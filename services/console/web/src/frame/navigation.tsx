// The sections that the roles of who is signed in may open; the one that is open is marked also for its inner pages.
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconBinaryTree2 from '@tabler/icons-react/icons/IconBinaryTree2';
import IconDashboard from '@tabler/icons-react/icons/IconDashboard';
import IconFlask from '@tabler/icons-react/icons/IconFlask';
import IconServer from '@tabler/icons-react/icons/IconServer';
import IconTimelineEvent from '@tabler/icons-react/icons/IconTimelineEvent';
import IconUsers from '@tabler/icons-react/icons/IconUsers';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { pages, rolesOf, sections } from '../pages.js';
import { mayOpen } from '../session/roles.js';
import { useSession } from '../session/session.js';
import classes from './frame.module.css';

const ICONS = {
  home: IconDashboard,
  journeys: IconBinaryTree2,
  simulate: IconFlask,
  customers: IconUsers,
  incidents: IconAlertTriangle,
  bus: IconTimelineEvent,
  system: IconServer,
} as const;

/** Where a page belongs that does not lie under its section's address. */
const ELSEWHERE = [
  ['/instances/', '/journeys'],
  ['/messages/', '/customers'],
  ['/bulk-actions/', '/incidents'],
] as const;

export function Navigation() {
  const { t } = useTranslation('frame');
  const session = useSession();
  const { pathname } = useLocation();
  const here = sectionOf(pathname);
  const open = sections.filter(({ path }) =>
    session.signedIn
      ? mayOpen(session.roles, rolesOf(path))
      : pages.some((page) => page.path === path && page.forEverybody === true),
  );
  return (
    <nav aria-label={t('navigation')}>
      <ul className={classes.navigation}>
        {open.map(({ path, name }) => {
          const Icon = ICONS[name];
          return (
            <li key={path}>
              <Link
                to={path}
                className={classes.link}
                aria-current={pathname === path ? 'page' : undefined}
                data-within={here === path}
              >
                <Icon size={18} stroke={1.75} aria-hidden />
                {t(`section.${name}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function sectionOf(pathname: string): string | undefined {
  const elsewhere = ELSEWHERE.find(([prefix]) => pathname.startsWith(prefix));
  if (elsewhere !== undefined) return elsewhere[1];
  return sections.find(({ path }) => pathname === path || (path !== '/' && pathname.startsWith(`${path}/`)))
    ?.path;
}

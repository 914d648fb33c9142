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
import { useSession } from '../session/session.js';
import classes from './frame.module.css';
import { sectionOf, sectionsFor } from './sections.js';

const ICONS = {
  home: IconDashboard,
  journeys: IconBinaryTree2,
  simulate: IconFlask,
  customers: IconUsers,
  incidents: IconAlertTriangle,
  bus: IconTimelineEvent,
  system: IconServer,
} as const;

export function Navigation() {
  const { t } = useTranslation('frame');
  const session = useSession();
  const { pathname } = useLocation();
  const here = sectionOf(pathname);
  return (
    <nav aria-label={t('navigation')}>
      <ul className={classes.navigation}>
        {sectionsFor(session).map(({ path, name }) => {
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

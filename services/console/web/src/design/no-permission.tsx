// Somebody followed a link to what their roles may not open: says which roles may, and nothing of what is there.
import { Button } from '@mantine/core';
import IconLock from '@tabler/icons-react/icons/IconLock';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormats } from '../i18n/formats.js';
import { useSession } from '../session/session.js';
import type { Role } from '../session/roles.js';
import { Notice } from './notice.js';
import { Page } from './page.js';

export interface NoPermissionProps {
  /** Those that may. */
  readonly roles: readonly Role[];
  /** Within a page that has its heading already. */
  readonly inside?: boolean;
}

export function NoPermission({ roles, inside = false }: NoPermissionProps) {
  const { t } = useTranslation('design');
  const { language } = useFormats();
  const session = useSession();
  const list = (names: readonly string[]): string =>
    new Intl.ListFormat(language, { type: 'disjunction' }).format(
      names.map((name) => t(`role.${name as Role}`, { defaultValue: name })),
    );
  const notice = (
    <Notice
      icon={IconLock}
      title={t('noPermission.title')}
      role="status"
      actions={
        <Button component={Link} to="/" variant="default">
          {t('home')}
        </Button>
      }
    >
      {roles.length > 0 && <p>{t('noPermission.roles', { roles: list(roles) })}</p>}
      {session.signedIn && <p>{t('noPermission.yours', { roles: list(session.roles) })}</p>}
    </Notice>
  );
  return inside ? notice : <Page title={t('noPermission.page')}>{notice}</Page>;
}

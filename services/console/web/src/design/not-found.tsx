// Nothing is at an address, or nothing has an id: both look the same, also where the services keep a secret.
import { Button } from '@mantine/core';
import IconMapQuestion from '@tabler/icons-react/icons/IconMapQuestion';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from './notice.js';
import { Page } from './page.js';

export interface NotFoundProps {
  /** What was looked for, in a sentence. */
  readonly children?: string;
  /** Within a page that has its heading already. */
  readonly inside?: boolean;
}

export function NotFound({ children, inside = false }: NotFoundProps) {
  const { t } = useTranslation('design');
  const notice = (
    <Notice
      icon={IconMapQuestion}
      title={t('notFound.title')}
      role="status"
      actions={
        <Button component={Link} to="/" variant="default">
          {t('home')}
        </Button>
      }
    >
      <p>{children ?? t('notFound.text')}</p>
    </Notice>
  );
  return inside ? notice : <Page title={t('notFound.page')}>{notice}</Page>;
}

// What is shown when a page itself fails, or its chunk is gone because a newer version was installed.
import { Button } from '@mantine/core';
import IconBugOff from '@tabler/icons-react/icons/IconBugOff';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { Notice } from '../design/notice.js';

export function Crash() {
  const { t } = useTranslation('frame');
  const error = useRouteError();
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <Notice
      icon={IconBugOff}
      title={t('crash.title')}
      order={1}
      role="alert"
      actions={<Button onClick={() => window.location.reload()}>{t('crash.reload')}</Button>}
    >
      <p>{t('crash.text')}</p>
    </Notice>
  );
}

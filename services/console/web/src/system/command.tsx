// A command as it is typed, that can be scrolled by keyboard and copied by a button.
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import { useTranslation } from 'react-i18next';
import classes from './system.module.css';

export function Command({ label, children }: { readonly label: string; readonly children: string }) {
  const { t } = useTranslation('system');
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={classes.command}>
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{children}</code>
      </pre>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label={t('steps.copy', { what: label })}
        onClick={() => clipboard.copy(children)}
      >
        {clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      </ActionIcon>
    </div>
  );
}

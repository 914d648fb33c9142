// An id that is to be copied, not read: shortened, whole in its tooltip, with a button that says what it did.
import { ActionIcon, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import IconCheck from '@tabler/icons-react/icons/IconCheck';
import IconCopy from '@tabler/icons-react/icons/IconCopy';
import { useTranslation } from 'react-i18next';
import classes from './copy-id.module.css';

export interface CopyIdProps {
  readonly id: string;
  /** What it is an id of. */
  readonly label: string;
  /** Whole instead of shortened. */
  readonly whole?: boolean;
}

const SHOWN = 8;

export function CopyId({ id, label, whole = false }: CopyIdProps) {
  const { t } = useTranslation('design');
  const clipboard = useClipboard({ timeout: 2_000 });
  // The end, since ids begin with the time that they were made at.
  const text = whole || id.length <= SHOWN + 2 ? id : `…${id.slice(-SHOWN)}`;
  return (
    <span className={classes.id}>
      <code title={id} data-whole={text === id || undefined}>
        {text}
      </code>
      <Tooltip label={clipboard.copied ? t('copy.done') : t('copy.do', { what: label })}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('copy.do', { what: label })}
          onClick={() => clipboard.copy(id)}
        >
          {clipboard.copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      </Tooltip>
      <span role="status" className="co-hidden">
        {clipboard.copied ? t('copy.done') : ''}
      </span>
    </span>
  );
}

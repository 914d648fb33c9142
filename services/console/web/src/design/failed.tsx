// A call failed: what the service says of it, its code and request id for who is asked about it, and another try.
import { Button, Code } from '@mantine/core';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import IconPlugConnectedX from '@tabler/icons-react/icons/IconPlugConnectedX';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import { CopyId } from './copy-id.js';
import classes from './failed.module.css';
import { Notice } from './notice.js';

export interface FailedProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** 1 where it stands for the whole page. */
  readonly order?: 1 | 2 | 3;
}

export function Failed({ error, onRetry, order }: FailedProps) {
  const { t } = useTranslation('design');
  const problem = ApiProblem.from(error);
  const retry = onRetry !== undefined && (
    <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRetry}>
      {t('failed.retry')}
    </Button>
  );
  return (
    <Notice icon={IconPlugConnectedX} title={titleOf(problem, t)} order={order} role="alert" actions={retry}>
      {problem.detail !== '' && <p>{problem.detail}</p>}
      {problem.fields.length > 0 && (
        <ul className={classes.fields}>
          {problem.fields.map(({ field, rule, message }) => (
            <li key={`${field} ${rule}`}>
              <Code>{field}</Code> {message}
            </li>
          ))}
        </ul>
      )}
      <p className={classes.small}>
        <Code>{problem.code}</Code>
        {problem.requestId !== undefined && (
          <span>
            {t('failed.request')} <CopyId id={problem.requestId} label={t('failed.request')} />
          </span>
        )}
      </p>
    </Notice>
  );
}

function titleOf(
  { status, title }: ApiProblem,
  t: (key: 'failed.noAnswer' | 'failed.away' | 'failed.title') => string,
) {
  if (status === 0) return t('failed.noAnswer');
  if (status >= 502) return t('failed.away');
  return title === '' ? t('failed.title') : title;
}

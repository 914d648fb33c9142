// Something is on its way: its shape in grey, and a word for who can't see it.
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './loading.module.css';

export interface LoadingProps {
  /** What is loaded; said, not shown. */
  readonly what?: string;
  readonly lines?: number;
}

export function Loading({ what, lines = 4 }: LoadingProps) {
  const { t } = useTranslation('design');
  return (
    <div role="status" className={classes.loading}>
      <span className="co-hidden">{what === undefined ? t('loading') : t('loadingWhat', { what })}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={16} width={`${100 - (line % 3) * 17}%`} />
      ))}
    </div>
  );
}

// Leads to a trace in Jaeger where one is configured; where none is, the id can still be copied.
import { Anchor } from '@mantine/core';
import IconExternalLink from '@tabler/icons-react/icons/IconExternalLink';
import { useTranslation } from 'react-i18next';
import { useAddresses } from '../api/addresses.js';
import { CopyId } from './copy-id.js';

export interface TraceLinkProps {
  readonly traceId: string;
}

export function TraceLink({ traceId }: TraceLinkProps) {
  const { t } = useTranslation('design');
  const { jaeger } = useAddresses();
  if (jaeger === undefined) return <CopyId id={traceId} label={t('trace.id')} />;
  return (
    <Anchor
      href={`${jaeger}/trace/${encodeURIComponent(traceId)}`}
      target="_blank"
      rel="noreferrer"
      size="sm"
    >
      {t('trace.link')} <IconExternalLink size={14} aria-hidden />
      <span className="co-hidden"> {t('trace.elsewhere', { id: traceId.slice(0, 8) })}</span>
    </Anchor>
  );
}

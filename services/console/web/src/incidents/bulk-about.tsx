// What an action on many incidents is about, by kind, and what of it would come to nothing.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { useFormats } from '../i18n/formats.js';
import type { BulkAction } from './incidents-api.js';
import classes from './incidents.module.css';
import { outcomeText } from './outcomes.js';

type Kind = BulkAction['kinds'][number];

export function BulkAbout({ about: { kinds, total, refusals, status } }: { readonly about: BulkAction }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const columns: readonly Column<Kind>[] = [
    {
      key: 'journey',
      header: t('column.journey'),
      names: true,
      cell: ({ journey, version }) => `${journey} v${version}`,
    },
    { key: 'step', header: t('column.step'), cell: ({ step }) => step },
    {
      key: 'code',
      header: t('column.code'),
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    { key: 'count', header: t('column.count'), align: 'end', cell: ({ count }) => formats.number(count) },
  ];
  const refused = Object.entries(refusals as Record<string, number>);
  return (
    <>
      {status === 'previewed' && <strong role="status">{t('many.about', { count: total })}</strong>}
      <DataTable
        caption={t('many.kindsCaption')}
        columns={columns}
        query={{ data: { items: kinds }, error: null, isPlaceholderData: false, refetch: never }}
        rowKey={({ journey, version, step, code }) => `${journey}/${version}/${step}/${code}`}
        empty={null}
      />
      {status === 'previewed' && refused.length === 0 && (
        <p className={classes.small}>{t('many.refusedNone')}</p>
      )}
      {refused.length > 0 && (
        <div className={classes.warning}>
          {t('many.refused')}
          <ul className={classes.sentences}>
            {refused.map(([reason, count]) => (
              <li key={reason}>
                {formats.number(count)}: {outcomeText(t, reason)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** What is here already is not asked for again. */
const never = () => Promise.reject(new Error('nothing is asked for'));

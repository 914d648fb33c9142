// What a redrive would be about, service by service, and which services did not say.
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.js';
import { DataTable, type Column } from '../design/data-table.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import type { OfService, RedrivePlan } from './parked-api.js';

interface PlanRow extends RedrivePlan {
  readonly service: string;
}

export function RedrivePlans({ plans }: { readonly plans: readonly OfService<RedrivePlan>[] }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const rows = plans.flatMap(({ service, said }): PlanRow[] =>
    said === undefined || said.matched === 0 ? [] : [{ service, ...said }],
  );
  const columns: readonly Column<PlanRow>[] = [
    { key: 'service', header: t('parked.redrive.service'), names: true, cell: ({ service }) => service },
    {
      key: 'matched',
      header: t('parked.redrive.matched'),
      align: 'end',
      cell: ({ matched }) => formats.number(matched),
    },
    { key: 'held', header: t('parked.redrive.held'), align: 'end', cell: ({ held }) => formats.number(held) },
    {
      key: 'codes',
      header: t('parked.redrive.byCode'),
      cell: ({ byCode }) =>
        Object.entries(byCode)
          .map(([code, count]) => `${code} ${formats.number(count)}`)
          .join(', '),
    },
  ];
  return (
    <DataTable
      caption={t('parked.redrive.caption')}
      columns={columns}
      query={{ data: { items: rows }, error: null, isPlaceholderData: false, refetch: never }}
      rowKey={({ service }) => service}
      empty={null}
    />
  );
}

export function RedriveFailed({ plans }: { readonly plans: readonly OfService<RedrivePlan>[] }) {
  const { t } = useTranslation('incidents');
  return plans
    .filter(({ said }) => said === undefined)
    .map(({ service, error }) => (
      <p key={service} role="alert" className={classes.warning}>
        {t('parked.redrive.failed', { service, why: ApiProblem.from(error).message })}
      </p>
    ));
}

/** What is here already is not asked for again. */
const never = () => Promise.reject(new Error('nothing is asked for'));

// What became of a redrive, as the services' own tables say it: followed until nothing is left to be applied.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import { countIn } from './kind-rows.js';
import { kindsOf, type OfService, type RedriveOf, type RedrivePlan } from './parked-api.js';
import { RedriveFailed } from './redrive-plans.js';

interface RedriveResultProps {
  readonly those: readonly RedriveOf[];
  /** What the dry run said. */
  readonly seen: readonly OfService<RedrivePlan>[];
  readonly done: readonly OfService<RedrivePlan>[];
}

interface ResultRow {
  readonly service: string;
  readonly marked: number;
  readonly lastAt: string | null;
  /** Undefined until the first look. */
  readonly open: number | undefined;
  readonly parked: number | undefined;
}

const LOOK_MS = 2_000;

export function RedriveResult({ those, seen, done }: RedriveResultProps) {
  const { t } = useTranslation('incidents');
  const rows = useRows(those, done);
  const columns = useColumns();
  const isOver = rows.every(({ open }) => open === 0);
  const queries = useQueryClient();
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ['parked'] });
  }, [isOver, queries]);
  const sum = (plans: readonly OfService<RedrivePlan>[], which: 'matched' | 'marked'): number =>
    plans.reduce((total, { said }) => total + (said?.[which] ?? 0), 0);
  const fewer = sum(seen, 'matched') - sum(done, 'marked');
  return (
    <>
      <RedriveFailed plans={done} />
      <DataTable
        caption={t('parked.redrive.resultCaption')}
        columns={columns}
        query={{ data: { items: rows }, error: null, isPlaceholderData: false, refetch: never }}
        rowKey={({ service }) => service}
        empty={null}
      />
      {fewer > 0 && <p className={classes.warning}>{t('parked.redrive.fewer', { count: fewer })}</p>}
      <p role="status">{isOver ? t('parked.redrive.over') : t('parked.redrive.running')}</p>
    </>
  );
}

function useRows(those: readonly RedriveOf[], done: readonly OfService<RedrivePlan>[]): readonly ResultRow[] {
  const marked = done.filter(({ said }) => (said?.marked ?? 0) > 0);
  const looks = useQuery({
    queryKey: ['redrive-result', those],
    queryFn: async ({ signal }) => {
      const each = marked.map(async ({ service }) => {
        const {
          ids,
          before: _before,
          ...filter
        } = those.find((one) => one.service === service)?.filter ?? {};
        return kindsOf([service], { ...filter, ids: ids?.join(',') }, signal);
      });
      return (await Promise.all(each)).flat();
    },
    gcTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.every(({ said }) => said !== undefined && countIn(said, 'redrive') === 0)
        ? false
        : LOOK_MS,
  });
  return marked.map(({ service, said }) => {
    const look = looks.data?.find((one) => one.service === service)?.said;
    return {
      service,
      marked: said?.marked ?? 0,
      lastAt: said?.lastAt ?? null,
      open: look && countIn(look, 'redrive'),
      parked: look && countIn(look, 'parked'),
    };
  });
}

function useColumns(): readonly Column<ResultRow>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const number = (count: number | undefined): string => (count === undefined ? '–' : formats.number(count));
  return [
    { key: 'service', header: t('parked.redrive.service'), names: true, cell: ({ service }) => service },
    { key: 'marked', header: t('parked.redrive.marked'), align: 'end', cell: ({ marked }) => number(marked) },
    { key: 'open', header: t('parked.redrive.open'), align: 'end', cell: ({ open }) => number(open) },
    { key: 'again', header: t('parked.redrive.again'), align: 'end', cell: ({ parked }) => number(parked) },
    {
      key: 'last',
      header: t('parked.redrive.lastAt'),
      wideOnly: true,
      cell: ({ lastAt }) => lastAt !== null && <When at={lastAt} show="time" />,
    },
  ];
}

/** What is here already is not asked for again. */
const never = () => Promise.reject(new Error('nothing is asked for'));

// The picture's numbers as tables: steps in the order of the definition, and the ways between them.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Section } from '../design/section.js';
import { useFormats } from '../i18n/formats.js';
import type { GraphEdge, GraphStep, JourneyGraph } from './journeys-api.js';
import classes from './journeys.module.css';
import { kindOf, officeOf, sumOf, wayText } from './words.js';

export interface StepTableProps {
  readonly graph: JourneyGraph;
  readonly selected: string | undefined;
  readonly onOpen: (name: string) => void;
}

export function StepTable({ graph, selected, onOpen }: StepTableProps) {
  const { t } = useTranslation('journeys');
  return (
    <>
      <Section title={t('table.steps')} plain>
        <DataTable
          caption={t('table.steps')}
          columns={useStepColumns(selected, onOpen)}
          query={answeredWith(graph.steps)}
          rowKey={({ name }) => name}
          empty={<Empty title={t('table.noSteps')} />}
        />
      </Section>
      <Section title={t('table.ways')} plain>
        <DataTable
          caption={t('table.ways')}
          columns={useWayColumns()}
          query={answeredWith(graph.edges)}
          rowKey={({ from, to, on }) => `${from} ${to} ${on}`}
          empty={<Empty title={t('table.noWays')} />}
        />
      </Section>
    </>
  );
}

/** What is there already, as a table's query. */
function answeredWith<Row>(items: readonly Row[]) {
  return {
    data: { items },
    error: null,
    isPlaceholderData: false,
    refetch: () => Promise.reject(new Error('nothing to ask for')),
  };
}

function useStepColumns(
  selected: string | undefined,
  onOpen: (name: string) => void,
): readonly Column<GraphStep>[] {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const duration = (seconds: number | null) => (seconds === null ? '–' : formats.duration(seconds * 1_000));
  const count = (key: 'here' | 'entered' | 'left'): Column<GraphStep> => ({
    key,
    header: t(`panel.${key}`),
    align: 'end',
    cell: (step) => formats.number(step[key]),
  });
  return [
    {
      key: 'step',
      header: t('table.step'),
      names: true,
      cell: ({ name, branch }) => (
        <>
          <Button
            variant="transparent"
            size="compact-sm"
            data-step={name}
            aria-pressed={name === selected}
            onClick={() => onOpen(name)}
          >
            {name}
          </Button>
          {branch !== null && (
            <div className={classes.small}>{t('graph.inBranchOf', { ...branch, branch: branch.name })}</div>
          )}
        </>
      ),
    },
    {
      key: 'office',
      header: t('table.office'),
      cell: ({ office }) => t(`office.${officeOf(office)}`),
    },
    {
      key: 'kind',
      header: t('table.kind'),
      wideOnly: true,
      cell: ({ kind }) => <span className={classes.whole}>{t(`kind.${kindOf(kind)}`)}</span>,
    },
    count('here'),
    {
      key: 'stalled',
      header: t('list.stalled'),
      align: 'end',
      cell: ({ inState }) => formats.number(inState.stalled),
    },
    count('entered'),
    count('left'),
    {
      key: 'median',
      header: t('panel.median'),
      align: 'end',
      cell: ({ medianSeconds }) => duration(medianSeconds),
    },
    {
      key: 'p90',
      header: t('panel.p90'),
      align: 'end',
      wideOnly: true,
      cell: ({ p90Seconds }) => duration(p90Seconds),
    },
    {
      key: 'ended',
      header: t('panel.dropped'),
      align: 'end',
      cell: ({ ended }) => formats.number(sumOf(ended)),
    },
    {
      key: 'conversion',
      header: t('panel.conversion'),
      align: 'end',
      cell: ({ conversion }) => (conversion === null ? '–' : formats.percent(conversion, 1)),
    },
  ];
}

function useWayColumns(): readonly Column<GraphEdge>[] {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  return [
    { key: 'from', header: t('table.from'), names: true, cell: ({ from }) => from },
    { key: 'to', header: t('table.to'), cell: ({ to }) => to },
    { key: 'on', header: t('table.on'), cell: ({ on }) => wayText(t, formats, on) },
    {
      key: 'passes',
      header: t('table.passes'),
      align: 'end',
      cell: ({ passes }) => (passes === null ? '–' : formats.number(passes)),
    },
  ];
}

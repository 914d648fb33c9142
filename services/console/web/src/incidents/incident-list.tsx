// The incidents that stand: by kind, filtered, page by page, one of them opened, and all that match to be acted on.
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CustomerLink } from '../design/customer-link.js';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters, type Filter } from '../design/filters.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useMay } from '../session/session.js';
import { ActionDialog } from './action-dialog.js';
import { useAgeFilter, useBefore } from './age-filter.js';
import { IncidentKinds } from './incident-kinds.js';
import { IncidentOpened, type Chosen } from './incident-opened.js';
import { useIncidents, type Incident, type IncidentFilter } from './incidents-api.js';
import classes from './incidents.module.css';
import { ManyDialog } from './many-dialog.js';
import { OpenButton } from './open-button.js';
import { useOpenedRow, type OpenedRow } from './use-opened-row.js';

export function IncidentList() {
  const { t } = useTranslation('incidents');
  const filter = useFilter();
  const paging = useCursorPaging();
  const opened = useOpenedRow();
  const query = useIncidents(filter, paging.cursor);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const [isActing, setActing] = useState(false);
  const [chosen, choose] = useState<Chosen>();
  const mayAct = useMay('operator');
  const hasSome = (query.data?.items.length ?? 0) > 0;
  const isOnPage = query.data?.items.some(({ instanceId, id }) => opened.isOpen(instanceId, id)) === true;
  return (
    <>
      <h2 className="co-hidden">{t('list.caption')}</h2>
      <IncidentKinds filter={filter} />
      <div className={classes.toolbar}>
        <Filters label={t('filter.label')} filters={useFields()} drops={['after', 'open']} />
        {mayAct && hasSome && <Button onClick={() => setActing(true)}>{t('many.button')}</Button>}
      </div>
      {opened.ids !== undefined && query.data !== undefined && !isOnPage && (
        <Beside opened={opened} ids={opened.ids} onAct={choose} />
      )}
      <DataTable
        caption={t('list.caption')}
        columns={useColumns(opened)}
        query={query}
        rowKey={({ id }) => id}
        opened={({ instanceId, id }) =>
          opened.isOpen(instanceId, id) && (
            <IncidentOpened instanceId={instanceId} incidentId={id} onAct={choose} />
          )
        }
        empty={<Empty title={isFiltered ? t('list.emptyFiltered') : t('list.empty')} />}
        paging={paging}
        roles={['operator', 'supervisor']}
      />
      {chosen !== undefined && <ActionDialog {...chosen} onClose={() => choose(undefined)} />}
      {isActing && <ManyDialog filter={filter} onClose={() => setActing(false)} />}
    </>
  );
}

/** The opened one is not on this page of the list, or does not stand any more: it was linked to. */
function Beside({
  opened,
  ids: [instanceId, incidentId],
  onAct,
}: {
  readonly opened: OpenedRow;
  readonly ids: readonly [string, string];
  readonly onAct: (chosen: Chosen) => void;
}) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  return (
    <Section
      title={t('detail.title')}
      actions={
        <Button variant="subtle" onClick={opened.close}>
          {design('close')}
        </Button>
      }
    >
      <IncidentOpened instanceId={instanceId} incidentId={incidentId} onAct={onAct} />
    </Section>
  );
}

function useFilter(): IncidentFilter {
  const [parameters] = useSearchParams();
  const before = useBefore(parameters.get('older'));
  const [journey, step, code, of, version] = ['journey', 'step', 'code', 'of', 'version'].map(
    (name) => parameters.get(name) ?? undefined,
  );
  return useMemo(() => {
    const number = Number(version);
    return {
      ...{ journey, step, code, before },
      version: Number.isInteger(number) && number > 0 ? number : undefined,
      of: of === 'step' || of === 'undo' ? of : undefined,
    };
  }, [journey, step, code, of, version, before]);
}

function useFields(): readonly Filter[] {
  const { t } = useTranslation('incidents');
  const age = useAgeFilter(t('filter.older'));
  return [
    { kind: 'text', name: 'journey', label: t('filter.journey') },
    { kind: 'text', name: 'version', label: t('filter.version') },
    { kind: 'text', name: 'step', label: t('filter.step') },
    { kind: 'text', name: 'code', label: t('filter.code') },
    {
      kind: 'choice',
      name: 'of',
      label: t('filter.of'),
      options: [
        { value: 'step', label: t('of.step') },
        { value: 'undo', label: t('of.undo') },
      ],
    },
    age,
  ];
}

function useColumns(opened: OpenedRow): readonly Column<Incident>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  return [
    {
      key: 'journey',
      header: t('column.journey'),
      names: true,
      cell: ({ journey, version, step, instanceId, id }) => (
        <OpenButton
          isOpen={opened.isOpen(instanceId, id)}
          label={t('list.open', { journey, step })}
          onToggle={() => opened.toggle(instanceId, id)}
        >
          {journey} v{version}
        </OpenButton>
      ),
    },
    { key: 'step', header: t('column.step'), cell: ({ step }) => step },
    {
      key: 'code',
      header: t('column.code'),
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    { key: 'detail', header: t('column.detail'), cell: ({ detail }) => detail, wideOnly: true },
    {
      key: 'customer',
      header: t('column.customer'),
      cell: ({ profileId }) => <CustomerLink profileId={profileId} />,
    },
    {
      key: 'attempts',
      header: t('column.attempts'),
      align: 'end',
      wideOnly: true,
      cell: ({ attempts }) => formats.number(attempts),
    },
    { key: 'since', header: t('column.since'), cell: ({ since }) => <Ago at={since} /> },
  ];
}

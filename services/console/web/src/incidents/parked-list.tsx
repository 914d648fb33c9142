// The parked records of all services as one list: filtered, page by page, one opened, some chosen to be applied again.
import { Button, Checkbox, Group } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { DataTable } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters, type Filter } from '../design/filters.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useMay } from '../session/session.js';
import { useAgeFilter, useBefore } from './age-filter.js';
import classes from './incidents.module.css';
import { SERVICES, useParked, type ParkedFilter, type RedriveOf } from './parked-api.js';
import { useParkedColumns } from './parked-columns.js';
import { ParkedKinds } from './parked-kinds.js';
import { ParkedOpened } from './parked-opened.js';
import { RedriveDialog } from './redrive-dialog.js';
import { useOpenedRow, type OpenedRow } from './use-opened-row.js';
import { useSelection, type Selection } from './use-selection.js';

export function ParkedList() {
  const { t } = useTranslation('incidents');
  const { services, filter, held } = useAsked();
  const paging = useCursorPaging();
  const opened = useOpenedRow();
  const query = useParked(services, { ...filter, held }, paging.cursor);
  const items = query.data?.items ?? [];
  const selection = useSelection(items.filter(({ state }) => state === 'parked'));
  const columns = useParkedColumns(opened, selection);
  const isFiltered = Object.values(filter).some((value) => value !== undefined) || services.length === 1;
  const isOnPage = items.some(({ service, id }) => opened.isOpen(service, id));
  return (
    <>
      <h2 className="co-hidden">{t('parked.caption')}</h2>
      <ParkedKinds services={services} filter={filter} />
      <Filters label={t('parked.filter.label')} filters={useFields()} drops={['after', 'open']} />
      <Toolbar services={services} filter={filter} selection={selection} hasSome={items.length > 0} />
      {query.data?.failed.map(({ service, error }) => (
        <p key={service} role="alert" className={classes.warning}>
          {t('parked.failed', { service, why: ApiProblem.from(error).message })}
        </p>
      ))}
      {opened.ids !== undefined && query.data !== undefined && !isOnPage && (
        <Beside opened={opened} ids={opened.ids} />
      )}
      <DataTable
        caption={
          services.length === 1 ? t('parked.captionOne', { service: services[0] }) : t('parked.caption')
        }
        columns={columns}
        query={query}
        rowKey={({ service, id }) => `${service}.${id}`}
        opened={({ service, id }) => opened.isOpen(service, id) && <ParkedOpened service={service} id={id} />}
        empty={<Empty title={isFiltered ? t('parked.emptyFiltered') : t('parked.empty')} />}
        paging={paging}
        roles={['operator']}
      />
    </>
  );
}

interface ToolbarProps {
  readonly services: readonly string[];
  readonly filter: ParkedFilter;
  readonly selection: Selection;
  readonly hasSome: boolean;
}

/** What is held is not redriven by itself: it follows what it waits for. */
function Toolbar({ services, filter, selection, hasSome }: ToolbarProps) {
  const { t } = useTranslation('incidents');
  const [parameters, setParameters] = useSearchParams();
  const [those, redrive] = useState<readonly RedriveOf[]>();
  const mayRedrive = useMay('operator');
  const isHeld = parameters.get('held') === 'yes';
  const showHeld = (show: boolean) =>
    setParameters((now) => {
      for (const name of ['after', 'open', 'held']) now.delete(name);
      if (show) now.set('held', 'yes');
      return now;
    });
  return (
    <Group justify="space-between">
      <Group>
        {mayRedrive && hasSome && (
          <Checkbox
            label={t('parked.selectAll')}
            checked={selection.isAll}
            indeterminate={selection.isSome}
            onChange={selection.toggleAll}
          />
        )}
        <Checkbox
          label={t('parked.filter.held')}
          checked={isHeld}
          onChange={({ currentTarget }) => showHeld(currentTarget.checked)}
        />
      </Group>
      {mayRedrive && hasSome && (
        <Group gap="xs">
          {selection.count > 0 && (
            <Button variant="default" onClick={() => redrive(selection.byService())}>
              {t('parked.redrive.selected', { count: selection.count })}
            </Button>
          )}
          <Button onClick={() => redrive(services.map((service) => ({ service, filter })))}>
            {t('parked.redrive.matching')}
          </Button>
        </Group>
      )}
      {those !== undefined && (
        <RedriveDialog
          those={those}
          onClose={() => {
            redrive(undefined);
            selection.clear();
          }}
        />
      )}
    </Group>
  );
}

/** The opened one is not on this page of the list: it was linked to, or has been applied. */
function Beside({
  opened,
  ids: [service, id],
}: {
  readonly opened: OpenedRow;
  readonly ids: readonly [string, string];
}) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  return (
    <Section
      title={t('parked.detail.title')}
      actions={
        <Button variant="subtle" onClick={opened.close}>
          {design('close')}
        </Button>
      }
    >
      <ParkedOpened service={service} id={id} />
    </Section>
  );
}

function useAsked(): {
  readonly services: readonly string[];
  readonly filter: ParkedFilter;
  readonly held: boolean;
} {
  const [parameters] = useSearchParams();
  const before = useBefore(parameters.get('older'));
  const [topic, code, key] = ['topic', 'code', 'key'].map((name) => parameters.get(name) ?? undefined);
  const named = parameters.get('service');
  return {
    services: useMemo(
      () => SERVICES.filter((service) => named === null || !isService(named) || service === named),
      [named],
    ),
    filter: useMemo(() => ({ topic, code, key, before }), [topic, code, key, before]),
    held: parameters.get('held') === 'yes',
  };
}

function isService(name: string): boolean {
  return SERVICES.some((service) => service === name);
}

function useFields(): readonly Filter[] {
  const { t } = useTranslation('incidents');
  const age = useAgeFilter(t('parked.filter.older'));
  return [
    {
      kind: 'choice',
      name: 'service',
      label: t('parked.filter.service'),
      options: SERVICES.map((value) => ({ value, label: value })),
    },
    { kind: 'text', name: 'topic', label: t('parked.filter.topic') },
    { kind: 'text', name: 'code', label: t('parked.filter.code') },
    { kind: 'text', name: 'key', label: t('parked.filter.key') },
    age,
  ];
}

// Who would be different: which contact somebody would get or lose, and how their journeys would end.
import { useTranslation } from 'react-i18next';
import { CustomerLink } from '../design/customer-link.js';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useQueryChoice } from '../design/use-query-state.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { rolesOf } from '../session/permissions.js';
import classes from './journeys.module.css';
import {
  DIFFERENCES,
  useSimulatedCustomers,
  type Contact,
  type SimulatedCustomer,
  type Simulation,
} from './simulate-api.js';

export function SimulatedCustomers({ simulation }: { readonly simulation: Simulation }) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const [difference] = useQueryChoice('difference', ['', ...DIFFERENCES], '');
  const paging = useCursorPaging('customers');
  const query = useSimulatedCustomers(
    simulation.id,
    difference === '' ? undefined : difference,
    paging.cursor,
  );
  const { kept = 0, totals } = simulation.report ?? {};
  const different = totals?.customers.different ?? 0;
  return (
    <Section
      title={t('differences.title')}
      about={
        different > kept
          ? t('differences.firstOf', { kept: formats.number(kept), all: formats.number(different) })
          : t('differences.about')
      }
    >
      <Filters
        label={t('differences.filter')}
        drops={['customers']}
        filters={[
          {
            kind: 'choice',
            name: 'difference',
            label: t('differences.kind'),
            options: DIFFERENCES.map((each) => ({ value: each, label: t(`difference.${each}`) })),
          },
        ]}
      />
      <DataTable
        caption={t('differences.title')}
        columns={useColumns()}
        query={query}
        rowKey={({ profileId }) => profileId}
        empty={<Empty title={t(difference === '' ? 'differences.none' : 'differences.noneOfKind')} />}
        paging={paging}
        roles={rolesOf('/simulate')}
      />
    </Section>
  );
}

function useColumns(): readonly Column<SimulatedCustomer>[] {
  const { t } = useTranslation('journeys');
  return [
    {
      key: 'customer',
      header: t('people.customer'),
      names: true,
      width: '9rem',
      cell: ({ profileId }) => <CustomerLink profileId={profileId} />,
    },
    {
      key: 'contacts',
      header: t('differences.contacts'),
      cell: ({ gained, lost, moved }) => (
        <ul className={classes.changes}>
          {gained.map((contact) => (
            <ContactLine key={contact.commandId} kind="gained" contact={contact} />
          ))}
          {lost.map((contact) => (
            <ContactLine key={contact.commandId} kind="lost" contact={contact} />
          ))}
          {moved.map(({ before, after }) => (
            <ContactLine key={after.commandId} kind="moved" contact={after} before={before} />
          ))}
        </ul>
      ),
    },
    {
      key: 'outcomes',
      header: t('differences.outcomes'),
      cell: ({ outcomes }) => (
        <ul className={classes.changes}>
          {outcomes.map((each) => (
            <li key={each.instanceId}>
              {each.journey}:{' '}
              {t(`differences.entered.${each.entered}`, {
                before: each.before ?? t('differences.running'),
                after: each.after ?? t('differences.running'),
              })}
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

interface ContactLineProps {
  readonly kind: 'gained' | 'lost' | 'moved';
  readonly contact: Contact;
  readonly before?: Contact;
}

function ContactLine({ kind, contact, before }: ContactLineProps) {
  const { t } = useTranslation('journeys');
  const { journey, step, template, channel, at } = contact;
  return (
    <li>
      <strong>{t(`difference.${kind}`)}</strong>: {template ?? step}
      {channel !== null && <> ({channel})</>} · {journey} ·{' '}
      {before !== undefined && (
        <>
          <When at={before.at} /> →{' '}
        </>
      )}
      <When at={at} />
    </li>
  );
}

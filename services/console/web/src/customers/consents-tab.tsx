// What a customer agreed to and withdrew, per purpose and channel; as of any past moment, with everything that led there.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useQueryState } from '../design/use-query-state.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useChannelName } from '../i18n/use-channel-name.js';
import { rolesOf } from '../session/permissions.js';
import classes from './customers.module.css';
import { useConsents, type Consent } from './customers-api.js';

export function ConsentsTab({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const formats = useFormats();
  const [at] = useQueryState('at');
  const moment = at === '' || Number.isNaN(Date.parse(at)) ? undefined : at;
  const { data, error, refetch, isPlaceholderData } = useConsents(profileId, moment);
  const roles = rolesOf('/customers/:profileId');
  const table = (items: readonly Consent[] | undefined) => ({
    data: items && { items },
    error,
    refetch: refetch as never,
    isPlaceholderData,
  });
  const columns = useColumns();
  return (
    <div className={classes.stack}>
      <Section
        title={t('consents.title')}
        about={
          moment === undefined
            ? t('consents.now')
            : t('consents.asOf', { at: formats.dateTime(moment), zone: formats.zone })
        }
      >
        <Filters
          label={t('consents.moment')}
          filters={[{ kind: 'moment', name: 'at', label: t('consents.moment') }]}
        />
        <DataTable
          caption={t('consents.title')}
          columns={columns}
          query={table(data?.state)}
          rowKey={({ id }) => id}
          empty={<Empty title={t('consents.none')} />}
          roles={roles}
        />
      </Section>
      <Section title={t('consents.history')} about={t('consents.historyAbout')}>
        <DataTable
          caption={t('consents.history')}
          columns={columns}
          query={table(data && [...data.history].reverse())}
          rowKey={({ id }) => id}
          empty={<Empty title={t('consents.none')} />}
          roles={roles}
        />
      </Section>
    </div>
  );
}

function useColumns(): readonly Column<Consent>[] {
  const { t } = useTranslation('customers');
  const nameOf = useChannelName();
  return [
    { key: 'purpose', header: t('consents.purpose'), names: true, cell: ({ purpose }) => purpose },
    {
      key: 'channel',
      header: t('consents.channel'),
      cell: ({ channel }) => (channel === '*' ? t('consents.allChannels') : nameOf(channel)),
    },
    {
      key: 'said',
      header: t('consents.said'),
      cell: ({ granted }) => (
        <StateBadge tone={granted ? 'good' : 'bad'}>
          {granted ? t('consents.granted') : t('consents.withdrawn')}
        </StateBadge>
      ),
    },
    { key: 'version', header: t('consents.version'), cell: ({ version }) => version },
    { key: 'source', header: t('consents.source'), wideOnly: true, cell: ({ source }) => source },
    { key: 'at', header: t('consents.when'), cell: ({ saidAt }) => <When at={saidAt} /> },
  ];
}

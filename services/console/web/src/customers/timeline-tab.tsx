// What happened to a customer over all channels, newest first, by days; new events are offered, never pushed in.
import { Button } from '@mantine/core';
import IconArrowUp from '@tabler/icons-react/icons/IconArrowUp';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Section } from '../design/section.js';
import { useFormats } from '../i18n/formats.js';
import { rolesOf } from '../session/permissions.js';
import { byDay } from './by-day.js';
import classes from './customers.module.css';
import { type Profile } from '../api/profile.js';
import {
  useActivity,
  useNewer,
  type ActivityEntry,
  type ActivityFilter,
  type ActivityPage,
} from './customers-api.js';
import { CHANNELS, typesOf, type Channel } from '../i18n/event-kinds.js';
import { TimelinePage } from './timeline-page.js';

export function TimelineTab({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation(['customers', 'events']);
  const filter = useTimelineFilter();
  const activity = useActivity(profile.id, filter);
  const channels = CHANNELS.map((channel) => ({ value: channel, label: t(`events:channel.${channel}`) }));
  return (
    <Section title={t('timeline.title')} about={t('timeline.about')}>
      <Filters
        label={t('timeline.filter')}
        filters={[
          { kind: 'choice', name: 'channel', label: t('timeline.channel'), options: channels },
          { kind: 'moment', name: 'from', label: t('timeline.from') },
          { kind: 'moment', name: 'until', label: t('timeline.until') },
        ]}
      />
      <Answered
        query={activity}
        what={t('timeline.title')}
        roles={rolesOf('/customers/:profileId')}
        lines={10}
      >
        {({ pages }) => (
          <Timeline
            profile={profile}
            filter={filter}
            pages={pages}
            older={{
              has: activity.hasNextPage,
              busy: activity.isFetchingNextPage,
              load: activity.fetchNextPage,
            }}
            onNewer={() => void activity.refetch()}
          />
        )}
      </Answered>
    </Section>
  );
}

interface TimelineProps {
  readonly profile: Profile;
  readonly filter: ActivityFilter;
  readonly pages: readonly ActivityPage[];
  readonly older: { readonly has: boolean; readonly busy: boolean; readonly load: () => unknown };
  readonly onNewer: () => void;
}

function Timeline({ profile, filter, pages, older, onNewer }: TimelineProps) {
  const { t } = useTranslation('customers');
  const entries = useMemo(() => pages.flatMap(({ items }) => items), [pages]);
  if (entries.length === 0)
    return (
      <Empty title={t('timeline.empty')}>
        <p>{t('timeline.emptyHelp')}</p>
      </Empty>
    );
  return (
    <>
      <Newer profile={profile} filter={filter} entries={entries} onNewer={onNewer} />
      <Days profile={profile} pages={pages} entries={entries} />
      <div className={classes.more}>
        {older.has ? (
          <Button variant="default" loading={older.busy} onClick={() => void older.load()}>
            {t('timeline.older')}
          </Button>
        ) : (
          <p className={classes.soft}>{t('timeline.end')}</p>
        )}
      </div>
    </>
  );
}

interface NewerProps {
  readonly profile: Profile;
  readonly filter: ActivityFilter;
  readonly entries: readonly ActivityEntry[];
  readonly onNewer: () => void;
}

function Newer({ profile, filter, entries, onNewer }: NewerProps) {
  const { t } = useTranslation('customers');
  const shown = useMemo(() => new Set(entries.map(({ eventId }) => eventId)), [entries]);
  const { count, more } = useNewer(profile.id, filter, entries[0], shown);
  return (
    <div role="status" className={classes.newer}>
      {count > 0 && (
        <Button variant="light" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={onNewer}>
          {more ? t('timeline.manyNew', { count }) : t('timeline.new', { count })}
        </Button>
      )}
    </div>
  );
}

/** A day's heading once, though its events may lie on several pages. */
function Days({
  profile,
  pages,
  entries,
}: Pick<TimelineProps, 'profile' | 'pages'> & Pick<NewerProps, 'entries'>) {
  const { zone, language } = useFormats();
  const pageOf = useMemo(
    () => new Map(pages.flatMap((page) => page.items.map((entry) => [entry, page] as const))),
    [pages],
  );
  const title = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  return byDay(entries, zone).map(({ day, items }) => (
    <section key={day} className={classes.day} aria-labelledby={`day-${day}`}>
      <h3 id={`day-${day}`}>{title.format(new Date(`${day}T12:00:00Z`))}</h3>
      <ol className={classes.entries}>
        {pages.map((page) => {
          const own = items.filter((entry) => pageOf.get(entry) === page);
          const first = own[0];
          return first && <TimelinePage key={first.eventId} profile={profile} page={page} entries={own} />;
        })}
      </ol>
    </section>
  ));
}

/** As the address says it; a channel that nobody knows is none. */
function useTimelineFilter(): ActivityFilter {
  const [parameters] = useSearchParams();
  const [channel, from, until] = ['channel', 'from', 'until'].map((name) => parameters.get(name));
  return useMemo(() => {
    const types = CHANNELS.some((each) => each === channel) ? typesOf(channel as Channel) : [];
    return {
      ...(types.length > 0 && { type: types.join(',') }),
      ...(isMoment(from) && { after: from }),
      ...(isMoment(until) && { before: until }),
    };
  }, [channel, from, until]);
}

function isMoment(text: string | null | undefined): text is string {
  return typeof text === 'string' && !Number.isNaN(Date.parse(text)) && /Z$/.test(text);
}

// Events of one page of the timeline: each with its channel, its name, and what it did in the customer's journeys.
import { UnstyledButton } from '@mantine/core';
import IconBuildingStore from '@tabler/icons-react/icons/IconBuildingStore';
import IconChecklist from '@tabler/icons-react/icons/IconChecklist';
import IconChevronDown from '@tabler/icons-react/icons/IconChevronDown';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import IconFolder from '@tabler/icons-react/icons/IconFolder';
import IconIdBadge2 from '@tabler/icons-react/icons/IconIdBadge2';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import IconPhone from '@tabler/icons-react/icons/IconPhone';
import IconRoute from '@tabler/icons-react/icons/IconRoute';
import IconShieldCheck from '@tabler/icons-react/icons/IconShieldCheck';
import IconShoppingBag from '@tabler/icons-react/icons/IconShoppingBag';
import IconUserCircle from '@tabler/icons-react/icons/IconUserCircle';
import IconWorld from '@tabler/icons-react/icons/IconWorld';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQueryState } from '../design/use-query-state.js';
import { When } from '../design/when.js';
import classes from './customers.module.css';
import { type Profile } from '../api/profile.js';
import { useTouches, type ActivityEntry, type ActivityPage, type Touch } from './customers-api.js';
import { EntryDetails } from './entry-details.js';
import { channelOf, type Channel } from '../i18n/event-kinds.js';
import { useEventName, useMeaningName } from '../i18n/use-event-name.js';

const ICONS = {
  web: IconWorld,
  message: IconMessage,
  call: IconPhone,
  shop: IconBuildingStore,
  order: IconShoppingBag,
  case: IconFolder,
  contact: IconIdBadge2,
  consent: IconShieldCheck,
  task: IconChecklist,
  journey: IconRoute,
  profile: IconUserCircle,
} as const satisfies Record<Channel, typeof IconWorld>;

export interface TimelinePageProps {
  readonly profile: Profile;
  readonly page: ActivityPage;
  /** Those of one day. */
  readonly entries: readonly ActivityEntry[];
}

export function TimelinePage({ profile, page, entries }: TimelinePageProps) {
  const { data: touches } = useTouches(profile.id, page);
  return entries.map((entry) => (
    <Entry
      key={`${entry.partition}/${entry.offset}`}
      profile={profile}
      entry={entry}
      touches={touches?.byEvent.get(entry.eventId) ?? []}
      isComplete={touches?.isComplete !== false}
    />
  ));
}

interface EntryProps {
  readonly profile: Profile;
  readonly entry: ActivityEntry;
  readonly touches: readonly Touch[];
  /** Whether these are all: of a customer with very many journeys only the newest are looked at. */
  readonly isComplete: boolean;
}

function Entry({ profile, entry, touches, isComplete }: EntryProps) {
  const { t } = useTranslation(['customers', 'events']);
  const [opened, setOpened] = useQueryState('event');
  const place = `${entry.partition}-${entry.offset}`;
  const isOpen = opened === place;
  const channel = channelOf(entry.type);
  const Icon = ICONS[channel];
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const name = useEventName(entry.type);
  const id = `event-${place}`;
  return (
    <li className={classes.entry} data-open={isOpen}>
      <UnstyledButton
        className={classes.entryHead}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpened(isOpen ? undefined : place)}
      >
        <Chevron size={16} aria-hidden className={classes.chevron} />
        <span className={classes.time}>
          <When at={entry.at} show="time" />
        </span>
        <span className={classes.channel}>
          <Icon size={18} stroke={1.75} aria-hidden />
          {t(`events:channel.${channel}`)}
        </span>
        <span className={classes.what}>{name}</span>
      </UnstyledButton>
      {touches.length > 0 && (
        <ul className={classes.touches} aria-label={t('touch.label', { name })}>
          {touches.map((touch, at) => (
            <TouchLine key={at} touch={touch} profileId={profile.id} />
          ))}
        </ul>
      )}
      {isOpen && (
        <div id={id} className={classes.details}>
          <EntryDetails profile={profile} entry={entry} />
          {!isComplete && <p>{t('touch.newestOnly')}</p>}
        </div>
      )}
    </li>
  );
}

function TouchLine({ touch, profileId }: { readonly touch: Touch; readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const { journey, instanceId, what, step, detail } = touch;
  const meaningOf = useMeaningName();
  const told = what === 'answered' ? meaningOf(detail ?? '') : (detail ?? '');
  const said = t(`touch.${what}`, { step: step ?? '', detail: told });
  const to = instanceId === null ? `/customers/${profileId}/why?show=not` : `/instances/${instanceId}`;
  return (
    <li data-what={what}>
      <IconRoute size={14} aria-hidden />
      <span>
        <Link to={to}>{journey}</Link>: {said}
      </span>
    </li>
  );
}

// Who a customer is, in one line of facts: nothing personal, and the name to those who ask for it.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyId } from '../design/copy-id.js';
import { StateBadge } from '../design/state-badge.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useChannelName } from '../i18n/use-channel-name.js';
import type { Profile } from '../api/profile.js';
import classes from './customers.module.css';
import { NAME_TRAITS, nameOf } from './masked-name.js';
import { revealContact, revealTraits, useContacts, useTraits } from './personal-api.js';
import { Reveal, useRevealed } from './reveal.js';

export function CustomerHeader({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('customers');
  const nameOf = useChannelName();
  const { language, timeZone, valueTier, reachability } = profile.facts;
  const reachable = Object.entries(reachability).filter(([, is]) => is);
  return (
    <dl className={classes.facts}>
      <Name profileId={profile.id} />
      <Fact name={t('header.since')}>
        <When at={profile.createdAt} show="date" />
      </Fact>
      <Fact name={t('header.reachable')}>
        <span className={classes.badges}>
          {reachable.length === 0 && t('header.unreachable')}
          {reachable.map(([channel]) => (
            <StateBadge key={channel} tone="good">
              {nameOf(channel)}
            </StateBadge>
          ))}
        </span>
      </Fact>
      <Fact name={t('header.language')}>
        <LanguageName tag={language} />
      </Fact>
      <Fact name={t('header.zone')}>{timeZone === null ? t('unknown') : <TheirTime zone={timeZone} />}</Fact>
      <Fact name={t('header.tier')}>{valueTier ?? t('unknown')}</Fact>
      <Fact name={t('profileId')}>
        <CopyId id={profile.id} label={t('profileId')} />
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The name stands masked in the heading; here it can be asked for, where there is one. */
function Name({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const { data: traits = [] } = useTraits(profileId);
  const { data: contacts = [] } = useContacts(profileId);
  const [name, setName] = useRevealed<string>();
  const masked = nameOf(traits, contacts);
  if (masked === undefined) return null;
  const ask = async (purpose: string): Promise<string | undefined> => {
    const own = nameOf(traits, []) !== undefined;
    if (!own) {
      const contact = contacts.find(({ givenName, familyName }) => (givenName ?? familyName) !== null);
      const known = contact && (await revealContact(contact.contactId, purpose));
      return known && nameOf([], [known]);
    }
    const names = NAME_TRAITS.filter((each) => traits.some((trait) => trait.name === each));
    const values = await revealTraits(profileId, names, purpose);
    return nameOf(
      Object.entries(values).map(([each, value]) => ({ name: each, masked: String(value ?? '') })),
      [],
    );
  };
  return (
    <Fact name={t('header.name')}>
      <span className={classes.badges}>
        <span>{name ?? masked}</span>
        <Reveal what={t('header.name')} value={name} onChange={setName} ask={ask} />
      </span>
    </Fact>
  );
}

function LanguageName({ tag }: { readonly tag: string | null }) {
  const { t } = useTranslation('customers');
  const { language } = useFormats();
  if (tag === null) return t('unknown');
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
}

/** What time it is where they are, when that was looked at. */
function TheirTime({ zone }: { readonly zone: string }) {
  const { t } = useTranslation('customers');
  const { language } = useFormats();
  const [now] = useState(() => Date.now());
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, timeStyle: 'short' }).format(now);
  return t('header.theirTime', { zone, time });
}

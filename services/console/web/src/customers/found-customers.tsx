// Several persons are known by what was asked: each with a masked name and since when, so that one can be chosen.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../design/section.js';
import { When } from '../design/when.js';
import { useKindName } from '../i18n/identifier-kinds.js';
import classes from './customers.module.css';
import { useProfile } from '../api/profile.js';
import type { Found } from './find-customers.js';
import { useMaskedName } from './masked-name.js';

/** More than these nobody looks through: another identifier is quicker. */
const MOST = 10;

export function FoundCustomers({ found }: { readonly found: readonly Found[] }) {
  const { t } = useTranslation('customers');
  return (
    <Section title={t('search.several', { count: found.length })} about={t('search.severalHelp')}>
      <ul className={classes.found}>
        {found.slice(0, MOST).map((each) => (
          <FoundCustomer key={each.profileId} found={each} />
        ))}
      </ul>
      {found.length > MOST && <p>{t('search.more', { count: found.length - MOST })}</p>}
    </Section>
  );
}

function FoundCustomer({ found: { profileId, kinds } }: { readonly found: Found }) {
  const { t } = useTranslation('customers');
  const nameOf = useKindName();
  const { data: profile } = useProfile(profileId);
  const name = useMaskedName(profileId);
  return (
    <li>
      <Anchor component={Link} underline="always" to={`/customers/${profileId}`}>
        {name ?? t('nameless', { id: profileId.slice(-8) })}
      </Anchor>
      <span className={classes.soft}>
        {t('search.as', { kinds: kinds.map(nameOf).join(', ') })}
        {profile !== undefined && (
          <>
            {' · '}
            {t('header.since')} <When at={profile.createdAt} show="date" />
          </>
        )}
        {/* Masked names of several are soon the same. */}
        {name !== undefined && (
          <>
            {' · '}
            <code title={profileId}>…{profileId.slice(-8)}</code>
          </>
        )}
      </span>
    </li>
  );
}

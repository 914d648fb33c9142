// What is personal of a customer, masked, with the values for those who say what they need them for.
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { Empty } from '../design/empty.js';
import { Section } from '../design/section.js';
import { When } from '../design/when.js';
import { useKindName } from '../i18n/identifier-kinds.js';
import { rolesOf } from '../session/permissions.js';
import classes from './customers.module.css';
import {
  revealContact,
  revealTraits,
  useContacts,
  useTraits,
  type Contact,
  type MaskedContact,
  type MaskedTrait,
} from './personal-api.js';
import { Reveal, useMayReveal, useRevealed } from './reveal.js';

const ROLES = rolesOf('/customers/:profileId');

export function PersonalTab({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const may = useMayReveal();
  const traits = useTraits(profileId);
  const contacts = useContacts(profileId);
  return (
    <div className={classes.stack}>
      <p className={classes.soft}>{may ? t('personal.recorded') : t('personal.maskedOnly')}</p>
      <Section title={t('personal.traits')} about={t('personal.traitsAbout')}>
        <Answered query={traits} what={t('personal.traits')} roles={ROLES}>
          {(found) => <Traits profileId={profileId} traits={found} />}
        </Answered>
      </Section>
      <Section title={t('personal.contacts')} about={t('personal.contactsAbout')}>
        <Answered query={contacts} what={t('personal.contacts')} roles={ROLES}>
          {(found) =>
            found.length === 0 ? (
              <Empty title={t('personal.noContacts')} />
            ) : (
              found.map((contact) => <ContactCard key={contact.contactId} contact={contact} />)
            )
          }
        </Answered>
      </Section>
    </div>
  );
}

interface TraitsProps {
  readonly profileId: string;
  readonly traits: readonly MaskedTrait[];
}

function Traits({ profileId, traits }: TraitsProps) {
  const { t } = useTranslation('customers');
  const [all, setAll] = useRevealed<Readonly<Record<string, unknown>>>();
  if (traits.length === 0) return <Empty title={t('personal.noTraits')} />;
  return (
    <div className={classes.contact}>
      <Reveal
        button={t('reveal.all')}
        what={t('personal.allTraits')}
        value={all}
        onChange={setAll}
        ask={(purpose) => revealTraits(profileId, undefined, purpose)}
      />
      <dl className={classes.values}>
        {traits.map((trait) => (
          <Trait key={trait.name} profileId={profileId} trait={trait} all={all} />
        ))}
      </dl>
    </div>
  );
}

interface TraitProps {
  readonly profileId: string;
  readonly trait: MaskedTrait;
  readonly all: Readonly<Record<string, unknown>> | undefined;
}

function Trait({ profileId, trait, all }: TraitProps) {
  const { t } = useTranslation('customers');
  const [own, setOwn] = useRevealed<Readonly<Record<string, unknown>>>();
  const values = own ?? all;
  const { name, masked, open, kind, saidAt } = trait;
  const isKnown = values !== undefined && Object.hasOwn(values, name);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span data-masked={!isKnown && !open}>
          {isKnown ? textOf(values[name]) : (masked ?? t('personal.empty'))}
        </span>
        <span className={classes.soft}>
          {t(`personal.${kind}`)} · <When at={saidAt} show="date" />
        </span>
        {!open && all === undefined && (
          <Reveal
            what={name}
            value={own}
            onChange={setOwn}
            ask={(purpose) => revealTraits(profileId, [name], purpose)}
          />
        )}
      </dd>
    </div>
  );
}

function ContactCard({ contact }: { readonly contact: MaskedContact }) {
  const { t } = useTranslation('customers');
  const nameOf = useKindName();
  const [open, setOpen] = useRevealed<Contact>();
  const shown = open ?? contact;
  const notes = open === undefined ? (contact.hasNotes ? '•••' : '') : (open.notes ?? '');
  const fields = [
    [t('personal.name'), [shown.givenName, shown.familyName].filter((part) => part !== null).join(' ')],
    [nameOf('email'), shown.emails.join(', ')],
    [nameOf('phone'), shown.phones.join(', ')],
    [nameOf('loyalty'), shown.loyaltyNumber ?? ''],
    [t('personal.notes'), notes],
  ] as const;
  return (
    <div className={classes.contact}>
      <Reveal
        what={t('personal.contact')}
        value={open}
        onChange={setOpen}
        ask={(purpose) => revealContact(contact.contactId, purpose)}
      />
      <dl className={classes.values}>
        {fields
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <span data-masked={open === undefined}>{value}</span>
              </dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

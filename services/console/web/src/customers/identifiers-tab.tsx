// By what a customer is known, and how their profiles became one: a tree of merges, what was set apart, what was refused.
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { NoPermission } from '../design/no-permission.js';
import { Section } from '../design/section.js';
import { When } from '../design/when.js';
import { useKindName } from '../i18n/identifier-kinds.js';
import { useMay } from '../session/session.js';
import { type Profile } from '../api/profile.js';
import { useMerges, type Merges } from './customers-api.js';
import classes from './customers.module.css';
import { familyOf, type FamilyNode, type Merge } from './merge-tree.js';

type Identifier = Profile['identifiers'][number];
/** Who may see merges, as the customer data platform says. */
const MERGE_ROLES = ['operator', 'supervisor', 'integrator'] as const;

export function IdentifiersTab({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('customers');
  const columns: readonly Column<Identifier>[] = [
    { key: 'kind', header: t('identifiers.kind'), names: true, cell: ({ key }) => <Kind of={key} /> },
    { key: 'value', header: t('identifiers.value'), cell: ({ key }) => <Value of={key} /> },
    { key: 'since', header: t('identifiers.since'), cell: ({ firstSeen }) => <When at={firstSeen} /> },
  ];
  const items = { items: profile.identifiers };
  return (
    <div className={classes.stack}>
      <Section title={t('identifiers.title')} about={t('identifiers.about')}>
        <DataTable
          caption={t('identifiers.title')}
          columns={columns}
          query={{ data: items, error: null, refetch: undefined as never, isPlaceholderData: false }}
          rowKey={({ key }) => key}
          empty={<Empty title={t('identifiers.none')} />}
        />
      </Section>
      <Section title={t('merges.title')} about={t('merges.about')}>
        <MergeHistory profile={profile} />
      </Section>
    </div>
  );
}

/** `email.h1=…` is an e-mail address as a hash of the first key. */
function Kind({ of }: { readonly of: string }) {
  const nameOf = useKindName();
  return nameOf(of.slice(0, of.indexOf('=')).replace(/\.h\d+$/, ''));
}

function Value({ of }: { readonly of: string }) {
  const { t } = useTranslation('customers');
  const [kind, value] = [of.slice(0, of.indexOf('=')), of.slice(of.indexOf('=') + 1)];
  const version = /\.h(\d+)$/.exec(kind)?.[1];
  return (
    <span className={classes.badges}>
      <CopyId id={value} label={t('identifiers.value')} />
      {version !== undefined && <span className={classes.soft}>{t('identifiers.hash', { version })}</span>}
    </span>
  );
}

function MergeHistory({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('customers');
  const may = useMay(...MERGE_ROLES);
  const merges = useMerges(profile.id, may);
  if (!may) return <NoPermission roles={MERGE_ROLES} inside />;
  return (
    <Answered query={merges} what={t('merges.title')} roles={MERGE_ROLES}>
      {(history) => <History profile={profile} history={history} />}
    </Answered>
  );
}

function History({ profile, history }: { readonly profile: Profile; readonly history: Merges }) {
  const { t } = useTranslation('customers');
  const nameOf = useKindName();
  const { root, apart } = familyOf(profile.id, history.merges);
  return (
    <>
      <ul className={classes.tree}>
        <Node node={root} />
      </ul>
      {root.merged.length === 0 && <p className={classes.soft}>{t('merges.none')}</p>}
      {apart.length > 0 && (
        <>
          <h3>{t('merges.apart')}</h3>
          <ul className={classes.list}>
            {apart.map((merge) => (
              <Apart key={merge.id} merge={merge} profileId={profile.id} />
            ))}
          </ul>
        </>
      )}
      {history.refused.length > 0 && (
        <>
          <h3>{t('merges.refused')}</h3>
          <ul className={classes.list}>
            {history.refused.map(({ otherId, limitedKind, linkedBy, lastAt, count }) => (
              <li key={`${otherId} ${limitedKind} ${linkedBy}`}>
                {t('merges.refusedBy', {
                  linkedBy: nameOf(linkedBy),
                  limitedKind: nameOf(limitedKind),
                  count,
                })}{' '}
                {otherId !== null && <CopyId id={otherId} label={t('profileId')} />} <When at={lastAt} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Node({ node: { profileId, by, merged } }: { readonly node: FamilyNode }) {
  const { t } = useTranslation('customers');
  const nameOf = useKindName();
  return (
    <li>
      <span className={classes.node} data-root={by === undefined}>
        <CopyId id={profileId} label={t('profileId')} />
        <span className={classes.soft}>
          {by === undefined ? (
            t('merges.survivor')
          ) : (
            <>
              {t('merges.by', { kind: nameOf(by.linkedBy) })} <When at={by.mergedAt} />
            </>
          )}
        </span>
      </span>
      {merged.length > 0 && (
        <ul>
          {merged.map((each) => (
            <Node key={each.profileId} node={each} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Apart({ merge, profileId }: { readonly merge: Merge; readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const other = merge.loserId === profileId ? merge.survivorId : merge.loserId;
  return (
    <li>
      <CopyId id={other} label={t('profileId')} />{' '}
      {t('merges.apartSince', { by: merge.undoneBy ?? t('unknown') })}{' '}
      {merge.undoneAt !== null && <When at={merge.undoneAt} />}
    </li>
  );
}

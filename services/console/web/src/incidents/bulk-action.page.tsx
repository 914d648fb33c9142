// One action on many incidents: how far it is, what came of them, and the word to stop it.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { ConfirmDialog } from '../design/confirm-dialog.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useMay } from '../session/session.js';
import { BulkAbout } from './bulk-about.js';
import { BulkProgress } from './bulk-progress.js';
import { BulkResults } from './bulk-results.js';
import { BULK_TONES } from './bulk-words.js';
import { isUnderWay, stopBulk, useBulkAction, type BulkAction } from './incidents-api.js';
import classes from './incidents.module.css';

export function Component() {
  const { t } = useTranslation('incidents');
  const { id = '' } = useParams();
  const query = useBulkAction(id);
  const bulk: BulkAction | undefined = query.data;
  return (
    <Page
      title={bulk === undefined ? t('bulk.title') : t(`bulk.${bulk.action}`)}
      badges={
        bulk !== undefined && (
          <StateBadge tone={BULK_TONES[bulk.status]}>{t(`bulk.status.${bulk.status}`)}</StateBadge>
        )
      }
      breadcrumbs={[
        { label: t('title'), to: '/incidents' },
        { label: t('sections.actions'), to: '/incidents?tab=actions' },
      ]}
      actions={bulk !== undefined && isUnderWay(bulk.status) && <Stop id={id} />}
    >
      <Answered query={query} what={t('bulk.loading')} roles={['operator', 'supervisor']}>
        {(action: BulkAction) => (
          <>
            {action.status === 'previewed' && <p className={classes.warning}>{t('bulk.previewedNote')}</p>}
            <BulkProgress bulk={action} at={query.dataUpdatedAt} />
            <Section title={t('kinds.title')}>
              <BulkAbout about={action} />
            </Section>
            <Section title={t('bulk.results')}>
              <BulkResults id={id} underWay={isUnderWay(action.status)} />
            </Section>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Stop({ id }: { readonly id: string }) {
  const { t } = useTranslation('incidents');
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const mayStop = useMay('operator');
  if (!mayStop) return null;
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('bulk.stop')} …
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={t('bulk.stopTitle')}
        confirm={t('bulk.stopDo')}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          queries.setQueryData(['bulk-actions', 'one', id], await stopBulk(id));
        }}
      >
        <p>{t('bulk.stopWill')}</p>
        <p className={classes.warning}>{t('noUndo.stop')}</p>
      </ConfirmDialog>
    </>
  );
}

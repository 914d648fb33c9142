// One action on one incident: what it will do, the word to do it, and then what became of it, as the orchestrator says it.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyId } from '../design/copy-id.js';
import { Failed } from '../design/failed.js';
import { StateBadge } from '../design/state-badge.js';
import { useFormats } from '../i18n/formats.js';
import { newCallKey } from '../api/call-key.js';
import { ForeseenList } from './foreseen-list.js';
import { askFor, useRequest, type ActionName, type IncidentDetail } from './incidents-api.js';
import classes from './incidents.module.css';
import { outcomeText, outcomeTone } from './outcomes.js';

interface ActionDialogProps {
  readonly incident: IncidentDetail;
  readonly action: ActionName;
  readonly onClose: () => void;
}

export function ActionDialog({ incident, action, onClose }: ActionDialogProps) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  const formats = useFormats();
  const deed = useDeed(incident, action);
  const foreseen = incident.actions?.[action];
  const { journey, version, step } = incident;
  const since = formats.dateTime(incident.since);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`confirm.${action}`, { step })}
      closeButtonProps={{ 'aria-label': design('close') }}
    >
      <Stack>
        <p className={classes.small}>{t('confirm.about', { journey, version, since })}</p>
        {deed.isBegun ? (
          <Became deed={deed} />
        ) : (
          <>
            <strong>{t('confirm.will')}</strong>
            {foreseen !== undefined && <ForeseenList action={action} of={incident.of} foreseen={foreseen} />}
            <p className={classes.warning}>{t(`noUndo.${action}`)}</p>
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {deed.isBegun ? design('close') : design('back')}
          </Button>
          {!deed.isBegun && (
            <Button
              onClick={deed.begin}
              color={action === 'cancel' ? 'red.9' : undefined}
              disabled={foreseen?.refused !== null}
            >
              {t(`confirm.do.${action}`)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface Deed {
  readonly isBegun: boolean;
  readonly begin: () => void;
  /** What went wrong with the asking itself. */
  readonly error: Error | null;
  readonly requestId: string | undefined;
  /** Undefined until the orchestrator has answered. */
  readonly outcome: string | undefined;
  /** It was accepted a while ago and is not done yet. */
  readonly isSlow: boolean;
}

const SLOW_MS = 20_000;

/** Asks once, however often it is clicked, and follows the request until its outcome is known. */
function useDeed({ instanceId, id }: IncidentDetail, action: ActionName): Deed {
  const [key] = useState(newCallKey);
  const [isSlow, setSlow] = useState(false);
  const queries = useQueryClient();
  const asked = useMutation({ mutationFn: () => askFor({ instanceId, incidentId: id, action }, key) });
  const isPending = asked.data?.outcome === 'pending';
  const followed = useRequest(isPending ? asked.data?.requestId : undefined);
  const outcome = followed.data?.outcome ?? asked.data?.outcome;
  const isOver = outcome !== undefined && outcome !== 'pending';
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ['incidents'] });
  }, [isOver, queries]);
  useEffect(() => {
    if (!isPending || isOver) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [isPending, isOver]);
  const error = asked.error ?? followed.error;
  const begin = () => asked.mutate();
  return { isBegun: !asked.isIdle, begin, error, requestId: asked.data?.requestId, outcome, isSlow };
}

function Became({ deed: { error, outcome, requestId, isSlow } }: { readonly deed: Deed }) {
  const { t } = useTranslation('incidents');
  if (error !== null) return <Failed error={error} order={3} />;
  return (
    <Stack gap="xs" role="status" data-outcome={outcome ?? 'asking'}>
      {outcome === undefined ? (
        <StateBadge tone="info">{t('confirm.asking')}</StateBadge>
      ) : (
        <StateBadge tone={outcomeTone(outcome)}>{outcomeText(t, outcome)}</StateBadge>
      )}
      {outcome === 'pending' && <p>{isSlow ? t('confirm.slow') : t('confirm.accepted')}</p>}
      {outcome !== undefined && outcome !== 'pending' && outcome !== 'applied' && (
        <p>{t('confirm.notDone')}</p>
      )}
      {requestId !== undefined && (
        <span className={classes.small}>
          {t('confirm.request')} <CopyId id={requestId} label={t('confirm.request')} />
        </span>
      )}
    </Stack>
  );
}

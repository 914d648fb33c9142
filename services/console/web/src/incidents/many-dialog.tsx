// Acting on all incidents that match: first what it is about and what would come to nothing, then the word to begin it. What
// came of it is told on a page of its own.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { Answered } from '../design/answered.js';
import { Failed } from '../design/failed.js';
import { useFormats } from '../i18n/formats.js';
import { BulkAbout } from './bulk-about.js';
import { useFilterText } from './bulk-words.js';
import {
  ACTIONS,
  beginMany,
  previewMany,
  type ActionName,
  type BulkAction,
  type IncidentFilter,
} from './incidents-api.js';
import classes from './incidents.module.css';

interface ManyDialogProps {
  readonly filter: IncidentFilter;
  readonly onClose: () => void;
}

const DEFAULT_RATE = 50;
const FASTEST = 1_000;

export function ManyDialog({ filter, onClose }: ManyDialogProps) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  const [action, setAction] = useState<ActionName>('retry');
  const preview = usePreview(action, filter);
  const filterText = useFilterText();
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('many.title')}
      closeButtonProps={{ 'aria-label': design('close') }}
    >
      <Stack>
        <p className={classes.small}>
          {t('many.filter')} {filterText(filter)}
        </p>
        <fieldset className={classes.actions}>
          <legend>{t('many.action')}</legend>
          {ACTIONS.map((each) => (
            <label key={each}>
              <input type="radio" name="action" checked={each === action} onChange={() => setAction(each)} />
              {t(`action.${each}`)}
            </label>
          ))}
        </fieldset>
        <p>{t(`foreseen.${action}`)}</p>
        <p className={classes.warning}>{t(`noUndo.${action}`)}</p>
        <Answered query={preview} what={t('many.previewing')} roles={['operator']}>
          {(about: BulkAction) => (
            <>
              <BulkAbout about={about} />
              <Begin key={about.id} about={about} onAgain={() => void preview.refetch()} onClose={onClose} />
            </>
          )}
        </Answered>
      </Stack>
    </Modal>
  );
}

/** A preview of one action over one filter; asked for once, and again when somebody wants to look again. */
function usePreview(action: ActionName, filter: IncidentFilter) {
  return useQuery({
    queryKey: ['bulk-preview', action, filter],
    queryFn: () => previewMany(action, filter),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
}

interface BeginProps {
  readonly about: BulkAction;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

function Begin({ about: { id, action, total }, onAgain, onClose }: BeginProps) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  const formats = useFormats();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [rate, setRate] = useState(String(DEFAULT_RATE));
  const perSecond = Number(rate);
  const isRate = Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= FASTEST;
  const begin = useMutation({
    mutationFn: (ifChanged: 'refuse' | 'previewed') => beginMany(id, ifChanged, perSecond),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['bulk-actions'] });
      await navigate(`/bulk-actions/${id}`);
    },
  });
  const hasChanged = begin.error !== null && ApiProblem.from(begin.error).code === 'incidents-changed';
  return (
    <Stack>
      <TextInput
        type="number"
        min={1}
        max={FASTEST}
        label={t('many.rate')}
        description={t('many.rateHelp')}
        value={rate}
        error={isRate ? undefined : t('many.rateWrong', { most: FASTEST })}
        onChange={({ currentTarget }) => setRate(currentTarget.value)}
      />
      {isRate && (
        <p className={classes.small}>
          {t('many.takes', { duration: formats.duration(Math.ceil(total / perSecond) * 1_000) })}{' '}
          {t('many.later')}
        </p>
      )}
      {hasChanged && (
        <p role="alert" className={classes.warning}>
          {t('many.changed')}
        </p>
      )}
      {begin.error !== null && !hasChanged && <Failed error={begin.error} order={3} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {design('back')}
        </Button>
        {hasChanged && (
          <Button variant="default" onClick={onAgain}>
            {t('many.again')}
          </Button>
        )}
        <Button
          color={action === 'cancel' ? 'red.9' : undefined}
          loading={begin.isPending}
          disabled={!isRate}
          onClick={() => begin.mutate(hasChanged ? 'previewed' : 'refuse')}
        >
          {hasChanged ? t('many.keep') : t(`many.begin.${action}`, { count: total })}
        </Button>
      </Group>
    </Stack>
  );
}

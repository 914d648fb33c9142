// Having parked records applied again: first what it would be about (nothing is done), then the word, then what became of it.
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import { redriveEach, type OfService, type RedriveOf, type RedrivePlan } from './parked-api.js';
import { RedriveFailed, RedrivePlans } from './redrive-plans.js';
import { RedriveResult } from './redrive-result.js';

interface RedriveDialogProps {
  readonly those: readonly RedriveOf[];
  readonly onClose: () => void;
}

const DEFAULT_RATE = 100;
const FASTEST = 10_000;

export type Plans = readonly OfService<RedrivePlan>[];

export function RedriveDialog({ those, onClose }: RedriveDialogProps) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  const queries = useQueryClient();
  const look = useQuery({
    queryKey: ['redrive', those],
    queryFn: () => redriveEach(those, { dryRun: true, ratePerSecond: DEFAULT_RATE }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const done = useMutation({
    mutationFn: (rate: number) =>
      redriveEach(seen(those, look.data ?? []), { dryRun: false, ratePerSecond: rate }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['parked'] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('parked.redrive.title')}
      closeButtonProps={{ 'aria-label': design('close') }}
    >
      <Stack>
        {done.data === undefined ? (
          <Answered query={look} what={t('parked.redrive.looking')} roles={['operator']}>
            {(plans: Plans) => (
              <Ask
                plans={plans}
                isDoing={done.isPending}
                onRedrive={(rate) => done.mutate(rate)}
                onClose={onClose}
              />
            )}
          </Answered>
        ) : (
          <>
            <RedriveResult those={those} seen={look.data ?? []} done={done.data} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {design('close')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}

/** Kept to what the look saw: its services that have something, and nothing that was parked since. */
function seen(those: readonly RedriveOf[], plans: Plans): readonly RedriveOf[] {
  return those.flatMap(({ service, filter }) => {
    const plan = plans.find((each) => each.service === service)?.said;
    if (plan === undefined || plan.matched === 0) return [];
    return [{ service, filter: { ...filter, before: filter.before ?? plan.asOf } }];
  });
}

interface AskProps {
  readonly plans: Plans;
  readonly isDoing: boolean;
  readonly onRedrive: (ratePerSecond: number) => void;
  readonly onClose: () => void;
}

function Ask({ plans, isDoing, onRedrive, onClose }: AskProps) {
  const { t } = useTranslation('incidents');
  const { t: design } = useTranslation('design');
  const formats = useFormats();
  const [rate, setRate] = useState(String(DEFAULT_RATE));
  const perSecond = Number(rate);
  const isRate = Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= FASTEST;
  const matched = plans.map(({ said }) => said?.matched ?? 0);
  const all = matched.reduce((sum, count) => sum + count, 0);
  return (
    <>
      <RedriveFailed plans={plans} />
      {all === 0 ? (
        <p role="status">{t('parked.redrive.none')}</p>
      ) : (
        <>
          <RedrivePlans plans={plans} />
          <p>{t('parked.redrive.will')}</p>
          <p className={classes.warning}>
            {t('parked.redrive.noUndo')} {t('parked.redrive.later')}
          </p>
          <TextInput
            type="number"
            min={1}
            max={FASTEST}
            label={t('parked.redrive.rate')}
            description={t('parked.redrive.rateHelp')}
            value={rate}
            error={isRate ? undefined : t('many.rateWrong', { most: FASTEST })}
            onChange={({ currentTarget }) => setRate(currentTarget.value)}
          />
          {isRate && (
            <p className={classes.small}>
              {t('parked.redrive.takes', {
                duration: formats.duration(Math.ceil(Math.max(...matched) / perSecond) * 1_000),
              })}
            </p>
          )}
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={isDoing}>
          {all === 0 ? design('close') : design('back')}
        </Button>
        {all > 0 && (
          <Button loading={isDoing} disabled={!isRate} onClick={() => onRedrive(perSecond)}>
            {t('parked.redrive.do', { count: all })}
          </Button>
        )}
      </Group>
    </>
  );
}

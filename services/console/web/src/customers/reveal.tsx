// Shows a personal value to who says what it is needed for. Its owner writes that down before it answers; here it is
// forgotten again after two minutes.
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import IconEye from '@tabler/icons-react/icons/IconEye';
import IconEyeOff from '@tabler/icons-react/icons/IconEyeOff';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from '../design/failed.js';
import { useMay } from '../session/session.js';

const SHOWN_FOR_MS = 120_000;
const SHORTEST_PURPOSE = 3;
const LONGEST_PURPOSE = 100;

/** What was revealed, for as long as it is to be seen; undefined before and after. */
export function useRevealed<Value>(): [Value | undefined, (value: Value | undefined) => void] {
  const [value, setValue] = useState<Value>();
  useEffect(() => {
    if (value === undefined) return undefined;
    const timer = setTimeout(() => setValue(undefined), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return [value, setValue];
}

/** Those who are shown values; the services decide it. */
export function useMayReveal(): boolean {
  return useMay('agent', 'supervisor');
}

export interface RevealProps<Value> {
  /** What would be shown: `the e-mail address`. */
  readonly what: string;
  /** The button's word, when it is another one than "Show". */
  readonly button?: string;
  readonly value: Value | undefined;
  readonly onChange: (value: Value | undefined) => void;
  readonly ask: (purpose: string) => Promise<Value | undefined>;
}

/** The button, and the question behind it. Who may not see values has neither. */
export function Reveal<Value>({ what, button, value, onChange, ask }: RevealProps<Value>) {
  const { t } = useTranslation('customers');
  const may = useMayReveal();
  const [asking, setAsking] = useState(false);
  if (!may) return null;
  return (
    <>
      {value === undefined ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconEye size={14} aria-hidden />}
          onClick={() => setAsking(true)}
          aria-label={t('reveal.show', { what })}
        >
          {button ?? t('reveal.button')}
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconEyeOff size={14} aria-hidden />}
          onClick={() => onChange(undefined)}
          aria-label={t('reveal.hide', { what })}
        >
          {t('reveal.hideButton')}
        </Button>
      )}
      <span role="status" className="co-hidden">
        {value === undefined ? '' : t('reveal.shown', { what })}
      </span>
      <RevealDialog
        what={what}
        opened={asking}
        onClose={() => setAsking(false)}
        onChange={onChange}
        ask={ask}
      />
    </>
  );
}

interface RevealDialogProps<Value> extends Omit<RevealProps<Value>, 'value' | 'button'> {
  readonly opened: boolean;
  readonly onClose: () => void;
}

function RevealDialog<Value>({ what, opened, onClose, onChange, ask }: RevealDialogProps<Value>) {
  const { t } = useTranslation(['customers', 'design']);
  const [purpose, setPurpose] = useState('');
  const [doing, setDoing] = useState(false);
  const [error, setError] = useState<unknown>();
  const isEnough = purpose.trim().length >= SHORTEST_PURPOSE;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isEnough || doing) return;
    setDoing(true);
    setError(undefined);
    try {
      onChange(await ask(purpose.trim()));
      setPurpose('');
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setDoing(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('reveal.title', { what })}
      closeButtonProps={{ 'aria-label': t('design:close') }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{t('reveal.warning')}</Text>
          <TextInput
            data-autofocus
            required
            label={t('reveal.purpose')}
            description={t('reveal.purposeHelp')}
            value={purpose}
            maxLength={LONGEST_PURPOSE}
            autoComplete="off"
            onChange={({ currentTarget }) => setPurpose(currentTarget.value)}
          />
          {error !== undefined && <Failed error={error} order={3} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('design:cancel')}
            </Button>
            <Button type="submit" loading={doing} disabled={!isEnough}>
              {t('reveal.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

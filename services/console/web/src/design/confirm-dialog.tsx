// Before something is done that can't be undone by a click: shows what it would touch, then asks, then tells what failed.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed } from './failed.js';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What would happen: the preview. While it is still asked for, `ready` is false. */
  readonly children: ReactNode;
  readonly ready?: boolean;
  /** The verb of the deed: `Retry 12 incidents`. */
  readonly confirm: string;
  readonly dangerous?: boolean;
  /** Does it. Its failure is shown, and the dialog stays. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, ready = true, confirm, dangerous = false, onConfirm, onClose } = props;
  const { t } = useTranslation('design');
  const [doing, setDoing] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const act = async () => {
    setDoing(true);
    setError(undefined);
    try {
      await onConfirm();
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
      onClose={close}
      title={title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={!doing}
      closeOnEscape={!doing}
    >
      <Stack>
        {children}
        {error !== undefined && <Failed error={error} order={3} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} disabled={doing}>
            {t('cancel')}
          </Button>
          <Button
            color={dangerous ? 'red.9' : undefined}
            loading={doing}
            disabled={!ready}
            onClick={() => void act()}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

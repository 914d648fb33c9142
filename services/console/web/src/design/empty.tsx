// There is nothing to show, and that is no failure: says why, and what would make something appear.
import IconInbox from '@tabler/icons-react/icons/IconInbox';
import type { ReactNode } from 'react';
import { Notice } from './notice.js';

export interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <Notice icon={IconInbox} title={title} actions={actions} order={3} role="status">
      {children}
    </Notice>
  );
}

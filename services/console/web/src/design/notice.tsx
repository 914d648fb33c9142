// What stands where content would be, and is not: an icon, a heading, a sentence, and what can be done about it.
import { Text, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

export interface NoticeProps {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons and links. */
  readonly actions?: ReactNode;
  /** 1 where it stands for the whole page. */
  readonly order?: 1 | 2 | 3;
  /** `alert` is read out at once, `status` when there is a moment. */
  readonly role?: 'alert' | 'status';
}

export function Notice({ icon: Icon, title, children, actions, order = 2, role }: NoticeProps) {
  return (
    <div className={classes.notice} role={role}>
      <Icon size={32} stroke={1.5} aria-hidden className={classes.icon} />
      <Title order={order} size="h3">
        {title}
      </Title>
      {children !== undefined && (
        <Text component="div" c="dimmed" className={classes.text}>
          {children}
        </Text>
      )}
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

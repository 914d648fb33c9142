// A part of a page on a surface of its own, with the second heading that names it.
import { Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './section.module.css';

export interface SectionProps {
  readonly title: string;
  /** One sentence on what is seen here. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  /** Without a surface: for parts that are made of cards or tables themselves. */
  readonly plain?: boolean;
  /** Of the heading; 2 unless it stands inside another section. */
  readonly order?: 2 | 3;
  readonly children: ReactNode;
}

export function Section({ title, about, actions, plain = false, order = 2, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section} data-plain={plain}>
      <div className={classes.head}>
        <div>
          <Title order={order} id={id}>
            {title}
          </Title>
          {about !== undefined && (
            <Text component="div" size="sm" c="dimmed">
              {about}
            </Text>
          )}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

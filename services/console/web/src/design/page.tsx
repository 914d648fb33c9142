// The frame of a page's content: where it is, its one first heading, what can be done, and the window's title.
import { Anchor, Text, Title } from '@mantine/core';
import { Fragment, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './page.module.css';

export interface Breadcrumb {
  readonly label: string;
  readonly to: string;
}

export interface PageProps {
  /** The first heading; also the window's title, so it names no customer. */
  readonly title: string;
  /** Instead of `title` in the window, where the heading is somebody's name. */
  readonly windowTitle?: string;
  readonly subtitle?: ReactNode;
  /** Badges beside the heading. */
  readonly badges?: ReactNode;
  /** Buttons and switches at the right. */
  readonly actions?: ReactNode;
  /** The pages above this one, from the top. */
  readonly breadcrumbs?: readonly Breadcrumb[];
  readonly children?: ReactNode;
}

export function Page(props: PageProps) {
  const { title, windowTitle, subtitle, badges, actions, breadcrumbs = [], children } = props;
  const { t } = useTranslation('design');
  useEffect(() => {
    document.title = `${windowTitle ?? title} · Continuo`;
  }, [title, windowTitle]);
  return (
    <div className={classes.page}>
      {breadcrumbs.length > 0 && (
        <nav aria-label={t('breadcrumbs')} className={classes.breadcrumbs}>
          {breadcrumbs.map(({ label, to }, at) => (
            <Fragment key={to}>
              <Anchor component={Link} to={to} size="sm">
                {label}
              </Anchor>
              {at < breadcrumbs.length - 1 && <span aria-hidden>/</span>}
            </Fragment>
          ))}
        </nav>
      )}
      <header className={classes.head}>
        <div className={classes.titles}>
          <div className={classes.title}>
            <Title order={1}>{title}</Title>
            {badges}
          </div>
          {subtitle !== undefined && (
            <Text component="div" c="dimmed">
              {subtitle}
            </Text>
          )}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

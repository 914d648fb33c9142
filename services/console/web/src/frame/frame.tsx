// What surrounds every page: the way past it, the name, the navigation, the search, the switches, who is signed in.
import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { Loading } from '../design/loading.js';
import { CustomerSearchBox } from './customer-search-box.js';
import classes from './frame.module.css';
import { Navigation } from './navigation.js';
import { Settings } from './settings.js';

export function Frame() {
  const { t } = useTranslation('frame');
  const [opened, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  useEffect(close, [pathname, close]);
  useFocusOnNewPage(main);
  return (
    <>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.head}>
        <Burger
          opened={opened}
          onClick={toggle}
          size="sm"
          className={classes.burger}
          aria-label={opened ? t('menu.close') : t('menu.open')}
          aria-expanded={opened}
        />
        <Link to="/" className={classes.name}>
          <Staff />
          <span>Continuo</span>
        </Link>
        <div className={classes.wideOnly}>
          <CustomerSearchBox />
        </div>
        <Settings />
      </header>
      <div className={classes.body}>
        <div className={classes.side}>
          <Navigation />
        </div>
        <main id="content" ref={main} tabIndex={-1} className={classes.main}>
          <Suspense fallback={<Loading lines={8} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Drawer
        opened={opened}
        onClose={close}
        size="17rem"
        title={t('navigation')}
        closeButtonProps={{ 'aria-label': t('menu.close') }}
      >
        <CustomerSearchBox />
        <Navigation />
      </Drawer>
      <ScrollRestoration />
    </>
  );
}

/** The line under the music. */
function Staff() {
  return (
    <svg width="26" height="22" viewBox="0 0 26 22" aria-hidden className={classes.staff}>
      <path d="M1 3h24M1 8h24M1 13h24M1 18h24" />
      <path d="M3 18c5 0 4-10 9-10s4 5 11 0" />
    </svg>
  );
}

/** A new page begins at its content for who hears it; the first one begins where the browser does. */
function useFocusOnNewPage(main: { readonly current: HTMLElement | null }): void {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [main, pathname]);
}

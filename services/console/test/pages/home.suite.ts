// The home page: what needs somebody, what runs, how fast; live, and true to what the console's interface answers.
import { eventually, FaultProxy } from '@continuo/testing';
import type { Page } from 'playwright-core';
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

interface Overview {
  readonly data: {
    readonly services: Readonly<Record<string, { readonly title: string; readonly state: string }>>;
    readonly topics: Readonly<Record<string, { readonly end?: number }>>;
    readonly incidents: Readonly<Record<string, number>>;
    readonly parked: Readonly<Record<string, number>>;
  };
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

const figure = (page: Page, name: string) => page.getByRole('group', { name, exact: true });

export function homeTests(console: () => ConsoleUnderTest): void {
  describe('home', () => {
    it('shows every service, and the same counts as the interface', async () => {
      const open = await console().open('olga', '/');
      const { page } = open;
      await page.getByText('Live', { exact: true }).waitFor();
      const { body } = await console().ask<Overview>('olga', '/console/overview');
      const { services, incidents, parked, topics } = body.data;
      const table = page.getByRole('table', { name: 'Services' });
      for (const { title } of Object.values(services))
        await table.getByRole('row', { name: new RegExp(`^${title} Ready`) }).waitFor();
      await figure(page, 'Open incidents')
        .getByText(String(sum(incidents)), { exact: true })
        .waitFor();
      await figure(page, 'Parked and held records')
        .getByText(String(sum(parked)), { exact: true })
        .waitFor();
      const shown = await page.getByRole('list', { name: 'Topics' }).getByRole('link').allInnerTexts();
      expect([...shown].sort()).toEqual(Object.keys(topics).sort());
      await figure(page, 'Customers today').waitFor();
      // On a phone each value has its column's name beside it.
      expect(await table.locator('td[data-label="Memory"]').count()).toBe(Object.keys(services).length);
      await expectCalm(open);
      await expectCalmOnAPhone(open);
      await screenshots(page, 'home');
      await open.close();
    }, 90_000);

    it('moves by itself, and goes on after the connection was gone', async () => {
      const proxy = await FaultProxy.to(new URL(console().origin).host);
      const { page, close } = await console().open('olga', proxy.through(console().origin));
      const uptime = page
        .getByRole('row', { name: /^Orchestrator/ })
        .locator('td')
        .nth(1);
      const before = await uptime.innerText();
      const moved = (from: string) =>
        eventually(async () => (await uptime.innerText()) !== from, { within: 20_000, what: 'a new figure' });
      await moved(before);
      proxy.refuse();
      await page.getByText(/^Reconnecting/).waitFor();
      const lost = await uptime.innerText();
      proxy.accept();
      await page.getByText('Live', { exact: true }).waitFor();
      await moved(lost);
      await close();
      await proxy.close();
    }, 60_000);

    it('tells by keyboard what stands behind a number, and leads to where something can be done', async () => {
      const { page, troubles, close } = await console().open('olga', '/');
      await tabTo(page, 'button', 'About “Open incidents”');
      await page.keyboard.press('Enter');
      const about = page.getByRole('dialog', { name: 'About “Open incidents”' });
      await about.waitFor();
      for (const fact of ['What is counted', 'Window', 'Source', 'Taken'])
        await about.getByText(fact, { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await about.waitFor({ state: 'hidden' });
      await tabTo(page, 'link', 'cdp.timeline');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/bus/cdp.timeline');
      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor();
      expect(troubles).toEqual([]);
      await close();
    }, 60_000);

    it('speaks German to who prefers it', async () => {
      const { page, troubles, close } = await console().open('olga', '/', { locale: 'de' });
      await page.getByRole('heading', { level: 2, name: 'Braucht jemanden' }).waitFor();
      await page.getByRole('table', { name: 'Dienste' }).waitFor();
      expect(troubles).toEqual([]);
      await close();
    }, 30_000);
  });
}

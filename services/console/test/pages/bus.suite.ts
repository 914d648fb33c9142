// The bus's pages: topics found and sorted, one topic with its readers and schemas, records found, opened and followed.
import type { Locator } from 'playwright-core';
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

interface RecordPage {
  readonly items: readonly {
    readonly partition: number;
    readonly offset: string;
    readonly profileId: string | null;
    readonly type: string | null;
  }[];
  readonly nextCursor?: string;
}

const RECORDS = '/console/records?topic=cdp.timeline';

async function namesOf(buttons: Locator): Promise<readonly string[]> {
  const all = await buttons.all();
  return Promise.all(all.map(async (each) => (await each.getAttribute('aria-label')) ?? ''));
}

export function busTests(console: () => ConsoleUnderTest): void {
  describe('the bus', () => {
    it('lists topics with rates and lag, filtered and sorted by the address', async () => {
      const open = await console().open('olga', '/bus');
      const { page } = open;
      const table = page.getByRole('table', { name: 'Topics' });
      await table.getByRole('link', { name: 'cdp.timeline' }).waitFor();
      await expectCalm(open);
      await screenshots(page, 'bus');
      await page.getByLabel('Owner').selectOption('crm');
      await page.waitForURL('**/bus?owner=crm');
      await table.getByRole('link', { name: 'cdp.timeline' }).waitFor({ state: 'detached' });
      expect(await table.getByRole('link').allInnerTexts()).toEqual([
        'crm.cases',
        'crm.commands',
        'crm.contacts',
      ]);
      await page.getByLabel('Kind', { exact: true }).selectOption('dead-letters');
      await page.getByText('No topic is like that').waitFor();
      await page.goBack();
      await page.goBack();
      await table.getByRole('link', { name: 'cdp.timeline' }).waitFor();
      await page.goto('/bus?sort=-kept');
      await table.getByRole('link').first().waitFor();
      const { body } = await console().ask<{ items: { name: string }[] }>(
        'olga',
        '/console/topics?kind=events,commands&sort=-kept',
      );
      expect(await table.getByRole('link').first().innerText()).toBe(body.items[0]?.name);
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('shows a topic with readers, partitions and schemas', async () => {
      const open = await console().open('olga', '/bus/crm.cases');
      const { page } = open;
      await page.getByRole('row', { name: /^cdp / }).waitFor();
      await screenshots(page, 'topic');
      await page.getByRole('tab', { name: 'Partitions' }).click();
      await page.waitForURL('**/bus/crm.cases?tab=partitions');
      await page.getByRole('row', { name: /^7 / }).waitFor();
      expect(await page.getByRole('table', { name: 'Partitions' }).getByRole('row').count()).toBe(9);
      await expectCalm(open);
      await page.getByRole('tab', { name: 'Schemas' }).click();
      await page.getByRole('heading', { name: 'CaseOpened' }).waitFor();
      await page
        .getByText(/^Version 1, schema id/)
        .first()
        .click();
      await page
        .getByRole('group', { name: /^Schema of/ })
        .first()
        .getByText('"record"')
        .waitFor();
      await expectCalm(open);
      await page.getByRole('tab', { name: 'Contract' }).click();
      await page.getByText('continuo.crm.CaseOpened', { exact: true }).waitFor();
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('finds records by type, and opens one with its value by keyboard', async () => {
      const open = await console().open('olga', '/bus/cdp.timeline/records?type=ProfileChanged');
      const { page } = open;
      await tabTo(page, 'button', /^ProfileChanged at offset/);
      await page.keyboard.press('Enter');
      await page.waitForURL(/record=\d+%3A\d+/);
      const value = page.getByRole('group', { name: 'Value' });
      await value.getByText('profileId:').first().waitFor();
      await page.getByRole('link', { name: /^Customer …/ }).waitFor();
      await page.getByText(/records were looked at\./).waitFor();
      await expectCalm(open);
      await screenshots(page, 'records');
      await expectCalmOnAPhone(open);
      await page.getByRole('link', { name: /^Customer …/ }).click();
      await page.waitForURL('**/customers/*');
      await page.goBack();
      await value.getByText('profileId:').first().waitFor();
      await open.close();
    }, 90_000);

    it('pages through records as the interface does, and back again', async () => {
      const { page, troubles, close } = await console().open('olga', '/bus/cdp.timeline/records');
      const buttons = page.getByRole('button', { name: /at offset/ });
      await buttons.first().waitFor();
      const first = await namesOf(buttons);
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.waitForURL(/after=/);
      await page.getByRole('button', { name: first[0] ?? '', exact: true }).waitFor({ state: 'detached' });
      const second = await namesOf(buttons);
      expect(second.filter((each) => first.includes(each))).toEqual([]);
      await page.goBack();
      await page.getByRole('button', { name: first[0] ?? '', exact: true }).waitFor();
      expect(troubles).toEqual([]);
      await close();
    }, 60_000);

    it('opens a record by its place, also one that the list does not show', async () => {
      const { body } = await console().ask<RecordPage>('olga', `${RECORDS}&from=earliest&limit=1`);
      const [{ partition = 0, offset = '0' } = {}] = body.items;
      const place = `${partition}:${offset}`;
      const { page, troubles, close } = await console().open(
        'olga',
        `/bus/cdp.timeline/records?record=${place}`,
      );
      await page.locator(`[data-record="${place}"]`).waitFor();
      await page.goto(`/bus/cdp.timeline/records?partition=${partition}&offset=${offset}`);
      await page
        .getByRole('button', { name: new RegExp(`at offset ${offset} of partition ${partition}$`) })
        .waitFor();
      expect(troubles).toEqual([]);
      await close();
    }, 60_000);

    it('says of a topic and of a record that are not there that they are not', async () => {
      const { page, close } = await console().open('olga', '/bus/nothing.here');
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      await page.goto('/bus/cdp.timeline/records?record=0:999999999');
      await page.getByText('The record is not kept any more, or was never written.').waitFor();
      await page.goto('/bus/cdp.timeline/records?customer=ada%40example.org');
      await page.getByText(/^customer: a profile id, or the hash/).waitFor();
      await close();
    }, 60_000);
  });
}

// The incidents' pages: what stands is seen, understood and acted on, one and many; parked records are looked at and redriven.
import { eventually } from '@continuo/testing';
import {
  expectCalm,
  expectCalmOnAPhone,
  press,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
  type OpenPage,
} from './console-under-test.js';
import { bringAboutIncidents, parkRecords, PARKED_KEY, STANDING, type Parked } from './troubles.js';

interface Incidents {
  readonly items: readonly { readonly id: string; readonly instanceId: string; readonly step: string }[];
}

const LIST = `/incidents?journey=${STANDING}`;

export function incidentsTests(given: () => ConsoleUnderTest): void {
  const standing = async (): Promise<Incidents['items']> =>
    (await given().ask<Incidents>('olga', `/api/orchestrator/incidents?journey=${STANDING}`)).body.items;

  describe('incidents', () => {
    beforeAll(async () => {
      await bringAboutIncidents(given(), 6);
    }, 60_000);

    it('are listed with what happened; one is opened, by keyboard, and says what each action will do', async () => {
      const open = await given().open('olga', LIST);
      const { page } = open;
      await tabTo(page, 'button', new RegExp(`^${STANDING} v1`));
      await page.keyboard.press('Enter');
      const opened = page.locator('[data-incident][data-state=open]');
      await opened.waitFor();
      expect(new URL(page.url()).searchParams.get('open')).toMatch(/^[0-9a-f-]{36}\.[0-9a-f-]{36}$/);
      const told = await opened.innerText();
      expect(told).toContain('could not be computed');
      expect(told).toContain('It would stand again at once in check');
      expect(told).toContain('Goes on to the step waiting.');
      expect(told).toContain('The journey ends with “cancelled”.');
      await expectCalm(open);
      await expectCalmOnAPhone(open);
      await screenshots(page, 'incidents');
      await page.goBack();
      await opened.waitFor({ state: 'detached' });
      await open.close();
    }, 60_000);

    it('are skipped after a word that says what it does; the page tells the outcome, and who did it', async () => {
      const [one] = await standing();
      const open = await given().open('olga', `${LIST}&open=${one?.instanceId}.${one?.id}`);
      const { page } = open;
      await press(page, 'button', /^Skip/);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('A skipped step can not be taken up again.').waitFor();
      await expectCalm(open);
      await screenshots(page, 'incidents-skip');
      await press(page, 'button', 'Skip the step');
      await dialog.locator('[data-outcome=applied]').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      const over = page.locator('[data-incident][data-state=resolved]');
      await over.waitFor();
      expect(await over.innerText()).toContain('olga had the step skipped.');
      expect(open.troubles).toEqual([]);
      await open.close();
    }, 60_000);

    it('two act on the same one: the second is told that somebody else has dealt with it', async () => {
      const [one] = await standing();
      const path = `${LIST}&open=${one?.instanceId}.${one?.id}`;
      const windows = [await given().open('olga', path), await given().open('sam', path)] as const;
      for (const { page } of windows) await page.locator('[data-action=cancel] button').click();
      const outcomes: string[] = [];
      for (const { page } of windows) {
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('button', { name: 'Cancel the journey' }).click();
        const became = dialog.locator(
          '[data-outcome]:not([data-outcome=asking]):not([data-outcome=pending])',
        );
        await became.waitFor();
        outcomes.push(await became.innerText());
      }
      expect(outcomes[0]).toContain('Done');
      expect(outcomes[1]).toContain('the journey has ended');
      expect(outcomes[1]).toContain('Nothing was changed.');
      for (const each of windows) await each.close();
    }, 60_000);

    it('many are acted on by a filter: previewed, begun, followed to the end, each with its outcome', async () => {
      const open = await given().open('olga', LIST);
      const { page } = open;
      const count = (await standing()).length;
      await press(page, 'button', 'Act on all that match …');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Skip', { exact: true }).click();
      await dialog.getByText(`${count} incidents would be acted on.`).waitFor();
      await dialog.getByText('none of them would be refused').waitFor();
      await expectCalm(open);
      await screenshots(page, 'incidents-many');
      await press(page, 'button', `Skip ${count} steps`);
      await page.waitForURL('**/bulk-actions/*');
      await page.getByText(`${count} of ${count} have an outcome`).first().waitFor({ timeout: 40_000 });
      await page
        .getByRole('row', { name: /Done/ })
        .nth(count - 1)
        .waitFor();
      await expectCalm(open);
      await expectCalmOnAPhone(open);
      await screenshots(page, 'bulk-action');
      expect(await standing()).toEqual([]);
      await page.goto('/incidents?tab=actions');
      await page.getByRole('link', { name: 'Skip many' }).first().waitFor();
      await expectCalm(open);
      await open.close();
    }, 90_000);

    it('nothing stands, and nobody is stuck: the lists say so', async () => {
      const open = await given().open('sam', `${LIST}&step=nowhere`);
      await open.page.getByRole('heading', { name: 'No incident matches this filter.' }).waitFor();
      // Acting on many is not for a supervisor.
      expect(await open.page.getByRole('button', { name: /Act on all/ }).count()).toBe(0);
      await open.page.getByRole('link', { name: 'Stuck journeys' }).click();
      await open.page.getByRole('heading', { level: 1, name: 'Stuck journeys' }).waitFor();
      await open.page.getByText('Nobody is in a step for longer').waitFor();
      expect(await open.page.getByRole('link', { name: 'Parked records' }).count()).toBe(0);
      await expectCalm(open);
      await open.close();
    }, 40_000);
  });

  describe('parked records', () => {
    let parked: readonly Parked[];

    beforeAll(async () => {
      parked = await parkRecords(given(), 3);
    }, 60_000);

    it('are listed over all services, opened with their envelope, and show nothing of a person', async () => {
      const open = await openParked(given());
      const { page } = open;
      expect(await page.locator('tbody th').count()).toBe(parked.length);
      await tabTo(page, 'button', /^operations\.commands/);
      await page.keyboard.press('Enter');
      const record = page.locator('[data-record]');
      await record.waitFor();
      const told = await record.innerText();
      expect(told).toContain('ce_type');
      expect(told).toContain('not shown: nobody knows this header');
      expect(told).not.toContain('jane');
      await expectCalm(open);
      await expectCalmOnAPhone(open);
      await screenshots(page, 'parked');
      await open.close();
    }, 60_000);

    it('are redriven after a look that does nothing; what fails again is told as parked again', async () => {
      const open = await openParked(given());
      const { page } = open;
      await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
      await press(page, 'button', `Redrive ${parked.length} selected …`);
      const dialog = page.getByRole('dialog');
      await dialog.getByText('A record that was applied can not be taken back.').waitFor();
      await expectCalm(open);
      await screenshots(page, 'parked-redrive');
      await press(page, 'button', `Redrive ${parked.length} records`);
      await dialog.getByText('All of them are through.').waitFor({ timeout: 30_000 });
      await eventually(async () => /\b3\b/.test(await dialog.getByRole('row').nth(1).innerText()));
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      expect(open.troubles).toEqual([]);
      await open.close();
    }, 60_000);
  });
}

async function openParked(given: ConsoleUnderTest): Promise<OpenPage> {
  const open = await given.open('olga', `/incidents/parked?service=operations&key=${PARKED_KEY}`);
  // Names of rows: while they are asked for there is none.
  await open.page.locator('tbody th').first().waitFor();
  return open;
}

// The journeys' pages: the list with live counts, the picture by keyboard, its numbers as a table and by the interface, the
// people behind a number, and one person's way.
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

const API = '/api/orchestrator';
const JOURNEY = 'click-and-collect';

interface Open {
  readonly running: number;
  readonly stalled: number;
  readonly undoing: number;
}
interface Outcome {
  readonly outcome: string;
  readonly count: number;
}
interface Graph {
  readonly version: number;
  readonly open: Open;
  readonly started: number;
  readonly window: { readonly from: string };
  readonly steps: readonly {
    readonly name: string;
    readonly kind: string;
    readonly here: number;
    readonly ended: readonly Outcome[];
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}
interface Page {
  readonly items: readonly { readonly id: string; readonly journey: string }[];
}

const all = (open: Open): number => open.running + open.stalled + open.undoing;
const sum = (outcomes: readonly Outcome[]): number => outcomes.reduce((whole, { count }) => whole + count, 0);

/** A cell of a row: the text of the column with this heading. */
async function cell(row: import('playwright-core').Locator, column: string): Promise<string> {
  return (await row.locator(`[data-label="${column}"]`).innerText()).trim();
}

export function journeysTests(console: () => ConsoleUnderTest): void {
  const ask = async <T>(path: string): Promise<T> => (await console().ask<T>('olga', `${API}/${path}`)).body;

  describe('journeys', () => {
    it('are listed with live counts, searched and filtered by the address', async () => {
      const open = await console().open('dana', '/journeys');
      const { page } = open;
      const table = page.getByRole('table', { name: 'Journeys with live counts' });
      await table.locator(`a[href="/journeys/${JOURNEY}"]`).waitFor();
      await expectCalm(open);
      await screenshots(page, 'journeys');
      const { items } = await ask<{
        items: { journey: string; counts: { open: Open; started: number; ended: Outcome[] } }[];
      }>('definitions?include=counts&days=7');
      const links = table.locator('tbody th a');
      expect(await links.count()).toBe(items.length);
      // On a phone each value has its column's name beside it.
      expect(await table.locator('tbody td:not([data-label])').count()).toBe(0);
      for (const [at, { counts }] of items.entries()) {
        const numbers = await table
          .locator('tbody tr')
          .nth(at)
          .locator('td[data-align="end"]')
          .allInnerTexts();
        expect(numbers.map(Number)).toEqual([all(counts.open), counts.open.stalled, counts.started]);
      }
      await page.getByLabel('Name or owner').fill('no journey is called this');
      await page.keyboard.press('Enter');
      await page.getByText('No journey fits these filters').waitFor();
      await page.goBack();
      await links.first().waitFor();
      await page.getByLabel('State').selectOption('retired');
      await page.waitForURL('**/journeys?state=retired');
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('show one as a picture whose numbers are those of the table, the interface and the list of people', async () => {
      const open = await console().open('olga', `/journeys/${JOURNEY}?days=30`);
      const { page } = open;
      await page.locator('.react-flow [data-step]').first().waitFor();
      await expectCalm(open);
      await screenshots(page, 'journey');
      const graph = await ask<Graph>(`definitions/${JOURNEY}/graph?days=30`);
      expect(await page.locator('.react-flow [data-step]').count()).toBe(graph.steps.length);
      for (const { name, here, ended } of graph.steps) {
        const said = await page.locator(`.react-flow [data-step="${name}"]`).innerText();
        expect(said).toContain(`${here} people here, ${sum(ended)} ended here`);
      }
      await page.getByRole('tab', { name: 'Table' }).click();
      const table = page.getByRole('table', { name: 'Steps' });
      await table.waitFor();
      await expectCalm(open);
      for (const step of graph.steps) {
        const row = table.locator('tr', { has: page.locator(`[data-step="${step.name}"]`) });
        expect([step.name, Number(await cell(row, 'People here'))]).toEqual([step.name, step.here]);
        expect([step.name, Number(await cell(row, 'Ended here'))]).toEqual([step.name, sum(step.ended)]);
        const listed = await ask<{ count: number }>(
          `instances/count?definition=${JOURNEY}&version=${graph.version}&step=${step.name}`,
        );
        expect([step.name, listed.count]).toEqual([step.name, step.here]);
        const ended = await ask<{ count: number }>(
          `instances/count?definition=${JOURNEY}&version=${graph.version}&endedIn=${step.name}&endedAfter=${graph.window.from}`,
        );
        expect([step.name, ended.count]).toEqual([step.name, sum(step.ended)]);
      }
      await expectCalmOnAPhone(open);
      await open.close();
    }, 120_000);

    it('are walked by the arrow keys; Enter opens a step, Escape leads back to it', async () => {
      const open = await console().open('dana', `/journeys/${JOURNEY}`);
      const { page } = open;
      const graph = await ask<Graph>(`definitions/${JOURNEY}/graph`);
      const first = graph.steps[0]?.name ?? '';
      await tabTo(page, 'button', new RegExp(`^${first}\\b`));
      const focused = () => page.evaluate<string | undefined>('document.activeElement.dataset.step');
      await page.keyboard.press('ArrowDown');
      const second = await focused();
      expect(graph.edges.filter(({ from }) => from === first).map(({ to }) => to)).toContain(second);
      await page.keyboard.press('ArrowUp');
      expect(await focused()).toBe(first);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/journeys/${JOURNEY}?step=${second ?? ''}`);
      const panel = page.locator(`[data-panel="${second ?? ''}"]`);
      await panel.getByRole('heading', { level: 2 }).waitFor();
      await expectCalm(open);
      await screenshots(page, 'journey-step');
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      expect(await focused()).toBe(second);
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('are told as a definition and as Mermaid; a version that is not there is not', async () => {
      const open = await console().open('dana', `/journeys/${JOURNEY}?view=mermaid`);
      const { page } = open;
      await page.getByText('flowchart TB').waitFor();
      await page.getByRole('tab', { name: 'Definition' }).click();
      await page.getByText(`journey: ${JOURNEY}`, { exact: false }).first().waitFor();
      await expectCalm(open);
      await open.close();
      const missing = await console().open('dana', '/journeys/nobody-knows-it');
      await missing.page.getByText('There is nothing here').waitFor();
      await missing.page.goto(`/journeys/${JOURNEY}?version=999`);
      await missing.page.getByText('There is nothing here').waitFor();
      await missing.close();
    }, 60_000);

    it('lead to the people behind a number, and to one person’s way', async () => {
      const open = await console().open('olga', `/journeys/${JOURNEY}/people?state=ended`);
      const { page } = open;
      const { count } = await ask<{ count: number }>(`instances/count?definition=${JOURNEY}&state=ended`);
      await page.locator(`[data-count="${count}"]`).waitFor();
      await expectCalm(open);
      await screenshots(page, 'people');
      await expectCalmOnAPhone(open);
      const { items } = await ask<Page>(`instances?definition=${JOURNEY}&state=ended&limit=50`);
      const links = page.getByRole('table').locator('tbody th a');
      expect(await links.count()).toBe(items.length);
      await links.first().click();
      await page.waitForURL(`**/instances/${items[0]?.id ?? ''}`);
      await page.getByRole('heading', { name: 'Journal' }).waitFor();
      const told = await ask<{ journal: unknown[] }>(`instances/${items[0]?.id ?? ''}`);
      expect(await page.locator('[data-seq]').count()).toBe(told.journal.length);
      await page.getByText(/^Ended: /).waitFor();
      await expectCalm(open);
      await screenshots(page, 'instance');
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('keep links to customers and incidents from who may not open them; forged ids are not found', async () => {
      const { items } = await ask<Page>(`instances?definition=${JOURNEY}&state=ended&limit=1`);
      const open = await console().open('dana', `/instances/${items[0]?.id ?? ''}`);
      await open.page.getByRole('heading', { name: 'Journal' }).waitFor();
      expect(await open.page.locator('a[href^="/customers/"]').count()).toBe(0);
      await open.page.goto('/instances/00000000-0000-7000-8000-000000000000');
      await open.page.getByText('There is nothing here').waitFor();
      await open.close();
    }, 60_000);
  });
}

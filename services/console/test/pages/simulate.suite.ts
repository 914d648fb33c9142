// Simulating a changed journey: begun from a published one, its mistakes found by line, run, and compared by customer.
import { eventually } from '@continuo/testing';
import {
  expectCalm,
  expectCalmOnAPhone,
  press,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

const JOURNEY = 'click-and-collect';
const API = '/api/orchestrator';

interface Report {
  readonly state: string;
  readonly report: {
    readonly totals: { readonly customers: { readonly all: number; readonly different: number } };
  };
}

export function simulateTests(console: () => ConsoleUnderTest): void {
  describe('simulating a journey', () => {
    it('finds every mistake by its line, and leads to it by keyboard', async () => {
      const open = await console().open('dana', `/simulate?start=${JOURNEY}`);
      const { page } = open;
      const text = page.getByLabel('Definition (YAML)');
      await eventually(async () => (await text.inputValue()).includes(`journey: ${JOURNEY}`));
      await expectCalm(open);
      await screenshots(page, 'simulate');
      const definition = await text.inputValue();
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('Nothing is wrong with it').waitFor();
      await text.fill(definition.replace(/next: [a-z-]+/, 'next: nowhere-at-all'));
      await page.getByRole('button', { name: 'Check' }).click();
      const problem = page.locator('[data-line]', { hasText: 'nowhere-at-all' }).first();
      await problem.waitFor();
      await expectCalm(open);
      await screenshots(page, 'simulate-mistakes');
      const line = Number(await problem.getAttribute('data-line'));
      await tabTo(page, 'button', new RegExp(`^Line ${line}, .*nowhere-at-all`));
      await page.keyboard.press('Enter');
      const caret = await page.evaluate<number>(
        `((field) => field.value.slice(0, field.selectionStart).split('\\n').length)(document.activeElement)`,
      );
      expect(caret).toBe(line);
      // Who runs it all the same is told the same.
      const refused = page.waitForResponse((response) => response.status() === 422);
      await page.getByRole('button', { name: 'Run the simulation' }).click();
      await refused;
      await problem.waitFor();
      expect(open.troubles.filter((trouble) => !trouble.includes('422'))).toEqual([]);
      open.troubles.length = 0;
      await text.fill('x'.repeat(262_145));
      await page.getByText(/are too many/).waitFor();
      expect(await page.getByRole('button', { name: 'Run the simulation' }).isDisabled()).toBe(true);
      await expectCalmOnAPhone(open);
      await open.close();
    }, 90_000);

    it('runs a change over recorded history, and tells what would be different in all and for whom', async () => {
      const open = await console().open('dana', `/simulate?start=${JOURNEY}`);
      const { page } = open;
      const text = page.getByLabel('Definition (YAML)');
      await eventually(async () => (await text.inputValue()).includes(`journey: ${JOURNEY}`));
      // Nobody waits any longer for who does not come: the reminder goes at once.
      const changed = (await text.inputValue()).replace(/outcome: collected\b/, 'outcome: fetched');
      await text.fill(changed);
      await press(page, 'button', 'Run the simulation');
      await page.waitForURL('**/simulate?simulation=*', { timeout: 30_000 });
      await page.getByRole('heading', { name: 'In all' }).waitFor({ timeout: 60_000 });
      const id = new URL(page.url()).searchParams.get('simulation') ?? '';
      const { body } = await console().ask<Report>('dana', `${API}/simulations/${id}`);
      const { all, different } = body.report.totals.customers;
      expect(different).toBeGreaterThan(0);
      for (const [label, number] of [
        ['Customers looked at', all],
        ['Would be different', different],
      ] as const)
        expect(await page.locator(`[data-figure="${label}"]`).innerText()).toContain(String(number));
      await page
        .getByText(/reactions are held as recorded/)
        .first()
        .waitFor();
      const table = page.getByRole('table', { name: 'Who would be different' });
      await table
        .getByText(/→ fetched/)
        .first()
        .waitFor();
      await expectCalm(open);
      await screenshots(page, 'simulation');
      await page.getByLabel('Difference', { exact: true }).selectOption('gained');
      await page.waitForURL(/difference=gained/);
      await expectCalmOnAPhone(open);
      await page.reload();
      await page.getByRole('heading', { name: 'In all' }).waitFor();
      await open.close();
    }, 150_000);

    it('is for designers; a simulation that is not there is not found', async () => {
      const operator = await console().open('olga', '/simulate');
      await operator.page.getByText('You may not open this').waitFor();
      await operator.close();
      const { page, close } = await console().open(
        'dana',
        '/simulate?simulation=00000000-0000-7000-8000-000000000000',
      );
      await page.getByText('There is nothing here').waitFor();
      await close();
    }, 60_000);
  });
}

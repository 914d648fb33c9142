// README's five minutes in the console: from the first page to why a customer got a message, and to a changed journey.
import { eventually } from '@continuo/testing';
import { signIn, type ConsoleUnderTest } from './console-under-test.js';

const TITLE = 'From looking around to carried home';

export function newcomerTests(console: () => ConsoleUnderTest): void {
  describe('a newcomer', () => {
    it('comes by what README says from the first page to why, and to a simulation of a change', async () => {
      const context = await console().window(undefined);
      const page = await context.newPage();
      await signIn(page, 'olga', '/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Journeys' }).click();
      await page.getByRole('link', { name: TITLE }).click();
      await page.locator('[data-figure="Ended"]').getByRole('link').click();
      await page.locator('tbody a[href^="/instances/"]').first().click();
      await page.locator('main a[href^="/customers/"]').first().click();
      await page.getByRole('link', { name: 'Why, and why not' }).click();
      await page.waitForURL('**/why');
      await page
        .getByText(/ began with: /)
        .first()
        .waitFor();
      await context.clearCookies();
      await signIn(page, 'dana', '/simulate?start=guided-purchase');
      const text = page.getByLabel('Definition (YAML)');
      await eventually(async () => (await text.inputValue()).includes('journey: guided-purchase'));
      const definition = await text.inputValue();
      expect(definition).toContain('PT24S');
      await text.fill(definition.replace('PT24S', 'PT2S'));
      await page.getByRole('button', { name: 'Run the simulation' }).click();
      // A simulation stands aside for what its service does meanwhile.
      await page.getByRole('heading', { name: 'In all' }).waitFor({ timeout: 90_000 });
      await context.close();
    }, 150_000);
  });
}

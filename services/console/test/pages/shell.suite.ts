// What surrounds every page: navigation by roles, switches, the way past the head, refusals, the end of a session, its weight.
import type { Page, Request } from 'playwright-core';
import {
  arrowTo,
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  signIn,
  tabTo,
  type ConsoleUnderTest,
  type Person,
} from './console-under-test.js';

/** Of the script that the first page needs, as it comes over the network. */
const FIRST_LOAD_BYTES = 250 * 1_024;

const SECTIONS: readonly (readonly [Person, readonly string[]])[] = [
  ['olga', ['Home', 'Journeys', 'Customers', 'Incidents', 'Bus', 'System']],
  ['dana', ['Journeys', 'Simulate', 'System']],
  ['sam', ['Journeys', 'Customers', 'Incidents', 'System']],
  ['ada', ['Journeys', 'Customers', 'System']],
  ['alex', ['Home', 'Journeys', 'Simulate', 'Customers', 'Incidents', 'Bus', 'System']],
];

export function shellTests(console: () => ConsoleUnderTest): void {
  describe('the frame of all pages', () => {
    it.each(SECTIONS)(
      'shows %s what their roles may open, and begins there',
      async (person, sections) => {
        const { page, troubles, close } = await console().open(person, '/');
        const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
        expect(await links.allInnerTexts()).toEqual(sections);
        expect(await page.locator('nav [aria-current=page]').innerText()).toBe(sections[0]);
        expect(troubles).toEqual([]);
        await close();
      },
      30_000,
    );

    it('says to who follows a link that is not for them which roles may, and asks nothing of it', async () => {
      const asked: string[] = [];
      const open = await console().open('dana', '/system');
      open.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await open.page.goto('/bus');
      await open.page.getByRole('heading', { name: 'You may not open this' }).waitFor();
      expect(await open.page.locator('main').innerText()).toContain('It is open to: operator.');
      expect(asked.filter((path) => path.startsWith('/api/') || path.startsWith('/console/bus'))).toEqual([]);
      await expectCalm(open);
      await screenshots(open.page, 'no-permission');
      await open.close();
    }, 30_000);

    it('says of an address where nothing is that nothing is there', async () => {
      const { page, troubles, close } = await console().open('olga', '/no-such-page');
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      expect(await page.title()).toBe('Not found · Continuo');
      // The document itself says so too, which browsers write on their console.
      expect(troubles.filter((each) => !each.includes('404'))).toEqual([]);
      await close();
    }, 30_000);

    it('sends who is not signed in to the sign-in, and back to where they were going', async () => {
      const context = await console().window(undefined);
      const page = await context.newPage();
      await page.goto('/journeys?state=running');
      await page.locator('button[value="dana"]').click();
      await page.waitForURL('**/journeys?state=running');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await context.close();
    }, 30_000);

    it('leads to the sign-in when the session ends while a page is open, and back to the same page', async () => {
      const context = await console().window(undefined);
      const page = await context.newPage();
      await signIn(page, 'olga');
      await context.clearCookies();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Incidents' }).click();
      await page.locator('button[value="olga"]').click();
      await page.waitForURL('**/incidents');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await context.close();
    }, 30_000);

    it('leads to the sign-in when the session was ended in another window, and back to what was open', async () => {
      const context = await console().window(undefined);
      const page = await context.newPage();
      await signIn(page, 'olga', '/bus/crm.cases?tab=partitions');
      await page.getByRole('tab', { name: 'Partitions', selected: true }).waitFor();
      const other = await context.newPage();
      await other.goto('/system');
      await tabTo(other, 'button', /^Signed in as/);
      await other.keyboard.press('Enter');
      await arrowTo(other, 'menuitem', 'Sign out');
      await other.keyboard.press('Enter');
      await expectSignedOut(other);
      await page.getByRole('tab', { name: 'Schemas' }).click();
      await page.locator('button[value="olga"]').click();
      await page.waitForURL('**/bus/crm.cases?tab=schemas');
      await page.getByRole('heading', { name: 'CaseOpened' }).waitFor();
      await context.close();
    }, 45_000);

    it('signs out by keyboard, and nothing of the session is left', async () => {
      const context = await console().window(undefined);
      const page = await context.newPage();
      await signIn(page, 'ada');
      await tabTo(page, 'button', /^Signed in as/);
      await page.keyboard.press('Enter');
      await arrowTo(page, 'menuitem', 'Sign out');
      await page.keyboard.press('Enter');
      await expectSignedOut(page);
      await context.close();
    }, 30_000);

    it('keeps nothing of somebody when somebody else signs in in another window', async () => {
      const context = await console().window(undefined);
      const [first, second] = [await context.newPage(), await context.newPage()];
      await signIn(first, 'ada', '/customers');
      await first
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Customers' })
        .waitFor();
      await signIn(second, 'dana', '/journeys');
      // Whatever the first window asks next is refused, or answered to the other person.
      await first.evaluate(`fetch('/session')`);
      await first.getByRole('textbox').first().fill('nobody-that-is-known');
      await first.keyboard.press('Enter');
      await first
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Customers' })
        .waitFor({ state: 'detached' });
      await first.getByText('You may not open this').waitFor();
      await context.close();
    }, 30_000);

    it('is passed by a link that comes first', async () => {
      const { page, close } = await console().open('olga', '/system');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      await close();
    }, 30_000);

    it('puts who hears it at the content of the page that they went to, and names it', async () => {
      const { page, troubles, close } = await console().open('olga', '/system');
      await tabTo(page, 'link', 'Bus');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/bus');
      await page.getByRole('heading', { level: 1, name: 'Bus' }).waitFor();
      expect(await page.title()).toContain('Bus');
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      expect(troubles).toEqual([]);
      await close();
    }, 30_000);

    it('speaks German when asked to, and remembers it without the browser’s store', async () => {
      const open = await console().open('olga', '/system');
      const { page } = open;
      await tabTo(page, 'button', 'Language');
      await page.keyboard.press('Enter');
      await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
      await page.getByRole('link', { name: 'Übersicht' }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('de');
      await page.reload();
      await page.getByRole('link', { name: 'Übersicht' }).waitFor();
      expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
      await expectCalm(open);
      await open.close();
    }, 30_000);

    it('is dark when asked to, and keeps nothing else in the browser’s store', async () => {
      const { page, close } = await console().open('olga', '/system', { colorScheme: 'light' });
      const scheme = () => page.evaluate('document.documentElement.dataset.mantineColorScheme');
      expect(await scheme()).toBe('light');
      await page.getByRole('button', { name: 'Colours' }).click();
      await page.getByRole('menuitemradio', { name: 'Dark' }).click();
      expect(await scheme()).toBe('dark');
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await scheme()).toBe('dark');
      expect(await page.evaluate('Object.entries(localStorage)')).toEqual([
        ['continuo-colour-scheme', 'dark'],
      ]);
      await close();
    }, 30_000);

    it('opens its navigation on a phone, by keyboard too, and closes it behind a choice', async () => {
      const open = await console().open('olga', '/system', { viewport: { width: 390, height: 844 } });
      const { page } = open;
      expect(await page.getByRole('link', { name: 'Bus', exact: true }).count()).toBe(0);
      await tabTo(page, 'button', 'Open navigation');
      await page.keyboard.press('Enter');
      const bus = page.getByRole('dialog').getByRole('link', { name: 'Bus', exact: true });
      await bus.waitFor();
      await expectCalm(open);
      await bus.click();
      await page.waitForURL('**/bus');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await open.close();
    }, 30_000);

    it('hands a customer’s identifier on without writing it anywhere', async () => {
      const { page, close } = await console().open('ada', '/system');
      const addresses: string[] = [];
      page.on('request', (request) => addresses.push(request.url()));
      await page.getByRole('textbox', { name: 'Identifier' }).fill('somebody@example.com');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/customers');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(addresses.filter((each) => /somebody|example\.com/.test(decodeURIComponent(each)))).toEqual([]);
      expect(await page.evaluate('JSON.stringify(history.state)')).not.toContain('somebody');
      await close();
    }, 30_000);

    it('needs less than 250 KB of script for the first page', async () => {
      const context = await console().window('olga');
      const page = await context.newPage();
      const scripts: Request[] = [];
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(request);
      });
      await page.goto('/');
      await page.getByRole('heading', { level: 1 }).waitFor();
      const sizes = await Promise.all(scripts.map((each) => each.response().then(() => each.sizes())));
      const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
      process.stdout.write(`the first page loads ${Math.round(bytes / 1_024)} KB of compressed script\n`);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(FIRST_LOAD_BYTES);
      await context.close();
    }, 45_000);

    it('is calm on the page about the system, also on a phone', async () => {
      const open = await console().open('olga', '/system');
      await open.page.locator('[data-service="orchestrator"]').waitFor();
      await expectCalm(open);
      await expectCalmOnAPhone(open);
      await screenshots(open.page, 'system');
      await open.close();
    }, 60_000);
  });
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.pathname.startsWith('/system') || url.search !== '');
  const session = await page.request.get('/session');
  expect(await session.json()).toEqual({ signedIn: false });
}

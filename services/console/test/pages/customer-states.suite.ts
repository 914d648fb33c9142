// Customers who are not simply there: one who became part of another, one who was erased, several with the same device, one
// to whom something happens while they are looked at, and one whose contact can't be asked for.
import { eventually } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { listenForTroubles } from './calm.js';
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
  type OpenPage,
} from './console-under-test.js';
import { bringAboutContact, bringAboutCustomer, doesSomething, type OwnCustomer } from './own-customers.js';

interface Profile {
  readonly id: string;
  readonly mergedIds: readonly string[];
}

const SECONDS = 60_000;
/** Between two looks of a timeline whether something new came. */
const LOOK_MS = 10_000;

export function customerStatesTests(given: () => ConsoleUnderTest): void {
  const main = (page: Page) => page.locator('main');
  const device = `device-${randomUUID()}`;
  let one: OwnCustomer;
  let other: OwnCustomer;

  describe('states of a customer', () => {
    beforeAll(async () => {
      one = await bringAboutCustomer(given(), device);
      other = await bringAboutCustomer(given(), device);
    }, SECONDS);

    it(
      'one who became part of another is found as the one who lives on, by keyboard, with the history of it',
      async () => {
        const path = '/api/customer-data-platform/profiles?kind=user&value=demo-dan';
        const { id, mergedIds } = (await given().ask<Profile>('sam', path)).body;
        const former = mergedIds[0] ?? '';
        const open = await given().open('sam', '/customers');
        const { page } = open;
        await main(page).getByRole('textbox', { name: 'Identifier' }).focus();
        await page.keyboard.type(former);
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/customers/${id}?mergedFrom=${former}`);
        const told = main(page).getByRole('status').filter({ hasText: 'This is the profile that lives on' });
        expect(await told.innerText()).toContain(former.slice(-8));
        await tabTo(page, 'tab', 'Timeline');
        for (let at = 0; at < 4; at += 1) await page.keyboard.press('ArrowRight');
        await page.waitForURL('**tab=identifiers**');
        const merge = main(page)
          .getByRole('listitem')
          .filter({ hasText: former.slice(-8) })
          .last();
        expect(await merge.innerText()).toMatch(/by the same (Visitor id|User id)/);
        await expectCalm(open);
        await expectCalmOnAPhone(open);
        await screenshots(page, 'customer-merged');
        // What was to be seen of the former one is seen of the one who lives on.
        await page.goto(`/customers/${former}/why?show=messages`);
        await page.waitForURL(`**/customers/${id}/why?show=messages`);
        await open.close();
      },
      SECONDS,
    );

    it(
      'one who was erased is told apart from one who never was, in both languages, and nothing is left to try',
      async () => {
        const path = '/api/orchestrator/instances?outcome=erased&limit=1';
        const { body } = await given().ask<{ items: { profileId: string }[] }>('olga', path);
        const id = body.items[0]?.profileId ?? '';
        const open = await given().open('ada', `/customers/${id}`);
        const { page } = open;
        const told = () => page.getByRole('heading', { name: 'This customer was erased' }).waitFor();
        await told();
        expect(await main(page).getByText(id).count()).toBe(1);
        expect(await main(page).getByRole('button', { name: 'Try again' }).count()).toBe(0);
        await expectCalmBut(open, '404');
        await screenshots(page, 'customer-erased');
        await page.goto(`/customers/${id}/why`);
        await told();
        await expectCalmBut(open, '404');
        await open.close();
        const german = await given().open('ada', `/customers/${id}`, { locale: 'de' });
        await german.page.getByRole('heading', { name: 'Dieser Kunde wurde gelöscht' }).waitFor();
        await german.close();
      },
      SECONDS,
    );

    it(
      'several who are known by the same are offered, chosen from by keyboard; nobody is said to be nobody',
      async () => {
        const open = await given().open('ada', '/customers');
        const { page } = open;
        const search = async (text: string) => {
          await main(page).getByRole('textbox', { name: 'Identifier' }).fill(text);
          await page.keyboard.press('Enter');
        };
        await search(`nobody-${randomUUID()}`);
        await main(page).getByRole('heading', { name: 'Nobody is known by this' }).waitFor();
        await expectCalm(open);
        await screenshots(page, 'customers-nobody');
        await search(device);
        await main(page).getByRole('heading', { name: '2 customers are known by this' }).waitFor();
        await main(page)
          .getByText(/by Device/)
          .nth(1)
          .waitFor();
        await expectCalm(open);
        await expectCalmOnAPhone(open);
        await screenshots(page, 'customers-several');
        const found = main(page).getByRole('list').getByRole('link');
        const ways = await found.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
        expect([...ways].sort()).toEqual([one, other].map(({ id }) => `/customers/${id}`).sort());
        await tabTo(page, 'link', (await found.nth(1).innerText()).trim());
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/customers\/[0-9a-f-]{36}$/);
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'what happens while a timeline is looked at is offered and not pushed in; an empty one fills by itself',
      async () => {
        const context = await given().window('ada');
        const page = await context.newPage();
        const troubles = listenForTroubles(page);
        await page.clock.install();
        const goOn = (what: string, until: () => Promise<boolean>) =>
          eventually(
            async () => {
              await page.clock.fastForward(LOOK_MS);
              return until();
            },
            { every: 250, what },
          );
        await page.goto(`/customers/${one.id}?channel=web`);
        const events = page.getByRole('button', { name: /Web and app/ });
        await events.first().waitFor();
        const before = await events.count();
        await doesSomething(given(), one, 2);
        const offer = page.getByRole('button', { name: '2 new events' });
        await goOn('the offer', () => offer.isVisible());
        expect(await events.count()).toBe(before);
        await expectCalm({ page, troubles });
        await screenshots(page, 'customer-newer');
        await tabTo(page, 'button', '2 new events');
        await page.keyboard.press('Enter');
        await eventually(async () => (await events.count()) === before + 2, { what: 'the new ones' });
        await offer.waitFor({ state: 'detached' });
        await page.goto(`/customers/${one.id}?from=${encodeURIComponent(new Date().toISOString())}`);
        await page.getByRole('heading', { name: 'Nothing happened' }).waitFor();
        await expectCalm({ page, troubles });
        await doesSomething(given(), one, 1);
        await goOn('what came', async () => (await events.count()) === 1);
        expect(troubles).toEqual([]);
        await context.close();
      },
      SECONDS,
    );

    it(
      'a contact is shown to who says what for, by keyboard, and its owner has it written down',
      async () => {
        await bringAboutContact(given(), other);
        const purpose = `request R-${Date.now() % 1_000_000}`;
        const open = await given().open('sam', `/customers/${other.id}?tab=personal`);
        const { page } = open;
        await tabTo(page, 'button', 'Show: the contact');
        expect(await main(page).innerText()).not.toContain(other.familyName);
        await page.keyboard.press('Enter');
        // A dialog gives its field the focus when it has opened, which is after the field is there.
        await page.getByLabel('What do you need it for?').and(page.locator(':focus')).waitFor();
        await page.keyboard.type(purpose);
        await page.keyboard.press('Enter');
        await main(page).getByText(other.familyName).first().waitFor();
        await expectCalm(open);
        await screenshots(page, 'customer-contact');
        await page.getByRole('tab', { name: 'Access' }).click();
        await page.getByLabel('Which record').selectOption('contacts');
        const row = page.getByRole('row').filter({ hasText: purpose });
        await row.waitFor();
        expect(await row.innerText()).toMatch(/sam/);
        await expectCalm(open);
        await open.close();
      },
      SECONDS,
    );

    it(
      'what one service does not answer is missing alone, and comes when it is tried again',
      async () => {
        const open = await given().open('sam', `/customers/${other.id}?tab=segments`);
        const { page } = open;
        const away = (url: URL) => url.pathname.startsWith('/api/crm/');
        await page.route(away, (route) => route.fulfill({ status: 503, body: 'nobody there' }));
        await page.reload();
        await page.getByRole('tab', { name: 'Personal data' }).click();
        await main(page)
          .getByRole('heading', { name: /^A service can.t be reached/ })
          .waitFor();
        await main(page).getByRole('button', { name: 'Show: email' }).waitFor();
        await expectCalmBut(open, '503');
        await screenshots(page, 'service-away');
        await page.unroute(away);
        await tabTo(page, 'button', 'Try again');
        await page.keyboard.press('Enter');
        await main(page).getByRole('button', { name: 'Show: the contact' }).waitFor();
        await open.close();
      },
      SECONDS,
    );
  });
}

/** Calm but for answers with this status, which a browser writes on its console. */
async function expectCalmBut(open: OpenPage, status: string): Promise<void> {
  expect(open.troubles.filter((each) => !each.includes(status))).toEqual([]);
  open.troubles.length = 0;
  await expectCalm(open);
}

// The customers' pages: from a search to everything that happened, what is masked, who is shown more, and that it is told.
import { eventually } from '@continuo/testing';
import type { Page } from 'playwright-core';
import { axeViolations } from './calm.js';
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

/** Somebody of the demonstration, who shows interest, orders by phone and never collects. */
const KIM = { user: 'demo-kim', email: 'demo-kim@example.net', name: 'Kim' };
const SECONDS = 60_000;

export function customerTests(console: () => ConsoleUnderTest): void {
  const idOfKim = async (): Promise<string> => {
    const path = `/api/customer-data-platform/profiles?kind=user&value=${KIM.user}`;
    const { body } = await console().ask<{ id: string }>('alex', path);
    return body.id;
  };
  const main = (page: Page) => page.locator('main');

  describe('the search for a customer', () => {
    it(
      'recognises an address, leads to its customer by keyboard alone, and keeps it out of every address',
      async () => {
        const open = await console().open('ada', '/customers');
        const { page } = open;
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await expectCalm(open);
        await screenshots(page, 'customers');
        // The first of that name stands in the head of every page.
        await main(page).getByLabel('Kind').focus();
        await page.keyboard.press('Tab');
        await page.keyboard.type(KIM.email);
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/customers/${await idOfKim()}`);
        await page.getByRole('heading', { level: 1, name: 'K•••' }).waitFor();
        expect(await page.title()).toBe('Customer · Continuo');
        expect(asked.filter((url) => decodeURIComponent(url).includes(KIM.email))).toEqual([]);
        expect(await page.evaluate('JSON.stringify(history.state)')).not.toContain(KIM.email);
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'is in the head of every page, and says when nobody is known',
      async () => {
        const { page, troubles, close } = await console().open('olga', '/system');
        const head = page.getByRole('banner');
        await head.getByRole('combobox').selectOption('user');
        await head.getByRole('textbox').fill('nobody-at-all');
        await page.keyboard.press('Enter');
        await main(page).getByRole('heading', { name: 'Nobody is known by this' }).waitFor();
        await head.getByRole('combobox').selectOption('user');
        await head.getByRole('textbox').fill(KIM.user);
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/customers/${await idOfKim()}`);
        expect(troubles).toEqual([]);
        await close();
      },
      SECONDS,
    );
  });

  describe('a customer', () => {
    it(
      'has one timeline over all channels, with the journeys that each event moved',
      async () => {
        const id = await idOfKim();
        const open = await console().open('ada', `/customers/${id}`);
        const { page } = open;
        const timeline = page.getByRole('region', { name: 'Timeline' });
        await timeline
          .getByRole('button', { name: /Message sent/ })
          .first()
          .waitFor();
        const channels = await timeline.getByRole('button', { expanded: false }).allInnerTexts();
        for (const channel of ['Web and app', 'Message', 'Order', 'Call'])
          expect(channels.some((text) => text.includes(channel))).toBe(true);
        await timeline.getByText('was waited for in ready').first().waitFor();
        await expectCalm(open);
        await expectCalmOnAPhone(open);
        await screenshots(page, 'customer-timeline');
        // The address holds what is chosen, so that it can be sent to somebody.
        await timeline.getByLabel('Channel').selectOption('order');
        await page.waitForURL('**channel=order');
        const only = timeline.getByRole('button', { expanded: false });
        await eventually(async () =>
          (await only.allInnerTexts()).every((text) => /Order|Apply|Clear/.test(text)),
        );
        await page.reload();
        await timeline.getByRole('button', { name: /Goods reserved/ }).waitFor();
        await page.goBack();
        await timeline
          .getByRole('button', { name: /Message sent/ })
          .first()
          .waitFor();
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'is masked for an operator, who finds no way to more and gets none either',
      async () => {
        const id = await idOfKim();
        const open = await console().open('olga', `/customers/${id}?tab=personal`);
        const { page } = open;
        await main(page).getByText('d•••@e•••.net').waitFor();
        expect(await main(page).getByRole('button', { name: /Show/ }).count()).toBe(0);
        expect(await main(page).innerText()).not.toContain(KIM.email);
        const refused = await page.evaluate<number>(`(async () => {
        const { csrfToken } = await (await fetch('/session')).json();
        const answer = await fetch('/api/customer-data-platform/profiles/${id}/traits:reveal', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
          body: JSON.stringify({ purpose: 'curious' }),
        });
        return answer.status;
      })()`);
        expect(refused).toBe(403);
        await page.getByRole('tab', { name: 'Access' }).click();
        await main(page).getByRole('heading', { name: 'You may not open this' }).waitFor();
        expect(await main(page).innerText()).toContain('It is open to: supervisor.');
        // The refused call is on the browser's console, as it must be.
        expect(open.troubles.filter((each) => !each.includes('403'))).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'is revealed to a supervisor who says what for, by keyboard, and the access log tells it',
      async () => {
        const id = await idOfKim();
        const purpose = `case C-${Date.now() % 1_000_000}`;
        const open = await console().open('sam', `/customers/${id}?tab=personal`);
        const { page } = open;
        await main(page).getByText('d•••@e•••.net').waitFor();
        await tabTo(page, 'button', 'Show: email');
        await page.keyboard.press('Enter');
        const dialog = page.getByRole('dialog', { name: 'Show: email' });
        await dialog.getByLabel('What do you need it for?').waitFor();
        await expectCalm(open);
        await page.keyboard.type(purpose);
        await page.keyboard.press('Enter');
        await main(page).getByText(KIM.email).waitFor();
        // The dialog gives the focus back when it has gone, which is after the value is there.
        await page.getByRole('button', { name: 'Hide: email' }).and(page.locator(':focus')).waitFor();
        await screenshots(page, 'customer-personal');
        await page.getByRole('tab', { name: 'Access' }).click();
        const row = page.getByRole('row').filter({ hasText: purpose });
        await row.waitFor();
        expect(await row.innerText()).toMatch(/sam[\s\S]*email/);
        await expectCalm(open);
        await screenshots(page, 'customer-access');
        // Who comes back finds it masked again.
        await page.getByRole('tab', { name: 'Personal data' }).click();
        await main(page).getByText('d•••@e•••.net').waitFor();
        await open.close();
      },
      SECONDS,
    );

    it(
      'shows the words of a message to who asks for them, and not before',
      async () => {
        const open = await console().open('ada', `/customers/${await idOfKim()}?channel=message`);
        const { page } = open;
        await page
          .getByRole('button', { name: /Message sent/ })
          .first()
          .click();
        const quote = main(page).getByRole('blockquote');
        await quote.waitFor();
        expect(await quote.innerText()).toBe('•••');
        await page.getByRole('button', { name: 'Show: the message' }).click();
        await page.getByLabel('What do you need it for?').fill('a question about it');
        await page.getByRole('dialog').getByRole('button', { name: 'Show' }).click();
        await eventually(async () => (await quote.innerText()).length > 10, { what: 'the words' });
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'has consents, segments, identifiers and journeys behind tabs, each with an address of its own',
      async () => {
        const id = await idOfKim();
        const open = await console().open('sam', `/customers/${id}?tab=consents`);
        const { page } = open;
        for (const [tab, heading] of [
          ['Consents', 'Consents'],
          ['Segments', 'Segments'],
          ['Identifiers', 'Merge history'],
          ['Journeys', 'Journeys'],
        ] as const) {
          await page.getByRole('tab', { name: tab }).click();
          await main(page).getByRole('heading', { name: heading, exact: true }).waitFor();
          expect([tab, await axeViolations(page)]).toEqual([tab, []]);
        }
        await page.getByRole('tab', { name: 'Identifiers' }).click();
        await page.waitForURL('**tab=identifiers');
        await main(page)
          .getByRole('row', { name: /User id/ })
          .waitFor();
        expect(await main(page).innerText()).not.toContain(KIM.email);
        await screenshots(page, 'customer-identifiers');
        await page.goBack();
        await main(page).getByRole('heading', { name: 'Journeys', exact: true }).waitFor();
        await main(page)
          .getByRole('link', { name: /guided-purchase/ })
          .first()
          .waitFor();
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'that nobody has is not found, whatever is tried',
      async () => {
        for (const id of ['019a0000-0000-7000-8000-000000000000', 'not-an-id']) {
          const { page, close } = await console().open('ada', `/customers/${id}`);
          await main(page).getByRole('heading', { level: 2 }).waitFor();
          expect(await main(page).innerText()).not.toContain('K•••');
          await close();
        }
      },
      SECONDS,
    );

    it(
      'is read in German as in English',
      async () => {
        const open = await console().open('ada', `/customers/${await idOfKim()}`, { locale: 'de' });
        await open.page.getByRole('tab', { name: 'Zeitleiste' }).waitFor();
        await open.page
          .getByRole('button', { name: /Nachricht gesendet/ })
          .first()
          .waitFor();
        await expectCalm(open);
        await open.close();
      },
      SECONDS,
    );
  });
}

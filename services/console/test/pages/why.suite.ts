// The pages of why: from a message on a customer's timeline to the sentence that says why it went out, and why not.
import { eventually } from '@continuo/testing';
import {
  expectCalm,
  expectCalmOnAPhone,
  screenshots,
  tabTo,
  type ConsoleUnderTest,
} from './console-under-test.js';

const SECONDS = 60_000;

interface Delivery {
  readonly commandId: string;
  readonly profileId: string;
  readonly template: string;
}

export function whyTests(console: () => ConsoleUnderTest): void {
  const sentReminder = async (): Promise<Delivery> => {
    const { body } = await console().ask<{ items: Delivery[] }>(
      'ada',
      '/api/collaboration/deliveries?state=sent&template=collect-reminder&limit=1',
    );
    const [delivery] = body.items;
    if (delivery === undefined) throw new Error('the demonstration sent no reminder');
    return delivery;
  };

  describe('why', () => {
    it(
      'is two steps from a customer’s timeline, by keyboard: event, journey, rule, answer',
      async () => {
        const { profileId, commandId } = await sentReminder();
        const open = await console().open('ada', `/customers/${profileId}?channel=message`);
        const { page } = open;
        await tabTo(page, 'button', /Message sent/);
        await page.keyboard.press('Enter');
        await tabTo(page, 'link', 'Why was this sent?');
        await page.keyboard.press('Enter');
        await page.waitForURL(`**/messages/${commandId}/why?customer=${profileId}`);
        const chain = page.getByRole('list', { name: 'How it came to this' });
        await chain.getByText(/began with:/).waitFor();
        const told = await chain.innerText();
        expect(told).toMatch(/asked for a message to be sent[\s\S]*was answered: Message sent \(done\)/);
        await page.getByText('went out', { exact: true }).waitFor();
        await expectCalm(open);
        await expectCalmOnAPhone(open);
        await screenshots(page, 'message-why');
        await chain.getByText('Rule and inputs').nth(1).click();
        await chain.getByText('command', { exact: true }).first().waitFor();
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'tells of a customer what mattered, newest first, and is narrowed by what is asked',
      async () => {
        const { profileId } = await sentReminder();
        const open = await console().open('olga', `/customers/${profileId}`);
        const { page } = open;
        await page.getByRole('link', { name: 'Why, and why not' }).click();
        await page.waitForURL(`**/customers/${profileId}/why`);
        const record = page.getByRole('list', { name: 'What mattered' });
        await record
          .getByText(/began with:/)
          .first()
          .waitFor();
        const moments = await record
          .locator('li > div > p > time')
          .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
        expect(moments).toEqual([...moments].sort().reverse());
        await expectCalm(open);
        await screenshots(page, 'customer-why');
        await page.getByLabel('Show', { exact: true }).selectOption('messages');
        await page.waitForURL('**show=messages');
        await record
          .getByText(/asked for/)
          .first()
          .waitFor();
        await eventually(async () => !/began with:/.test(await record.innerText()), {
          what: 'messages alone',
        });
        expect(open.troubles).toEqual([]);
        await open.close();
      },
      SECONDS,
    );

    it(
      'of what nobody knows is not found',
      async () => {
        const { page, close } = await console().open(
          'ada',
          '/messages/019a0000-0000-7000-8000-000000000000/why',
        );
        await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
        await close();
      },
      SECONDS,
    );

    it(
      'is not for a designer, who is told whose it is',
      async () => {
        const { profileId } = await sentReminder();
        const { page, troubles, close } = await console().open('dana', `/customers/${profileId}/why`);
        await page.getByRole('heading', { name: 'You may not open this' }).waitFor();
        expect(troubles).toEqual([]);
        await close();
      },
      SECONDS,
    );
  });
}

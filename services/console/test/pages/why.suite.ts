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

const PLACE = {
  step: 'remind',
  visit: 1,
  branch: null,
  since: null,
  until: null,
  commandId: null,
  childId: null,
  incident: null,
};
/** One of each code that the interface gives, with what its text is in German. */
const WAITS = [
  {
    code: 'event',
    type: 'continuo.x.Unheard.v1',
    when: 'a == 1',
    restarts: true,
    german: 'ein Ereignis: Unheard a == 1 (beginnt das Warten neu)',
  },
  { code: 'duration', duration: 'PT4H', german: 'die Zeit: 4 Std.' },
  {
    code: 'date',
    expression: 'vars.day',
    at: '09:00',
    zone: 'customer',
    german: 'den Zeitpunkt vars.day um 09:00 (in der Zeitzone der Kundin oder des Kunden)',
  },
  { code: 'answer', type: 'continuo.x.Answered.v1', german: 'die Antwort: Answered' },
  { code: 'held', rule: 'quietHours/night', until: null, german: 'was sie zurückhält: quietHours/night' },
  { code: 'held', rule: null, until: null, german: 'eine Regel, die sie zurückhält' },
  {
    code: 'decision',
    approval: 'goodwill',
    role: 'supervisor',
    german: 'die Entscheidung von supervisor über goodwill',
  },
  { code: 'last-word', approval: 'goodwill', german: 'das letzte Wort zu goodwill, dessen Frist vorbei ist' },
  { code: 'worker', task: 'score', attempt: 2, german: 'score von einem Worker, Versuch 2' },
  { code: 'journey', journey: 'call', german: 'das Ende der Journey call' },
  { code: 'branch', branch: 'one', german: 'den Zweig one' },
  { code: 'tomorrow', text: 'what is new', german: 'what is new' },
].map((each, at) => ({ text: `text ${at}`, ...each }));

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
      'says in German what a journey waits for, by its code; a code that it does not know in the service’s words',
      async () => {
        const { body } = await console().ask<{ items: { id: string }[] }>(
          'ada',
          '/api/orchestrator/instances?limit=1',
        );
        const id = body.items[0]?.id ?? '';
        const { page, troubles, close } = await console().open('ada', '/', { locale: 'de' });
        // The demonstration waits for nobody; so this one is given every kind of wait.
        await page.route(`**/api/orchestrator/instances/${id}*`, async (route) => {
          const answer = await route.fetch();
          const instance = (await answer.json()) as object;
          await route.fulfill({
            json: { ...instance, state: 'running', positions: [{ ...PLACE, waitsFor: WAITS }] },
          });
        });
        await page.goto(`/instances/${id}`);
        const list = page.getByRole('list', { name: 'Worauf sie wartet' });
        await list.waitFor();
        expect(await list.getByRole('listitem').allInnerTexts()).toEqual(WAITS.map(({ german }) => german));
        expect(troubles).toEqual([]);
        await close();
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

// Who may see and do what, route by route and page by page: what one role may not, the other's link does not show, and an id
// that is forged gets a refusal by name.
import { randomUUID } from 'node:crypto';
import { SmallBrowser } from '../small-browser.js';
import { axeViolations } from './calm.js';
import type { ConsoleUnderTest, OpenPage } from './console-under-test.js';
import { forgedIds, forgedPages, openPages, people, routes, sectionsOf, type Person } from './roles-table.js';

const PEOPLE = Object.keys(people) as Person[];

export function rolesTests(given: () => ConsoleUnderTest): void {
  const sessions = new Map<Person, Promise<SmallBrowser>>();
  const sessionOf = (person: Person): Promise<SmallBrowser> => {
    const known = sessions.get(person) ?? signedIn(given().origin, person);
    sessions.set(person, known);
    return known;
  };

  describe('who may', () => {
    beforeAll(() => given().storyHasBegun(), 60_000);

    it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
      '%s: its roles, nobody else',
      async (_name, { method, path, roles, body }) => {
        const answers = await Promise.all(
          PEOPLE.map(
            async (person) => [person, await ask(await sessionOf(person), method, path, body)] as const,
          ),
        );
        for (const [person, { status, code }] of answers) {
          const may = roles.includes(people[person]);
          if (may) expect([person, status, code]).not.toEqual([person, 403, 'role-missing']);
          else expect([person, status, code]).toEqual([person, 403, 'role-missing']);
          expect(status).toBeLessThan(500);
        }
        const nobody = await ask(new SmallBrowser(given().origin), method, path, body);
        expect([401, 403]).toContain(nobody.status);
      },
    );

    it.each(forgedIds)('an id that is forged is refused by name: %s %s', async (person, path, statuses) => {
      const { status, code, text } = await ask(await sessionOf(person), 'GET', path);
      expect(statuses).toContain(status);
      expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
      // What somebody made up is not repeated to them, and nothing of ours is told.
      expect(text).not.toMatch(/' or |select |drop table|at .*\.js:\d/i);
    });

    it("an incident is not found under another customer's instance", async () => {
      const { body } = await given().ask<{ items: { id: string }[] }>(
        'olga',
        '/api/orchestrator/instances?limit=1',
      );
      const path = `/api/orchestrator/instances/${String(body.items[0]?.id)}/incidents/${randomUUID()}`;
      expect(await ask(await sessionOf('olga'), 'GET', path)).toMatchObject({
        status: 404,
        code: 'incident-not-found',
      });
    });

    it('a deed by cookie without the page’s token is not done, whoever asks', async () => {
      const olga = await sessionOf('olga');
      const answer = await olga.ask('/api/orchestrator/incidents:bulk', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: randomUUID() }),
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'csrf-token-missing' });
    });
  });

  describe('pages', () => {
    beforeAll(() => given().storyHasBegun(), 60_000);

    it.each(PEOPLE)(
      '%s sees the sections of their role, opens their pages, and is told of the others who may',
      async (person) => {
        const open = await given().open(person, '/system');
        const links = open.page.getByRole('navigation', { name: 'Main' }).getByRole('link');
        expect(await links.allInnerTexts()).toEqual(sectionsOf(people[person]));
        for (const [path, roles] of openPages) await expectPage(open, path, roles.includes(people[person]));
        await open.close();
      },
      120_000,
    );

    it.each(forgedPages)(
      '%s: a forged id shows a state that fits: %s',
      async (person, path) => {
        const { page, troubles, close } = await given().open(person, path);
        await page.getByRole('heading', { name: FITTING }).first().waitFor();
        expect(troubles.filter((each) => each.startsWith('not caught'))).toEqual([]);
        expect(await axeViolations(page)).toEqual([]);
        await close();
      },
      30_000,
    );
  });
}

/** What a page says of something that is not there, or that can not be. */
const FITTING = /There is nothing here|This did not work|Bad Request|Not Found|URI Too Long/;

async function expectPage({ page }: OpenPage, path: string, may: boolean): Promise<void> {
  const refused: string[] = [];
  const hear = (answer: { status(): number; url(): string }) => {
    if (answer.status() === 403) refused.push(new URL(answer.url()).pathname);
  };
  page.on('response', hear);
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const told = page.getByRole('heading', { name: 'You may not open this' });
  expect([path, await told.count()]).toEqual([path, may ? 0 : 1]);
  // Where a page is not to be opened nothing is asked in vain, and what a page asks its reader may know.
  expect([path, refused]).toEqual([path, []]);
  page.off('response', hear);
}

async function signedIn(gateway: string, person: Person): Promise<SmallBrowser> {
  const browser = new SmallBrowser(gateway);
  await browser.signInAs(person);
  return browser;
}

async function ask(
  browser: SmallBrowser,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; code: string; text: string }> {
  const session = browser.cookies.size > 0 ? await browser.session() : {};
  const abort = new AbortController();
  const answer = await browser.ask(path, {
    method,
    signal: abort.signal,
    headers: {
      'x-csrf-token': String(session['csrfToken'] ?? ''),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // A stream of events has no end: that it began is all that is asked.
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    abort.abort();
    return { status: answer.status, code: '', text: '' };
  }
  const text = await answer.text();
  const isProblem = answer.headers.get('content-type')?.includes('problem') === true;
  const code = isProblem ? String((JSON.parse(text) as { code?: string }).code) : '';
  return { status: answer.status, code, text };
}

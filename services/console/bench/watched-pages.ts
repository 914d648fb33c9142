// The pages that are watched, and what somebody does on each: what one does there all day, turn by turn.
import type { Page } from 'playwright-core';

export interface WatchedPage {
  readonly name: string;
  readonly path: (journey: string) => string;
  /** One thing that is done with the keyboard or the mouse. */
  readonly act: (page: Page, turn: number) => Promise<void>;
}

const HOW_LONG_MS = 5_000;

export const watchedPages: readonly WatchedPage[] = [
  { name: 'home', path: () => '/', act: lookAround },
  { name: 'graph', path: (journey) => `/journeys/${journey}`, act: lookAround },
  { name: 'list', path: (journey) => `/journeys/${journey}/people?step=choosing`, act: pageOn },
  { name: 'bus', path: () => '/bus', act: lookAround },
];

/** As the local issuer's operator: the person who may open all of these pages. */
export async function signIn(page: Page, gateway: string): Promise<void> {
  await page.goto(`${gateway}/sign-in?return=/system`);
  await page.locator('button[name="person"][value="olga"]').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Opens what explains a number, closes it, goes on by keyboard, and clicks where nothing is. */
async function lookAround(page: Page, turn: number): Promise<void> {
  const explained = page.locator('main button[aria-haspopup]:visible, main summary:visible');
  const count = await explained.count();
  switch (turn % 4) {
    case 0:
      if (count > 0)
        await explained
          .nth((turn / 4) % count)
          .click({ timeout: HOW_LONG_MS })
          .catch(() => undefined);
      return;
    case 1:
      await page.keyboard.press('Escape');
      return;
    case 2:
      await page.keyboard.press('Tab');
      return;
    default:
      await page.mouse.click(720, 4);
  }
}

/** To the next page of the list and back again. */
async function pageOn(page: Page, turn: number): Promise<void> {
  const name = turn % 4 < 2 ? /next|weiter/i : /previous|zurück/i;
  const button = page.locator('main').getByRole('button', { name }).first();
  if ((await button.count()) > 0 && (await button.isEnabled()))
    await button.click({ timeout: HOW_LONG_MS }).catch(() => undefined);
  else await page.keyboard.press('Tab');
}

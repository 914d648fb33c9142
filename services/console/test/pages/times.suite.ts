// A time, wherever a page shows one: short to read, and exact to who wants to know.
import { eventually } from '@continuo/testing';
import { expectCalm, type ConsoleUnderTest } from './console-under-test.js';

export function timesTests(console: () => ConsoleUnderTest): void {
  describe('times', () => {
    it('tell the exact one to the mouse that comes to it, and no more when it has gone', async () => {
      const open = await console().open('olga', '/journeys/click-and-collect/people?state=ended');
      const { page } = open;
      const times = page.locator('tbody time');
      const hint = page.getByRole('tooltip');
      await times.nth(3).waitFor();
      // Quickly over some, and then to stay: only where it stays something is told.
      for (const at of [0, 1, 2, 3]) await times.nth(at).hover();
      await eventually(async () => (await hint.count()) === 1, { what: 'one hint' });
      const said = await hint.innerText();
      expect(said).toMatch(/\d.*\(Europe\/Berlin\)$/);
      const place = await hint.boundingBox();
      const time = await times.nth(3).boundingBox();
      expect(Math.abs((place?.y ?? 0) - (time?.y ?? 0))).toBeLessThan(80);
      await page.mouse.move(0, 0);
      await hint.waitFor({ state: 'detached' });
      await expectCalm(open);
      await open.close();
    }, 45_000);
  });
}

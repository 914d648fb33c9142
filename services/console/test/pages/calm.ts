// What may not happen on any page: an error on its console, a broken policy, a call elsewhere, something that axe finds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA and below, and axe's own good practice. */
const RUN = `axe.run(document, {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
})`;

/** Filled with whatever goes wrong on a page from now on; what breaks the policy is an error on its console. */
export function listenForTroubles(page: Page): string[] {
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`not caught: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    const home = page.url() === 'about:blank' ? origin : new URL(page.url()).origin;
    if (protocol.startsWith('http') && origin !== home) troubles.push(`asked elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  return troubles;
}

/** Runs in the page: until nothing has moved for three frames, since what comes in begins to do so a frame later. */
const AT_REST = `(async () => {
  let still = 0;
  for (let turn = 0; turn < 30 && still < 3; turn += 1) {
    await new Promise((done) => requestAnimationFrame(done));
    const moving = document.getAnimations().filter(({ playState }) => playState === 'running');
    still = moving.length === 0 ? still + 1 : 0;
    await Promise.all(moving.map((each) => each.finished.catch(() => undefined)));
  }
})()`;

/** Each rule that the page breaks as it is now, with the elements that do. */
export async function axeViolations(page: Page): Promise<readonly (readonly [string, readonly string[]])[]> {
  // Colours that are on their way from one to the other have neither's contrast.
  await page.evaluate(AT_REST);
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
  }>(RUN);
  return violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html, failureSummary = '' }) => `${html} ${failureSummary.replaceAll(/\s+/g, ' ')}`),
  ]);
}

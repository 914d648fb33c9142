// Proves the pages in a real browser, against the whole running system with the demonstration's data, started once for all:
// the tests of each page are told in the suites beside this file.
import type { Browser } from 'playwright-core';
import { findBrowser } from '../browser.js';
import { busTests } from './bus.suite.js';
import { ConsoleUnderTest } from './console-under-test.js';
import { customerTests } from './customer.suite.js';
import { customerStatesTests } from './customer-states.suite.js';
import { homeTests } from './home.suite.js';
import { journeysTests } from './journeys.suite.js';
import { incidentsTests } from './incidents.suite.js';
import { newcomerTests } from './newcomer.suite.js';
import { rolesTests } from './roles.suite.js';
import { shellTests } from './shell.suite.js';
import { simulateTests } from './simulate.suite.js';
import { timesTests } from './times.suite.js';
import { whyTests } from './why.suite.js';

const minutes = 60_000;
const found = await findBrowser();
const missing = 'missing' in found ? found.missing : undefined;

let underTest: ConsoleUnderTest;

(missing === undefined ? describe : describe.skip)(
  `the console’s pages${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    beforeAll(async () => {
      underTest = await ConsoleUnderTest.start((found as { browser: Browser }).browser);
    }, 6 * minutes);

    afterAll(async () => {
      await underTest?.stop();
    }, minutes);

    // The story needs more than a minute and nothing of the machine: what does not ask for its end comes meanwhile.
    describe('while the demonstration plays', () => {
      shellTests(() => underTest);
      rolesTests(() => underTest);
      incidentsTests(() => underTest);
    });

    describe('when the demonstration has ended', () => {
      beforeAll(() => underTest.storyHasEnded(), 5 * minutes);

      newcomerTests(() => underTest);
      timesTests(() => underTest);
      homeTests(() => underTest);
      busTests(() => underTest);
      customerTests(() => underTest);
      customerStatesTests(() => underTest);
      whyTests(() => underTest);
      journeysTests(() => underTest);
      simulateTests(() => underTest);
    });
  },
);

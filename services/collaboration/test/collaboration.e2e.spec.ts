// The whole service from outside, started once: its tests are told in the suites beside this file.
import { placesTests } from './places.suite.js';
import { RunningCollaboration } from './running-collaboration.js';
import { deliveriesTests } from './deliveries.suite.js';
import { sendingTests } from './sending.suite.js';
import { staffTests } from './staff.suite.js';
import { templatesTests } from './templates.suite.js';
import { webhookTests } from './webhooks.suite.js';
import { withholdingTests } from './withholding.suite.js';

let collaboration: RunningCollaboration;

beforeAll(async () => {
  collaboration = await RunningCollaboration.start();
}, 60_000);

afterAll(async () => {
  await collaboration.stop();
}, 30_000);

webhookTests(() => collaboration);
sendingTests(() => collaboration);
withholdingTests(() => collaboration);
deliveriesTests(() => collaboration);
placesTests(() => collaboration);
staffTests(() => collaboration);
templatesTests(() => collaboration);

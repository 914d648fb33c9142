// The whole service from outside, started once: its tests are told in the suites beside this file.
import { RunningCollaboration } from './running-collaboration.js';
import { sendingTests } from './sending.suite.js';
import { webhookTests } from './webhooks.suite.js';

let collaboration: RunningCollaboration;

beforeAll(async () => {
  collaboration = await RunningCollaboration.start();
}, 60_000);

afterAll(async () => {
  await collaboration.stop();
}, 30_000);

webhookTests(() => collaboration);
sendingTests(() => collaboration);

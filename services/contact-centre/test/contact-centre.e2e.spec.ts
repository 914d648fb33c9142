// The whole service from outside, two replicas started once: its tests are told in the suites beside this file.
import { callsTests } from './calls.suite.js';
import { contextTests } from './context.suite.js';
import { deskTests } from './desk.suite.js';
import { routingTests } from './routing.suite.js';
import { RunningContactCentre } from './running-contact-centre.js';
import { stormTests } from './storm.suite.js';

let contactCentre: RunningContactCentre;

beforeAll(async () => {
  contactCentre = await RunningContactCentre.start();
}, 60_000);

afterAll(async () => {
  await contactCentre.stop();
}, 30_000);

callsTests(() => contactCentre);
contextTests(() => contactCentre);
routingTests(() => contactCentre);
deskTests(() => contactCentre);
stormTests(() => contactCentre);

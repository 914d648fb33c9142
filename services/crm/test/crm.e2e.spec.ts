// The whole service from outside, started once: its tests are told in the suites beside this file.
import { casesTests } from './cases.suite.js';
import { commandsTests } from './commands.suite.js';
import { contactsTests } from './contacts.suite.js';
import { erasureTests } from './erasure.suite.js';
import { RunningCrm } from './running-crm.js';
import { searchTests } from './search.suite.js';

let crm: RunningCrm;

beforeAll(async () => {
  crm = await RunningCrm.start();
}, 60_000);

afterAll(async () => {
  await crm.stop();
}, 30_000);

contactsTests(() => crm);
searchTests(() => crm);
casesTests(() => crm);
commandsTests(() => crm);
erasureTests(() => crm);

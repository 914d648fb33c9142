// The whole service from outside, started once: its tests are told in the suites beside this file.
import { catalogueTests } from './catalogue.suite.js';
import { ordersTests } from './orders.suite.js';
import { RunningOperations } from './running-operations.js';

let operations: RunningOperations;

beforeAll(async () => {
  operations = await RunningOperations.start();
}, 60_000);

afterAll(async () => {
  await operations.stop();
}, 30_000);

catalogueTests(() => operations);
ordersTests(() => operations);

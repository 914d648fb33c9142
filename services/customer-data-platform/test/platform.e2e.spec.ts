// The whole service from outside, started once: its tests are told in the suites beside this file.
import { activityTests } from './activity.suite.js';
import { erasuresTests } from './erasures.suite.js';
import { profilesTests } from './profiles.suite.js';
import { RunningPlatform } from './running-platform.js';
import { trackingTests } from './tracking.suite.js';

let platform: RunningPlatform;

beforeAll(async () => {
  platform = await RunningPlatform.start();
}, 60_000);

afterAll(async () => {
  await platform.stop();
}, 30_000);

trackingTests(() => platform);
profilesTests(() => platform);
activityTests(() => platform);
erasuresTests(() => platform);

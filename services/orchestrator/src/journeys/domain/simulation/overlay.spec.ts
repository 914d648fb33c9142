// Recorded entries by schedule are the candidate's: by what its schedules say, wherever they stand.
import { journey, planFrom } from '../../../../test/journey-under-test.js';
import type { StartInput } from '../engine/input.js';
import type { Plans } from '../engine/profile.js';
import type { Plan } from '../language/plan.js';
import { askedOf, withCandidate } from './overlay.js';

const DAILY = '- { schedule: { every: P1D, from: 2026-01-01 }, audience: profile.vip == true }';
const WEEKLY = '- { schedule: { every: P7D, from: 2026-01-01 }, audience: profile.vip == true }';
const version = (number: number, ...schedules: readonly string[]): Plan =>
  planFrom(
    journey('    over: { end: over }').replace(
      'entry:\n',
      `entry:\n${schedules.map((each) => `  ${each}\n`).join('')}`,
    ),
    number,
  );
const identities = ({ schedules }: Plan) => schedules.map(({ identity }) => identity);

describe('a schedule', () => {
  test('is what it says, not its place, and not how a default is written', () => {
    const [daily, weekly] = identities(version(1, DAILY, WEEKLY));
    expect(identities(version(2, WEEKLY, DAILY))).toEqual([weekly, daily]);
    const midnight = DAILY.replace('every', 'at: "00:00", timeZone: UTC, every');
    expect(identities(version(3, midnight))).toEqual([daily]);
    expect(new Set([daily, weekly]).size).toBe(2);
  });

  test.each([
    ['another audience', DAILY.replace('true', 'false')],
    ['another time of the day', DAILY.replace('every', 'at: "09:00", every')],
    ['another zone', DAILY.replace('every', 'timeZone: Europe/Berlin, every')],
    ['another first day', DAILY.replace('01-01', '01-02')],
  ])('with %s is another one', (_what, other) => {
    expect(identities(version(2, other))).not.toEqual(identities(version(1, DAILY)));
  });

  test('that is there twice is two', () => {
    const [first, second] = identities(version(1, DAILY, DAILY));
    expect(first).not.toBe(second);
    expect(identities(version(2, WEEKLY, DAILY, DAILY)).slice(1)).toEqual([first, second]);
  });
});

describe('a recorded entry by schedule', () => {
  const recorded = version(1, DAILY, WEEKLY);
  const published: Plans = {
    version: (_journey, number) => (number === 1 ? recorded : undefined),
    current: () => recorded,
    startedBy: () => [],
    isPaused: () => false,
  };
  const asked = (candidate: Plan, more: Partial<StartInput> = {}): StartInput =>
    askedOf(
      candidate,
      {
        ...{ kind: 'start', id: 'r-1', profileId: 'p-1', journey: 'under-test', version: 1, at: 0, key: '' },
        ...{ vars: {}, entry: 1, actor: 'schedule', hops: 0, customer: 'p-1', correlationId: 'r-1' },
        ...more,
      },
      withCandidate(published, candidate),
    );

  test('is asked of the schedule that says the same, else of the one in the same place', () => {
    expect(asked(version(2, WEEKLY, DAILY))).toMatchObject({ version: 2, entry: 0 });
    const narrower = WEEKLY.replace('true', 'true && profile.tier == "gold"');
    expect(asked(version(2, DAILY, narrower))).toMatchObject({ version: 2, entry: 1 });
  });

  test('stays as it is in the same version, in other journeys, and where somebody asked', () => {
    expect(asked(recorded)).toMatchObject({ version: 1, entry: 1 });
    const candidate = version(2, WEEKLY, DAILY);
    expect(asked(candidate, { journey: 'other' })).toMatchObject({ version: 1, entry: 1 });
    expect(asked(candidate, { version: null })).toMatchObject({ version: null, entry: 1 });
    const { entry: _place, ...byHand } = asked(recorded);
    expect(askedOf(candidate, byHand, withCandidate(published, candidate))).toEqual(byHand);
  });
});

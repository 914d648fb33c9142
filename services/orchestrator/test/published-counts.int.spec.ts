// What is counted of a transaction is counted when it is committed: one that is rolled back is done again.
import { Database } from '@continuo/persistence';
import { startTelemetry } from '@continuo/telemetry';
import { testDatabase } from '@continuo/testing';
import { countOnCommit, type Counted } from '../src/journeys/timeline/published-counts.js';

const PROFILE = '018f0000-0000-7000-8000-000000000001';
const counted: Counted = {
  fired: 3,
  outgoing: [
    {
      key: PROFILE,
      profileId: PROFILE,
      hops: 0,
      correlationId: PROFILE,
      type: 'continuo.orchestrator.JourneyEnded.v1',
      value: { journey: 'call', outcome: 'reached' },
    },
  ],
  decisions: [
    {
      profileId: PROFILE,
      journey: 'call',
      version: 1,
      at: 1,
      rule: 'reentry',
      entryId: 'e-1',
      customer: 'web:c-1',
      inputs: {},
    },
  ],
};

test('counts once what was rolled back at first, and committed when it was tried again', async () => {
  const telemetry = startTelemetry({ service: 'counting', version: '1', samplingRatio: 0 });
  const own = await testDatabase('counts');
  const database = await Database.open({ url: own.url, applicationName: 'counts' });
  const work = (fails: boolean) =>
    database.transaction(async (tx) => {
      countOnCommit(tx, counted);
      if (fails) await tx.client.query('select 1 / 0');
    });
  await expect(work(true)).rejects.toMatchObject({ code: '22012' });
  const before = await telemetry.metricsText();
  await work(false);
  const after = await telemetry.metricsText();
  const lines = (text: string) =>
    text.split('\n').filter((line) => /^continuo_(timers|journeys|decisions)/.test(line));
  expect(lines(before)).toEqual([]);
  expect(lines(after).map((line) => [line.split(/[{ ]/)[0], line.split(' ').at(-1)])).toEqual(
    expect.arrayContaining([
      ['continuo_timers_fired_total', '3'],
      ['continuo_journeys_ended_total', '1'],
      ['continuo_decisions_total', '1'],
    ]),
  );
  await database.close();
  await own.drop();
  await telemetry.shutdown(200);
});

// A closed client leaves nothing behind on a real broker, and one question's failure is no other's.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testServer, uniquePrefix } from '@continuo/testing';
import { kafkaClient } from './kafkajs-client.js';

const broker = testServer('kafkaBrokers');

it('asked at several places at once, and closed while some of it is under way, lets its process end', async () => {
  const program = fileURLToPath(new URL('../../test/leave-nothing.mjs', import.meta.url));
  const given = JSON.stringify({ broker, prefix: uniquePrefix('nothing') });
  const ended = promisify(execFile)(process.execPath, [program, given], { timeout: 20_000 });
  const { stdout, stderr } = await ended;
  expect(JSON.parse(stdout)).toEqual({ closed: 0, failed: 4, afterwards: 0 });
  expect(stderr).toBe('');
}, 30_000);

it('asks again for those whose connection ended by the failure of another', async () => {
  const kafka = kafkaClient({
    brokers: broker.split(','),
    clientId: 'again-test',
    topicPrefix: uniquePrefix('again'),
  });
  await kafka.admin().create([{ topic: 'known', partitions: 1 }]);
  const log = kafka.log();
  const known = async (): Promise<number> => {
    let ends = 0;
    // Each of its questions may find the connection ended.
    for (let times = 0; times < 10; times += 1) ends += (await log.ends(['known'])).size;
    return ends;
  };
  const unknown = (): Promise<unknown> => log.ends(['none']);
  const [first, refusal, second] = await Promise.allSettled([known(), unknown(), known()]);
  expect(refusal).toMatchObject({ reason: { code: 'topic-unknown' } });
  expect([first, second]).toMatchObject([{ value: 10 }, { value: 10 }]);
  await kafka.admin().delete(['known']);
  await kafka.close();
}, 30_000);

// Proves that nothing personal leaves its owner: not onto a topic, into a span, or into a log; and that dead letters tell
// nothing that their records did not.
import { contract } from '@continuo/contracts';
import { partitionOf, type KafkaRecord } from '@continuo/messaging';
import { Canaries, eventually, type FoundCanary } from '@continuo/testing';
import { onlyRefused } from './canary-adjustments.js';
import { findCanaries, findInTelemetry, refusedOnly, settled } from './canary-run.js';
import type { StoryRun } from './story-run.js';
import { allRecords } from './topic-contents.js';

const minutes = 60_000;

export function privacyTests(run: () => StoryRun): void {
  it(
    'lets nothing personal out: not onto a topic, into a span, or into a log',
    async () => {
      const { pushing, running, canaries, erased, seed } = run();
      const sent = await pushing;
      expect(sent.filter(({ status }) => status >= 500)).toEqual([]);
      await settled(running);
      const found = [...(await findCanaries(running, canaries)), ...(await findCanaries(running, erased))];
      expect({ seed, leaks: toldOnce(found) }).toEqual({ seed, leaks: [] });
      const operations = new Set(sent.map(({ operation }) => operation));
      process.stdout.write(
        `${canaries.made.length + erased.made.length} canaries through ${operations.size} operations\n`,
      );
      const refused = refusedOnly(sent);
      // A canary that is refused at the door has shown nothing of what lies behind it.
      expect([...refused].filter(([operation]) => onlyRefused[operation] === undefined)).toEqual([]);
      expect(Object.keys(onlyRefused).filter((operation) => !refused.has(operation))).toEqual([]);
    },
    2 * minutes,
  );

  it(
    'puts what it cannot take aside: the dead letter is the record as it came, and what is told of it tells nothing more',
    async () => {
      const { running, seed } = run();
      const canaries = new Canaries(seed + 2);
      const [letter] = await strangersLetter(run(), canaries);
      const [topic, group] = ['collaboration.messages', 'cdp'];
      expect(letter?.headers).toMatchObject({ 'x-stranger': canaries.made[1]?.value });
      await settled(running);
      const inTelemetry = findInTelemetry(running, canaries);
      expect({ seed, leaks: toldOnce(inTelemetry) }).toEqual({ seed, leaks: [] });
      // What the transport added beside what came: why it was put aside, in codes.
      const came = new Set(['x-stranger', 'ce_id', 'ce_type']);
      const added = Object.entries(letter?.headers ?? {}).filter(([name]) => !came.has(name));
      expect(added.length).toBeGreaterThan(0);
      expect(canaries.findIn('added headers', JSON.stringify(added))).toEqual([]);
      // The dead letters of everything else in this run are thin, as their records are.
      const deadLetters = new Set(contract.deadLetterTopics.map(({ name }) => name));
      const all = await allRecords(running.kafka, (each) => deadLetters.has(each));
      expect(all.map((record) => record.topic)).toContain(`${topic}.${group}.dlq`);
      expect(toldOnce(all.flatMap((record) => run().canaries.findIn(record.topic, whole(record))))).toEqual(
        [],
      );
    },
    minutes,
  );
}

/** Somebody else's program writes to a topic of ours: a record that we did not publish, full of personal data. */
async function strangersLetter({ running }: StoryRun, canaries: Canaries): Promise<readonly KafkaRecord[]> {
  const topic = 'collaboration.messages';
  const key = `phone=${canaries.make('phone', 'key of a stranger').value}`;
  const said = canaries.make('text', 'header of a stranger').value;
  const model = (await allRecords(running.kafka, (each) => each === topic))[0];
  const type = model?.headers.ce_type ?? '';
  const producer = await running.kafka.producer();
  await producer.send(topic, [
    {
      partition: partitionOf(Buffer.from(key), contract.topic(topic)?.partitions ?? 1),
      key: Buffer.from(key),
      value: model?.value ?? null,
      headers: { 'x-stranger': said, ce_id: 'a-stranger', ce_type: type },
    },
  ]);
  await producer.close();
  return eventually(
    async () => {
      const letters = await allRecords(running.kafka, (each) => each === `${topic}.cdp.dlq`);
      const ours = letters.filter(({ headers }) => headers['x-stranger'] === said);
      return ours.length > 0 ? ours : undefined;
    },
    { within: 30_000, every: 500, what: 'a dead letter' },
  );
}

function whole({ key, value, headers }: KafkaRecord): string {
  return [key?.toString('latin1'), value?.toString('latin1'), JSON.stringify(headers)].join('\n');
}

function toldOnce(found: readonly FoundCanary[]): readonly string[] {
  return [
    ...new Set(found.map(({ canary, where, as }) => `${canary.place} (${canary.kind}): ${where}, as ${as}`)),
  ];
}

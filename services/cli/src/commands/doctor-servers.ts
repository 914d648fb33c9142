// The doctor's checks of the broker, its topics, the registry, and the positions that services have on them.
import { patiently } from '../system/patiently.js';
import { listServices } from '../system/services.js';
import { consumersOf, type Position } from '../system/transport.js';
import type { CommandContext } from './command.js';
import type { Finding } from './doctor-finding.js';
import { readPlan } from './topics.js';

export async function checkBroker(context: CommandContext): Promise<readonly Finding[]> {
  const { system, connection } = context;
  await (await system.kafka()).admin().ping();
  const { create, change, refuse } = await readPlan(context, connection.env.CONTINUO_TOPIC_REPLICAS);
  const broker: Finding = {
    what: 'broker',
    state: 'well',
    detail: `answers at ${connection.brokers.join(', ')}`,
  };
  const findings: Finding[] = refuse.map(({ name, message }) => ({
    what: `topic ${name}`,
    state: 'wrong',
    detail: message,
  }));
  if (create.length > 0) {
    findings.push({
      what: 'topics',
      state: 'wrong',
      detail: `${create.length} are missing: ${create.map(({ name }) => name).join(', ')}`,
      advice: 'continuo topics apply makes them.',
    });
  }
  if (change.length > 0) {
    findings.push({
      what: 'topics',
      state: 'warning',
      detail: `${change.length} have other settings than the contract`,
      advice: 'continuo topics apply --dry-run shows them.',
    });
  }
  if (findings.length === 0) findings.push({ what: 'topics', state: 'well', detail: 'as the contract says' });
  return [broker, ...findings];
}

export async function checkRegistry({ system, connection }: CommandContext): Promise<readonly Finding[]> {
  const { contract, subjectOf } = await import('@continuo/contracts');
  const present = new Set(await (await system.registry()).subjects());
  const wanted = contract.types.flatMap(({ topics, fullName }) =>
    topics.map((topic) => subjectOf(topic, fullName)),
  );
  const missing = wanted.filter((subject) => !present.has(subject));
  const registry: Finding = {
    what: 'schema registry',
    state: 'well',
    detail: `answers at ${connection.schemaRegistry ?? '?'}`,
  };
  if (missing.length === 0)
    return [registry, { what: 'schemas', state: 'well', detail: `${wanted.length} subjects are registered` }];
  return [
    registry,
    {
      what: 'schemas',
      state: 'wrong',
      detail: `${missing.length} of ${wanted.length} subjects are not registered`,
      advice: 'continuo schemas register registers them.',
    },
  ];
}

/** A position outside its log means that records were lost, or that the database is from another time than the broker. */
export async function checkPositions({ system }: CommandContext): Promise<readonly Finding[]> {
  const services = (await listServices(system)).filter(({ state }) => state !== 'unreachable');
  const positions = (await Promise.all(services.map(({ name }) => consumersOf(system, name)))).flatMap(
    (each) => each.positions,
  );
  const admin = (await system.kafka()).admin();
  const topics = [...new Set(positions.map(({ topic }) => topic))];
  const ranges = new Map(
    await Promise.all(
      topics.map(async (topic) => [topic, await patiently(() => admin.logRanges(topic))] as const),
    ),
  );
  const findings = topics.flatMap((topic) => topicFindings(topic, positions, ranges.get(topic)));
  if (positions.length === 0)
    return [{ what: 'positions', state: 'skipped', detail: 'no consumer has one yet' }];
  return findings;
}

interface LogRange {
  readonly start: bigint;
  readonly end: bigint;
}

function topicFindings(
  topic: string,
  positions: readonly Position[],
  ranges: ReadonlyMap<number, LogRange> | undefined,
): Finding[] {
  const groups = [...new Set(positions.filter((each) => each.topic === topic).map(({ group }) => group))];
  return groups.map((group) => {
    const own = positions.filter((each) => each.topic === topic && each.group === group);
    const what = `${group} on ${topic}`;
    const outside = own.filter(({ partition, nextOffset }) => {
      const range = ranges?.get(partition);
      return range !== undefined && (BigInt(nextOffset) < range.start || BigInt(nextOffset) > range.end);
    });
    if (outside.length > 0) {
      return {
        what,
        state: 'wrong',
        detail: `the position of partition ${outside.map(({ partition }) => partition).join(', ')} is outside the log`,
        advice: 'Records were lost or the topic was made anew; the partition waits for your decision.',
      };
    }
    const lag = own.reduce((sum, each) => sum + lagOf(each, ranges), 0n);
    const held = own.reduce((sum, { heldKeys }) => sum + heldKeys, 0);
    const slow = own.filter(({ recordByRecord }) => recordByRecord).length;
    const detail = [
      `${lag} records behind`,
      held > 0 ? `${held} keys held` : '',
      slow > 0 ? `${slow} partitions record by record` : '',
    ];
    return {
      what,
      state: held + slow > 0 ? 'warning' : 'well',
      detail: detail.filter((part) => part !== '').join(', '),
    };
  });
}

function lagOf(
  { partition, nextOffset }: Position,
  ranges: ReadonlyMap<number, LogRange> | undefined,
): bigint {
  const end = ranges?.get(partition)?.end ?? 0n;
  const next = BigInt(nextOffset);
  return end > next ? end - next : 0n;
}

// Where one event is now: still in an outbox, on which topics, applied by whom, parked, and what it did to journeys.
import type { KafkaRecord } from '@continuo/messaging';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeTime } from '../terminal/durations.js';
import { journalOf, type JournalPlace } from '../system/journeys.js';
import { readRecords } from '../system/records.js';
import { askEach, listServices } from '../system/services.js';
import { consumersOf, placeOf, type ParkedRecord, type Position } from '../system/transport.js';
import type { CommandContext } from './command.js';
import { shortType } from './events-tail.js';

export interface WhereOptions {
  readonly topic?: readonly string[];
}

/** Who has applied a record, and who hasn't yet. */
interface Reader {
  readonly group: string;
  readonly applied: boolean;
  /** How it was set aside, where its reader went on without it. */
  readonly setAside?: ParkedRecord['state'];
  /** Records that come before it. */
  readonly before: string;
}

interface OnTopic {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly time: string;
  readonly type?: string;
  readonly profileId?: string;
  readonly readers: readonly Reader[];
}

interface Places {
  readonly outbox: readonly {
    readonly service: string;
    readonly topic: string;
    readonly writtenAt: string;
    readonly inFlight: boolean;
  }[];
  readonly topics: readonly OnTopic[];
  readonly parked: readonly (ParkedRecord & { readonly service: string })[];
  readonly journal: readonly JournalPlace[];
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** A producer's clock may be ahead of the broker's by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

export async function whereIsEvent(
  context: CommandContext,
  id: string,
  options: WhereOptions,
): Promise<void> {
  if (!UUID.test(id)) {
    throw new CommandFailure(
      EXIT.usage,
      `${id} is no event id.`,
      'It is the ce_id header: a UUID, as continuo events tail -o json shows it.',
    );
  }
  const { terminal, system } = context;
  const services = (await listServices(system))
    .filter(({ state }) => state !== 'unreachable')
    .map(({ name }) => name);
  const inServices = await askEach(terminal, services, async (service) => {
    const [place, { positions }] = await Promise.all([
      placeOf(system, service, id),
      consumersOf(system, service),
    ]);
    return { ...place, positions };
  });
  const topics = await findOnTopics(
    context,
    id,
    options,
    inServices.flatMap(({ answer }) => answer.positions),
    inServices.flatMap(({ answer }) => answer.parked),
  );
  const profiles = [...new Set(topics.flatMap(({ profileId }) => profileId ?? []))];
  const places: Places = {
    outbox: inServices.flatMap(({ service, answer: { outbox } }) =>
      outbox === null ? [] : [{ service, ...outbox }],
    ),
    topics,
    parked: inServices.flatMap(({ service, answer: { parked } }) =>
      parked.map((record) => ({ service, ...record })),
    ),
    journal: services.includes('orchestrator') ? await journalOf(system, id, profiles) : [],
  };
  const isKnown = places.outbox.length + places.topics.length + places.parked.length > 0;
  if (isKnown || terminal.format === 'json')
    terminal.result({ id, ...places }, () => tell(context, id, places));
  if (isKnown) return;
  throw new CommandFailure(
    EXIT.notFound,
    `No trace of ${id}.`,
    'Records older than the retention of their topics are gone; an id that was never accepted left none.',
  );
}

/** Reads what is on the topics. The time in the id spares decoding and comparing, not reading: Kafka has no index by id. */
async function findOnTopics(
  { terminal, system, interrupted }: CommandContext,
  id: string,
  options: WhereOptions,
  positions: readonly Position[],
  parked: readonly ParkedRecord[],
): Promise<OnTopic[]> {
  const present = new Set(await (await system.kafka()).admin().topics());
  const { contract } = await import('@continuo/contracts');
  const topics = (options.topic ?? contract.topics.map(({ name }) => name)).filter((name) =>
    present.has(name),
  );
  const earliest = timeOf(id) - CLOCK_SKEW_MS;
  const progress = (read: bigint, all: bigint) =>
    terminal.progress(`searching ${topics.length} topics … ${read} of ${all} records`);
  const found: OnTopic[] = [];
  for await (const record of readRecords(system, { topics, mode: 'what-is-there', interrupted, progress })) {
    if (record.timestamp >= earliest && record.headers.ce_id === id)
      found.push(onTopic(record, positions, parked));
  }
  return found.sort((a, b) => a.time.localeCompare(b.time));
}

function onTopic(
  record: KafkaRecord,
  positions: readonly Position[],
  parked: readonly ParkedRecord[],
): OnTopic {
  const { topic, partition, offset } = record;
  const aside = new Map(
    parked
      .filter((one) => one.topic === topic && one.partition === partition && BigInt(one.offset) === offset)
      .map(({ group, state }) => [group, state]),
  );
  const readers = positions
    .filter((position) => position.topic === topic && position.partition === partition)
    .map(({ group, nextOffset }) => {
      const next = BigInt(nextOffset);
      const setAside = aside.get(group);
      return {
        group,
        applied: next > offset && setAside === undefined,
        ...(setAside !== undefined && { setAside }),
        before: (next > offset ? 0n : offset - next).toString(),
      };
    });
  return {
    topic,
    partition,
    offset: offset.toString(),
    time: new Date(record.timestamp).toISOString(),
    type: record.headers.ce_type,
    profileId: record.headers.ce_profileid,
    readers,
  };
}

/** The first 48 bits of a UUIDv7 are milliseconds; of any other version they say nothing. */
function timeOf(id: string): number {
  return id[14] === '7' ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) : 0;
}

function tell(context: CommandContext, id: string, { outbox, topics, parked, journal }: Places): void {
  const { terminal, now } = context;
  const row = (what: string, text: string) => terminal.line(`${what.padEnd(9)}${text}`);
  const quiet = (text: string) => terminal.tone('quiet', text);
  terminal.line(`${terminal.colours.bold(id)}  ${shortType(topics[0]?.type)}`);
  for (const { service, topic, inFlight, writtenAt } of outbox) {
    const since = describeTime(new Date(writtenAt), now());
    row(
      'outbox',
      `${service} → ${topic}  ${terminal.tone('waiting', inFlight ? 'being sent' : 'waits to be sent')} ${quiet(`since ${since}`)}`,
    );
  }
  if (outbox.length === 0) row('outbox', quiet('in none: sent, or never accepted'));
  for (const { topic, partition, offset, time, readers } of topics) {
    row('topic', `${topic}/${partition}@${offset}  ${quiet(describeTime(new Date(time), now()))}`);
    for (const reader of readers) row('', standingOf(terminal, reader));
  }
  if (topics.length === 0) row('topic', quiet('on none'));
  for (const { service, id: row_, code, reason, state } of parked) {
    row(
      'parked',
      `${terminal.tone('bad', `${service} ${state}: ${code}`)}  ${quiet(`id ${row_}, ${reason}`)}`,
    );
  }
  if (parked.length === 0) row('parked', quiet('nowhere'));
  for (const { journey, instanceId, step, what, at } of journal) {
    row(
      'journal',
      `${journey} ${quiet(instanceId)} at ${step}: ${what} ${quiet(describeTime(new Date(at), now()))}`,
    );
  }
  if (journal.length === 0) row('journal', quiet('no journey took it up'));
}

/** Where a reader stands with a record. */
function standingOf(
  terminal: CommandContext['terminal'],
  { group, applied, setAside, before }: Reader,
): string {
  if (applied) return terminal.tone('good', `applied by ${group}`);
  const waits = setAside === undefined ? `${group} has ${before} records before it` : `set aside by ${group}`;
  return terminal.tone('waiting', waits);
}

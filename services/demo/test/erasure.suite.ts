// Proves that one call erases a person in all services: counted before and after, and nothing of them is found anywhere.
import { contract } from '@continuo/contracts';
import { identifierHasher, parseIdentifierHashKeys, type KafkaRecord } from '@continuo/messaging';
import { eventually, Needles, type FoundCanary } from '@continuo/testing';
import type { CanaryPerson } from './canary-person.js';
import { findInTelemetry, settled } from './canary-run.js';
import { dumpDatabases } from './database-dumps.js';
import type { StoryRun } from './story-run.js';
import { allRecords } from './topic-contents.js';

const minutes = 60_000;
/** Source topics are kept no longer: by then an erasure is complete on Kafka too. */
const DEADLINE_MS = 30 * 24 * 60 * minutes;

/** Who keeps something about persons. */
const keepers = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;

interface Store {
  readonly store: string;
  readonly rowsBefore: number | null;
  readonly rowsErased: number | null;
  readonly rowsNow: number | null;
}

interface Proof {
  readonly state: string;
  readonly profileIds: readonly string[];
  readonly services: readonly {
    readonly service: string;
    readonly state: string;
    readonly stores: readonly Store[];
  }[];
}

interface Instance {
  readonly id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly key: string;
  readonly vars: object;
  readonly journal: readonly object[];
}

export function erasureTests(run: () => StoryRun): void {
  it(
    'erases a person in all six services: counted before and after, and nothing of them is left',
    async () => {
      const { lives, running, erased, seed } = run();
      const { person, known } = await lives;
      const ids = needlesOf(person, run());
      await settled(running);
      const before = await dumpDatabases(running);
      const found = new Set(whereFound(before, ids).map((where) => where.split(':')[0]));
      // The orchestrator has ids of profiles and things only.
      expect([...found].sort()).toEqual(keepers.filter((service) => service !== 'orchestrator').sort());

      const proof = await erase(run(), person);
      process.stdout.write(tableOf(proof));
      expect(proof.services.map(({ service, state }) => `${service} ${state}`).sort()).toEqual(
        keepers.map((service) => `${service} confirmed`).sort(),
      );
      for (const { service, stores } of proof.services) {
        const erasedRows = stores.reduce((sum, { rowsErased }) => sum + (rowsErased ?? 0), 0);
        expect([service, erasedRows > 0]).toEqual([service, true]);
        expect([service, stores.filter(({ rowsNow }) => rowsNow !== 0)]).toEqual([service, []]);
      }
      expect(proof.profileIds).toHaveLength(2);

      const path = `/api/orchestrator/instances/${known.instanceId}`;
      const { state, outcome, key, vars, journal } = await running.get<Instance>(path, 'designer');
      expect({ state, outcome, key, vars }).toEqual({ state: 'ended', outcome: 'erased', key: '', vars: {} });
      expect(journal.length).toBeGreaterThan(2);

      await settled(running);
      const after = await dumpDatabases(running);
      expect({ seed, left: whereFound(after, ids) }).toEqual({ seed, left: [] });
      const inDatabases = [...after].flatMap(([table, text]) => erased.findIn(table, text));
      expect({ seed, left: told(inDatabases) }).toEqual({ seed, left: [] });
      expect({ seed, left: told(findInTelemetry(running, erased)) }).toEqual({ seed, left: [] });
      expect(inTelemetry(run(), ids)).toEqual([]);

      const records = await allRecords(running.kafka);
      expect(told(records.flatMap((record) => erased.findIn(record.topic, textOf(record))))).toEqual([]);
      const hashes = hashesOf(person, run());
      const holding = new Set(
        records.filter((record) => hashes.findIn(textOf(record)).length > 0).map(({ topic }) => topic),
      );
      process.stdout.write(
        `hashes of the erased go with the retention of: ${[...holding].sort().join(', ')}\n`,
      );
      // They stand in the header `customer` and in keys that are made of it: of source topics, which are short-lived.
      expect([...holding].filter((topic) => retentionOf(topic) > DEADLINE_MS)).toEqual([]);
      expect(
        records.filter(({ value }) => hashes.findIn(value?.toString('latin1') ?? '').length > 0),
      ).toEqual([]);
    },
    3 * minutes,
  );
}

/** By one address; answers the proof once every service has confirmed. */
async function erase({ running }: StoryRun, person: CanaryPerson): Promise<Proof> {
  const customers = [{ kind: 'email', value: person.said.email }];
  const at = '/api/customer-data-platform/erasures';
  const bearer = await running.bearer('operator');
  const dry = await running.ask('POST', at, bearer, { customers, dryRun: true });
  expect(dry.status).toBe(200);
  const { status, text } = await running.ask('POST', at, bearer, { customers });
  expect(status).toBe(202);
  const { erasureId } = JSON.parse(text) as { readonly erasureId: string };
  return eventually(
    async () => {
      const proof = await running.get<Proof>(`${at}/${erasureId}`, 'operator');
      return proof.state === 'done' ? proof : undefined;
    },
    { within: 60_000, every: 250, what: 'the erasure being confirmed' },
  );
}

/** What a person was known by: ids that are opaque but theirs, hashes, and the number in every spelling. */
function needlesOf(person: CanaryPerson, run: StoryRun): Needles<string> {
  const { userId, anonymousId, deviceId, loyaltyNumber, said } = person;
  const needles = new Needles<string>();
  for (const id of [userId, anonymousId, deviceId, loyaltyNumber]) needles.add(id, id);
  for (const spelling of spellingsOf(said.phone)) needles.add(spelling, `number as ${spelling}`);
  for (const [name, text] of Object.entries(said)) needles.add(text, name);
  addHashes(needles, person, run);
  return needles;
}

function hashesOf(person: CanaryPerson, run: StoryRun): Needles<string> {
  const needles = new Needles<string>();
  addHashes(needles, person, run);
  return needles;
}

/** As they travel, and as bytes in hex and in plain base64. */
function addHashes(needles: Needles<string>, { said }: CanaryPerson, { running }: StoryRun): void {
  const keys = parseIdentifierHashKeys(`1:${running.context.secrets.identifierHashKey}`);
  if (!keys.ok) throw new Error(keys.refusal.message);
  const hasher = identifierHasher(keys.value);
  for (const kind of ['email', 'phone'] as const)
    for (const { value } of hasher.identifiers(kind, said[kind]))
      for (const encoding of ['base64url', 'hex', 'base64', 'latin1'] as const)
        needles.add(Buffer.from(value, 'base64url').toString(encoding), `hash of the ${kind}, ${encoding}`);
}

function spellingsOf(phone: string): readonly string[] {
  const own = phone.slice(3);
  const [area, rest] = [own.slice(0, 3), own.slice(3)];
  return [
    phone,
    phone.slice(1),
    `0049${own}`,
    `0${own}`,
    own,
    ...[' ', '-', '/', '.'].flatMap((between) => [
      `${area}${between}${rest}`,
      `49${between}${area}`.concat(rest),
    ]),
  ];
}

function whereFound(dump: ReadonlyMap<string, string>, needles: Needles<string>): readonly string[] {
  return [...dump].flatMap(([table, text]) => needles.findIn(text).map((what) => `${table}: ${what}`));
}

function inTelemetry({ running }: StoryRun, needles: Needles<string>): readonly string[] {
  const logs = [...running.services].map(
    ([name, { lines }]) => [`log of ${name}`, lines.join('\n')] as const,
  );
  const spans = running.receiver.bodies.map((body) => ['spans', body] as const);
  return [...logs, ...spans].flatMap(([where, text]) =>
    needles.findIn(text).map((what) => `${where}: ${what}`),
  );
}

function textOf({ key, value, headers }: KafkaRecord): string {
  return [key?.toString('latin1'), value?.toString('latin1'), JSON.stringify(headers)].join('\n');
}

function retentionOf(topic: string): number {
  const letters = contract.deadLetterTopics.find(({ name }) => name === topic);
  return (letters ?? contract.topic(topic))?.retentionMs ?? Infinity;
}

function told(found: readonly FoundCanary[]): readonly string[] {
  return [...new Set(found.map(({ canary, where, as }) => `${canary.place}: ${where}, as ${as}`))];
}

/** Rows before, erased and now, store by store. */
function tableOf({ services }: Proof): string {
  const rows = services.flatMap(({ service, stores }) =>
    stores.map(({ store, rowsBefore, rowsErased, rowsNow }) => [
      service,
      store,
      rowsBefore,
      rowsErased,
      rowsNow,
    ]),
  );
  const lines = [['service', 'store', 'before', 'erased', 'now'], ...rows].map((row) =>
    row.map((cell, at) => String(cell ?? '-').padEnd(at < 2 ? 36 : 8)).join(''),
  );
  return `${lines.join('\n')}\n`;
}

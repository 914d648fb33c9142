// Places, alerts and tasks on a real database and registry, without Kafka: commands go straight to their consumers, as
// the transport hands them over, and what is published is read from the outbox.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  type RegistryClient,
} from '@continuo/contracts';
import {
  identifierHash,
  identifierHasher,
  messagingMigrations,
  Outbox,
  RecordContext,
  type OutgoingEvent,
} from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import {
  AnsweredCommands,
  Erasures,
  PersonalData,
  serviceKitMigrations,
  ServiceTokens,
} from '@continuo/service-kit';
import { testDatabase, testServer, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { AlertStream } from '../src/alerts/alert-stream.js';
import { AlertWatch } from '../src/alerts/alert-watch.js';
import { AlertsConsumer } from '../src/alerts/alerts.consumer.js';
import { AlertsService } from '../src/alerts/alerts.service.js';
import { AlertsStore } from '../src/alerts/alerts.store.js';
import { ListeningStore } from '../src/alerts/listening.store.js';
import { collaborationMigrations } from '../src/migrations/all-migrations.js';
import { LocationConsents } from '../src/places/location-consents.js';
import { LocationsService } from '../src/places/locations.service.js';
import { PlacesService } from '../src/places/places.service.js';
import { PlacesStore } from '../src/places/places.store.js';
import { PresenceConsumer } from '../src/places/presence.consumer.js';
import { PresenceStore } from '../src/places/presence.store.js';
import { TasksConsumer } from '../src/tasks/tasks.consumer.js';
import { TasksService } from '../src/tasks/tasks.service.js';
import { TasksStore } from '../src/tasks/tasks.store.js';
import { recordOf, scopeOf, type CommandNames } from './given-records.js';
import type { PlayedPlatform } from './played-platform.js';
import { PlayedWorld } from './played-world.js';

export interface PublishedEvent {
  /** Without namespace and version. */
  readonly name: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

export const LAPSE_MS = 4 * 60 * 60 * 1_000;
const hashKey = { version: 1, secret: Buffer.alloc(32, 1) };
const ownTopics = ['collaboration.places', 'collaboration.alerts', 'collaboration.tasks'];

/** A registry that knows the contract; whoever was here first has registered it. */
export async function registryWithSchemas(): Promise<RegistryClient> {
  const client = (): RegistryClient => createRegistryClient({ url: testServer('schemaRegistryUrl') });
  const first = client();
  try {
    await createEncoder(contract, first).warmUp();
    return first;
  } catch {
    await registerSchemas(first, contract);
    // The first one remembers for a while that ids were not there.
    return client();
  }
}

export async function staffRig(): Promise<StaffRig> {
  const [own, world, registry] = await Promise.all([
    testDatabase('collaboration'),
    PlayedWorld.start(),
    registryWithSchemas(),
  ]);
  const database = await Database.open({ url: own.url, applicationName: 'staff-rig', poolSize: 20 });
  await migrate(database, [messagingMigrations, serviceKitMigrations, collaborationMigrations]);
  const encoder = createEncoder(contract, registry);
  await encoder.warmUp(ownTopics);
  const outbox = new Outbox({
    database,
    encoder,
    partitions: (topic) => contract.topic(topic)?.partitions,
    service: 'collaboration',
  });
  return new StaffRig(own, database, outbox, createDecoder(contract, registry), world);
}

/** What one replica of the service has of alerts: its own signal, the same table. */
export interface AlertsReplica {
  readonly watch: AlertWatch;
  readonly stream: AlertStream;
  readonly service: AlertsService;
}

export class StaffRig {
  readonly personalData = new PersonalData();
  readonly erasures = new Erasures(this.personalData);
  readonly presence = new PresenceStore(this.personalData);
  readonly alertsStore = new AlertsStore(this.personalData);
  readonly listening = new ListeningStore();
  readonly places: PlacesService;
  readonly locations: LocationsService;
  readonly alerts: AlertsReplica;
  readonly tasks: TasksService;
  private readonly placesStore = new PlacesStore();
  private readonly replicas: AlertsReplica[] = [];
  private readonly consumers: {
    readonly alerts: AlertsConsumer;
    readonly tasks: TasksConsumer;
    readonly presence: PresenceConsumer;
  };

  constructor(
    readonly own: TestDatabase,
    readonly database: Database,
    readonly outbox: Outbox,
    private readonly decoder: ReturnType<typeof createDecoder>,
    private readonly world: PlayedWorld,
  ) {
    const { url, clientSecret } = world;
    const client = { issuer: url, audience: 'continuo', clientId: 'collaboration', clientSecret };
    this.places = new PlacesService(database, this.placesStore, this.presence);
    this.locations = new LocationsService(
      outbox,
      database,
      this.erasures,
      this.placesStore,
      this.presence,
      new LocationConsents(url, new ServiceTokens(client)),
      identifierHasher([hashKey]),
      (deviceId) => identifierHash('device', deviceId, hashKey),
    );
    this.alerts = this.alertsReplica();
    this.tasks = new TasksService(outbox, database, new TasksStore(this.personalData));
    const commands = new AnsweredCommands();
    this.consumers = {
      alerts: new AlertsConsumer(commands, this.erasures, this.alerts.service),
      tasks: new TasksConsumer(commands, this.erasures, this.tasks),
      presence: new PresenceConsumer(this.locations),
    };
  }

  get platform(): PlayedPlatform {
    return this.world.platform;
  }

  alertsReplica(): AlertsReplica {
    const { database, alertsStore, listening } = this;
    const watch = new AlertWatch(database, alertsStore, listening);
    const stream = new AlertStream(database, alertsStore, watch);
    const service = new AlertsService(
      this.outbox,
      database,
      alertsStore,
      listening,
      this.placesStore,
      watch,
      LAPSE_MS,
    );
    const replica = { watch, stream, service };
    this.replicas.push(replica);
    return replica;
  }

  /** A shop in Amsterdam, unless told otherwise. */
  async place(placeId: string, more: { latitude?: number; longitude?: number; radiusMetres?: number } = {}) {
    const details = {
      name: `Shop ${placeId}`,
      latitude: 52.37,
      longitude: 4.89,
      radiusMetres: 100,
      timeZone: 'Europe/Amsterdam',
      ...more,
    };
    const put = await this.places.put(placeId, details, { seen: undefined, changedBy: 'test' });
    if (!put.ok) throw new Error(put.refusal.code);
    return put.value;
  }

  /** The command to alert the staff, as it comes. */
  alert(placeId: string, orderId: string | null, named: Partial<CommandNames> = {}) {
    return this.command(named, (context) => this.consumers.alerts.alert({ placeId, orderId }, context));
  }

  /** The command to create a task, as it comes. */
  task(
    wanted: { taskType?: string; role?: string; orderId?: string | null; dueAt?: number | null },
    named: Partial<CommandNames> = {},
  ) {
    const command = {
      taskType: 'call-back',
      role: 'agent',
      orderId: null,
      caseId: null,
      dueAt: null,
      ...wanted,
    };
    return this.command(named, (context) => this.consumers.tasks.create(command, context));
  }

  /** An event of ours comes back on the timeline under its profile. */
  async comesBack(eventId: string, profileId: string): Promise<void> {
    await this.command({ profileId, recordId: eventId }, (context) =>
      this.consumers.presence.entered(context),
    );
  }

  /** What was published so far, in order; of one key when one is named. */
  async published(key?: string): Promise<readonly PublishedEvent[]> {
    const rows = await this.own.query<{ key: Buffer; value: Buffer; headers: string }>(
      'select key, value, headers from messaging.outbox where $1::bytea is null or key = $1 order by id',
      [key === undefined ? null : Buffer.from(key)],
    );
    await this.decoder.prepare(rows.map(({ value }) => value));
    return rows.map((row) => {
      const headers = JSON.parse(row.headers) as Record<string, string>;
      return {
        name: headers.ce_type?.split('.')[2] ?? '',
        key: row.key.toString(),
        headers,
        value: this.decoder.decode(row.value).value as Record<string, unknown>,
      };
    });
  }

  /** Rows of one store that are about a profile. */
  async countOf(store: string, profileId: string): Promise<number> {
    const counts = await this.database.transaction((tx) => this.erasures.count(tx, [profileId]));
    const found = counts.find((each) => each.store === store);
    if (found === undefined) throw new Error(`no personal store is called ${store}`);
    return found.rows;
  }

  async erase(profileId: string): Promise<void> {
    await this.database.transaction((tx) => this.erasures.erase(tx, { erasureId: uuidv7(), profileId }));
  }

  /** Every row of every table of the database as text, bytes read as Latin-1 too. */
  async dump(): Promise<string> {
    const tables = await this.own.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts = await Promise.all(
      tables.map(async ({ name }) => {
        const rows = await this.own.query(`select t.* from ${name} t`);
        return JSON.stringify(rows, (_key, value: unknown) => readable(value));
      }),
    );
    return texts.join('\n');
  }

  /** Runs a handler as the transport does: one transaction, what it answers published by its last statement. */
  private async command(
    named: Partial<CommandNames>,
    handle: (context: RecordContext) => Promise<unknown>,
  ): Promise<{ name: string; value: Record<string, unknown>; event: OutgoingEvent | undefined }> {
    const record = recordOf(named);
    const event = await this.outbox.transact(async (tx) => {
      const context = new RecordContext(record, scopeOf(tx));
      context.accept(await handle(context));
      const outgoing = (context.result.outgoing ?? []) as readonly OutgoingEvent[];
      return { result: outgoing.at(-1), outgoing };
    }, record);
    return { name: event?.type.split('.')[2] ?? 'nothing', value: { ...event?.value }, event };
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map(({ watch }) => watch.beforeApplicationShutdown()));
    await this.database.close();
    await this.world.stop();
    await this.own.drop();
  }
}

/** Buffers as `JSON.stringify` sees them. */
function readable(value: unknown): unknown {
  const bytes = value as { type?: unknown; data?: unknown } | null;
  if (bytes?.type !== 'Buffer' || !Array.isArray(bytes.data)) return value;
  return Buffer.from(bytes.data as number[]).toString('latin1');
}

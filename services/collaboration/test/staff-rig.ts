// Places, alerts and tasks on a real database and registry, without Kafka: commands go straight to their consumers, as
// the transport hands them over, and what is published is read from the outbox.
import type { collaboration } from '@continuo/contracts';
import { identifierHash, identifierHasher } from '@continuo/messaging';
import {
  AnsweredCommands,
  Erasures,
  PersonalData,
  ProfileFamilies,
  ServiceTokens,
} from '@continuo/service-kit';
import {
  outboxRig,
  startTestIssuer,
  type CommandNames,
  type OutboxRig,
  type PublishedEvent,
  type TestIssuer,
} from '@continuo/testing/service';
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
import { CommandedTasks } from '../src/tasks/commanded-tasks.service.js';
import { TaskHistoryStore } from '../src/tasks/task-history.store.js';
import { TasksService } from '../src/tasks/tasks.service.js';
import { TasksStore } from '../src/tasks/tasks.store.js';
import type { PlayedPlatform } from './played-platform.js';
import { PlayedWorld } from './played-world.js';

export const LAPSE_MS = 4 * 60 * 60 * 1_000;
const hashKey = { version: 1, secret: Buffer.alloc(32, 1) };
const ownTopics = ['collaboration.places', 'collaboration.alerts', 'collaboration.tasks'];

export async function staffRig(): Promise<StaffRig> {
  const [base, world, issuer] = await Promise.all([
    outboxRig({ service: 'collaboration', migrations: collaborationMigrations, topics: ownTopics }),
    PlayedWorld.start(),
    startTestIssuer(),
  ]);
  return new StaffRig(base, world, issuer);
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
    private readonly base: OutboxRig,
    private readonly world: PlayedWorld,
    private readonly issuer: TestIssuer,
  ) {
    const { database, outbox } = base;
    const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } =
      issuer.credentialsOf('collaboration');
    const client = { issuer: issuer.url, audience: 'continuo', clientId, clientSecret };
    this.places = new PlacesService(database, this.placesStore, this.presence);
    this.locations = new LocationsService(
      outbox,
      database,
      this.erasures,
      this.placesStore,
      this.presence,
      new LocationConsents(world.url, new ServiceTokens(client)),
      identifierHasher([hashKey]),
      (deviceId) => identifierHash('device', deviceId, hashKey),
    );
    this.alerts = this.alertsReplica();
    const [tasks, history] = [new TasksStore(this.personalData), new TaskHistoryStore(this.personalData)];
    this.tasks = new TasksService(outbox, database, tasks, history, new ProfileFamilies());
    const commands = new AnsweredCommands();
    this.consumers = {
      alerts: new AlertsConsumer(commands, this.erasures, this.alerts.service),
      tasks: new TasksConsumer(commands, this.erasures, new CommandedTasks(tasks, history)),
      presence: new PresenceConsumer(this.locations),
    };
  }

  get own() {
    return this.base.own;
  }

  get database() {
    return this.base.database;
  }

  get platform(): PlayedPlatform {
    return this.world.platform;
  }

  alertsReplica(): AlertsReplica {
    const { database, alertsStore, listening } = this;
    const watch = new AlertWatch(database, alertsStore, listening);
    const stream = new AlertStream(database, alertsStore, watch);
    const service = new AlertsService(
      this.base.outbox,
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
    return this.base.handle(named, (context) => this.consumers.alerts.alert({ placeId, orderId }, context));
  }

  /** The command to create a task, as it comes. */
  task(wanted: Partial<collaboration.CreateTask>, named: Partial<CommandNames> = {}) {
    const command = {
      taskType: 'call-back',
      role: 'agent',
      orderId: null,
      caseId: null,
      dueAt: null,
      outcomes: [],
      closesAt: null,
      notBy: null,
      details: {},
      ...wanted,
    };
    return this.base.handle(named, (context) => this.consumers.tasks.create(command, context));
  }

  /** The command that hands a task to another role, as it comes. */
  reassign(task: string, role: string, named: Partial<CommandNames> = {}) {
    return this.base.handle(named, (context) => this.consumers.tasks.reassign({ task, role }, context));
  }

  /** The command that closes a task, as it comes. */
  closeTask(task: string, code: string, named: Partial<CommandNames> = {}) {
    return this.base.handle(named, (context) => this.consumers.tasks.close({ task, code }, context));
  }

  /** An event of ours comes back on the timeline under its profile. */
  async comesBack(eventId: string, profileId: string): Promise<void> {
    await this.base.handle({ profileId, recordId: eventId }, (context) =>
      this.consumers.presence.entered(context),
    );
  }

  /** What was published so far, in order; of one key when one is named. */
  published(key?: string): Promise<readonly PublishedEvent[]> {
    return this.base.published(key);
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

  async close(): Promise<void> {
    await Promise.all(this.replicas.map(({ watch }) => watch.beforeApplicationShutdown()));
    await this.base.close();
    await this.world.stop();
    await this.issuer.close();
  }
}

/** Buffers as `JSON.stringify` sees them. */
function readable(value: unknown): unknown {
  const bytes = value as { type?: unknown; data?: unknown } | null;
  if (bytes?.type !== 'Buffer' || !Array.isArray(bytes.data)) return value;
  return Buffer.from(bytes.data as number[]).toString('latin1');
}

// The platform's services on a real database and registry, without Kafka: source records go from the outbox straight to
// the resolver, cut and interleaved as a test wants.
import { contract } from '@continuo/contracts';
import { identifierHasher, type IncomingRecord, type PartitionScope } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { outboxRig, type OutboxRig } from '@continuo/testing/service';
import { parseTrackingPlan } from '../src/classification/domain/tracking-plan.js';
import { ConsentStore } from '../src/consent/consent.store.js';
import {
  identityRules,
  parseIdentityRules,
  type IdentityRules,
} from '../src/identity/domain/identity-rules.js';
import { IdentityChangesStore } from '../src/identity/identity-changes.store.js';
import { IdentityStore } from '../src/identity/identity.store.js';
import { MergesService } from '../src/identity/merges.service.js';
import { MergesStore } from '../src/identity/merges.store.js';
import { customerDataPlatformMigrations } from '../src/migrations/all-migrations.js';
import { ProfilesService } from '../src/profiles/profiles.service.js';
import { ProfilesStore } from '../src/profiles/profiles.store.js';
import { SegmentsService } from '../src/segments/segments.service.js';
import { SegmentsStore } from '../src/segments/segments.store.js';
import { Reachability } from '../src/timeline/reachability.js';
import { SuppressedAddressesStore } from '../src/timeline/suppressed-addresses.store.js';
import { TimelineResolver } from '../src/timeline/timeline.consumer.js';
import { TrackingService } from '../src/tracking/tracking.service.js';
import { TrackingStore } from '../src/tracking/tracking.store.js';

/** A row of the outbox with its value decoded. */
export interface Published {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly bytes: Buffer;
  readonly value: Readonly<Record<string, unknown>>;
}

export const kinds = {
  'crm.contact': { links: true, priority: 1, max: 1 },
  user: { links: true, priority: 2, max: 1 },
  email: { links: true, priority: 4, max: 5 },
  phone: { links: true, priority: 5, max: 5 },
  anonymous: { links: true, priority: 6 },
  device: { links: false },
  account: { links: false },
  order: { links: false },
};

const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
const ownTopics = ['cdp.tracking', 'cdp.consents', 'cdp.segments', 'cdp.timeline', 'cdp.profiles'];

export async function platformRig() {
  const migrations = customerDataPlatformMigrations;
  const base = await outboxRig({
    service: 'customer-data-platform',
    migrations,
    topics: ownTopics,
    poolSize: 12,
  });
  const plan = parseTrackingPlan({});
  if (!plan.ok) throw new Error(plan.refusal.message);
  const tracking = new TrackingService(base.outbox, new TrackingStore(), plan.value, hasher);
  return new PlatformRig(base, tracking, resolverBy(rulesOf({ kinds })));
}

export function rulesOf(raw: object): IdentityRules {
  const rules = parseIdentityRules(raw);
  if (!rules.ok) throw new Error(rules.refusal.message);
  return identityRules(rules.value);
}

export function resolverBy(rules: IdentityRules): TimelineResolver {
  return new TimelineResolver(
    rules,
    new IdentityStore(),
    new IdentityChangesStore(),
    new ProfilesStore(),
    new ConsentStore(),
    new Reachability(new SuppressedAddressesStore()),
  );
}

export class PlatformRig {
  private offset = 0n;
  private resolved = '0';

  constructor(
    private readonly base: OutboxRig,
    readonly tracking: TrackingService,
    readonly resolver: TimelineResolver,
  ) {}

  get merges(): MergesService {
    const { outbox, database } = this.base;
    return new MergesService(outbox, database, new IdentityStore(), new MergesStore(), rulesOf({ kinds }));
  }

  get segments(): SegmentsService {
    const { outbox, database } = this.base;
    const [store, rules] = [new IdentityStore(), rulesOf({ kinds })];
    const profiles = new ProfilesService(database, new ProfilesStore(), hasher, new Set());
    return new SegmentsService(
      ...([
        outbox,
        database,
        new SegmentsStore(),
        store,
        new IdentityChangesStore(),
        profiles,
        rules,
      ] as const),
    );
  }

  get own() {
    return this.base.own;
  }

  get database() {
    return this.base.database;
  }

  get outbox() {
    return this.base.outbox;
  }

  private get decoder() {
    return this.base.decoder;
  }

  /** What was published after an id, in the order of the outbox. */
  async published(topic?: string, after = '0'): Promise<readonly Published[]> {
    const rows = await this.own.query<{
      id: string;
      topic: string;
      key: Buffer;
      value: Buffer;
      headers: string;
    }>(
      'select id, topic, key, value, headers from messaging.outbox where id > $1 and ($2::text is null or topic = $2) order by id',
      [after, topic ?? null],
    );
    await this.decoder.prepare(rows.map((row) => row.value).filter(isFramed));
    return rows.map((row) => {
      const headers = JSON.parse(row.headers) as Record<string, string>;
      const value = isFramed(row.value)
        ? (this.decoder.decode(row.value).value as Record<string, unknown>)
        : {};
      return {
        id: row.id,
        topic: row.topic,
        key: row.key.toString(),
        headers,
        type: headers.ce_type ?? '',
        bytes: row.value,
        value,
      };
    });
  }

  /** The published record as the resolver's consumer would hand it over. */
  record(
    published: Omit<Published, 'id' | 'value'> & { readonly value?: object },
    timestamp = Date.now(),
  ): IncomingRecord {
    const { topic, key, headers, bytes, type } = published;
    const decoder = this.decoder;
    return {
      topic,
      partition: 0,
      offset: this.offset++,
      timestamp,
      key,
      headers,
      bytes,
      type,
      id: headers.ce_id ?? '',
      profileId: headers.ce_profileid,
      redriven: false,
      value: <T>() => decoder.decode(bytes).value as T,
    };
  }

  /** A record that names somebody, its value nobody's business. */
  naming(customer: string, at = 1_000): IncomingRecord {
    const headers = {
      ce_id: `e-${this.offset}`,
      ce_type: 'continuo.test.Happened.v1',
      customer,
      publisher: 'p',
      'publisher-sequence': '1',
    };
    return this.record(
      { topic: 'cdp.tracking', key: customer, headers, bytes: Buffer.from(customer), type: headers.ce_type },
      at,
    );
  }

  /** What collaboration says of an address. */
  ofAddress(what: 'AddressSuppressed' | 'AddressReleased', customer: string, value: object): IncomingRecord {
    const type = `continuo.collaboration.${what}.v1`;
    return {
      ...this.naming(customer),
      topic: 'collaboration.suppressions',
      type,
      value: <T>() => ({ channel: 'whatsapp', scope: 'all', ...value }) as T,
    };
  }

  /** The facts of a profile as they were told last. */
  async factsTold(profileId: string | undefined): Promise<Readonly<Record<string, unknown>> | undefined> {
    const told = await this.published('cdp.timeline');
    return told.findLast(({ key, type }) => key === profileId && type.includes('ProfileChanged'))?.value;
  }

  /** Runs one batch as the consumer does: effect and outbox in one transaction. */
  async batch(records: readonly IncomingRecord[], resolver = this.resolver) {
    return this.outbox.transact(async (tx) => {
      const result = await this.handle(tx, records, resolver);
      return { result, outgoing: result.outgoing ?? [] };
    });
  }

  /** The effect of a batch alone; what it would publish is answered. */
  handle(tx: Transaction, records: readonly IncomingRecord[], resolver = this.resolver) {
    return resolver.handle(records, scopeOf(tx, records));
  }

  /** Hands everything that was published on source topics since the last time to the resolver, as one batch. */
  async resolveAll() {
    const sources = new Set(contract.topic('cdp.timeline')?.forwards);
    const rows = (await this.published(undefined, this.resolved)).filter(({ topic }) => sources.has(topic));
    this.resolved = rows.at(-1)?.id ?? this.resolved;
    return this.batch(rows.map((row) => this.record(row)));
  }

  /** The timeline as it was written: `<profile> <what>`, copies of test records by their customer. */
  async timeline(): Promise<readonly { readonly key: string; readonly what: string }[]> {
    const rows = await this.own.query<{ key: Buffer; value: Buffer; headers: string }>(
      "select key, value, headers from messaging.outbox where topic = 'cdp.timeline' order by id",
    );
    return rows.map((row) => {
      const type = (JSON.parse(row.headers) as Record<string, string>).ce_type ?? '';
      return {
        key: row.key.toString(),
        what: type.startsWith('continuo.test.') ? row.value.toString() : (type.split('.')[2] ?? ''),
      };
    });
  }

  /** Empties every table of the service and the outbox. */
  async clear(): Promise<void> {
    const tables = await this.own.query<{ name: string }>(
      "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'migrations%'",
    );
    await this.own.query(`truncate messaging.outbox, ${tables.map(({ name }) => name).join(', ')}`);
  }

  async close(): Promise<void> {
    await this.base.close();
  }
}

/** False for the bytes of a test's own records. */
function isFramed(bytes: Buffer): boolean {
  return bytes[0] === 0;
}

function scopeOf(tx: Transaction, records: readonly IncomingRecord[]): PartitionScope {
  const last = records.at(-1);
  return {
    tx,
    group: 'cdp',
    topic: last?.topic ?? '',
    partition: 0,
    nextOffset: (last?.offset ?? 0n) + 1n,
    clockBefore: 0,
    clock: last?.timestamp ?? 0,
    now: new Date(),
    hold: () => Promise.resolve(),
    release: () => Promise.resolve(),
    held: () => Promise.resolve(new Set()),
    discard: () => Promise.resolve(0),
    progress: () => undefined,
  };
}

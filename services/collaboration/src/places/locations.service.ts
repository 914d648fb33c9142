// Takes a device's location in, with the customer's consent only, and publishes that they came near a place or went.
import { ok, refuse, type Ignored, type Result } from '@continuo/kernel';
import {
  Outbox,
  type CustomerIdentifier,
  type IdentifierHasher,
  type OutgoingEvent,
} from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Erasures, IDENTIFIER_HASHER } from '@continuo/service-kit';
import { count } from '@continuo/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { judge, latitudeBand, type Crossing, type Judgement, type Sighting } from './domain/geofence.js';
import { sightingTime, staleSighting } from './domain/sighting-time.js';
import { LocationConsents, type NamedCustomer } from './location-consents.js';
import { DEVICE_HASH, type DeviceHash } from './places.tokens.js';
import { PlacesStore } from './places.store.js';
import { PresenceStore } from './presence.store.js';

const LARGEST_RADIUS_METRES = 5_000;

export interface ReportedLocation {
  readonly deviceId: string;
  /** Whose device it is, in the clear; at least one. */
  readonly customers: readonly NamedCustomer[];
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracyMetres: number;
  readonly at: Date;
}

/** What came of a location. */
export interface LocationReceipt {
  /** Places that the customer came near, and that they left. */
  readonly entered: readonly string[];
  readonly left: readonly string[];
  /** Why it was not judged; for one place when one is named. */
  readonly ignored: readonly { readonly reason: string; readonly placeId?: string }[];
}

type Received = Result<LocationReceipt, 'location-in-future' | 'customer-unusable' | 'consent-missing'>;

const nothing: LocationReceipt = { entered: [], left: [], ignored: [] };

@Injectable()
export class LocationsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(PlacesStore) private readonly places: PlacesStore,
    @Inject(PresenceStore) private readonly presence: PresenceStore,
    @Inject(LocationConsents) private readonly consents: LocationConsents,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
    @Inject(DEVICE_HASH) private readonly hashOf: DeviceHash,
  ) {}

  /** Throws the retriable Fault `consent-unknown` while nobody can say whether the customer agreed. */
  async receive(location: ReportedLocation): Promise<Received> {
    const now = Date.now();
    const at = sightingTime(location.at.getTime(), now);
    if (!at.ok) return at;
    const customer = location.customers.flatMap(({ kind, value }) => this.hasher.identifiers(kind, value));
    if (customer.length === 0) {
      return refuse('customer-unusable', 'none of the identifiers can be used', { field: 'customers' });
    }
    const device = this.hashOf(location.deviceId);
    const profileId = await this.consents.profileThatAgreed(location.customers, customer);
    if (profileId === undefined) return this.refuseWithout(device);
    const stale = staleSighting(at.value, now, undefined);
    if (stale !== undefined) return ok(notJudged(stale));
    const { deviceId, latitude, longitude, accuracyMetres } = location;
    const sighting = { latitude, longitude, accuracyMetres, at: at.value };
    const named = [...customer, ...this.hasher.identifiers('device', deviceId)];
    return this.outbox.transact(async (tx) => {
      const judged = await this.apply(tx, { device, profileId, sighting, now });
      if ('ignored' in judged) return { result: ok(notJudged(judged)), outgoing: [] };
      const outgoing = await this.cross(tx, { device, at: sighting.at, named }, judged.crossings);
      return { result: ok(receiptOf(judged)), outgoing };
    });
  }

  /** The timeline tells whose device an event of ours was about; false when a newer one has taken its place. */
  assign(tx: Transaction, eventId: string, profileId: string): Promise<boolean> {
    return this.presence.assign(tx, eventId, profileId);
  }

  /** Locks the device, and judges the sighting by what was known before it. */
  private async apply(
    tx: Transaction,
    given: {
      readonly device: string;
      readonly profileId: string;
      readonly sighting: Sighting;
      readonly now: number;
    },
  ): Promise<Judgement | Ignored> {
    const { device, profileId, sighting, now } = given;
    // Remembered consent can outlive its person by a moment.
    if (await this.erasures.isErased(tx, profileId)) return { ignored: 'profile-erased' };
    const last = (await this.presence.lock(tx, device, new Date(sighting.at)))?.getTime();
    const stale = staleSighting(sighting.at, now, last);
    if (stale !== undefined) return stale;
    const inside = await this.presence.insideOf(tx, device);
    await this.presence.heard(tx, device, new Date(sighting.at), profileId);
    const band = latitudeBand(LARGEST_RADIUS_METRES);
    const places = await this.places.around(tx, { latitude: sighting.latitude, band }, inside);
    const before = { inside: new Set(inside), ...(last !== undefined && { lastHeardAt: last }) };
    return judge(places, before, sighting);
  }

  /** Writes down at which places the device is now, and answers the events that tell of it. */
  private async cross(
    tx: Transaction,
    of: { readonly device: string; readonly at: number; readonly named: readonly CustomerIdentifier[] },
    judged: readonly Crossing[],
  ): Promise<readonly OutgoingEvent[]> {
    const crossings = judged.map((crossing) => ({ ...crossing, eventId: uuidv7() }));
    const at = new Date(of.at);
    const rows = crossings.map(({ placeId, kind, eventId }) => {
      return { placeId, inside: kind === 'entered', at, eventId };
    });
    await this.presence.cross(tx, of.device, rows);
    return crossings.map((crossing) => crossingEvent(crossing, of.at, of.named));
  }

  /** Who did not agree, or not any more, is not known here. */
  private async refuseWithout(device: string): Promise<Received> {
    await this.database.transaction((tx) => this.presence.forgetDevice(tx, device));
    const message = 'the customer has not agreed that their location is used';
    return refuse('consent-missing', message, { field: 'customers', rule: 'consent:location' });
  }
}

function notJudged({ ignored: reason }: Ignored): LocationReceipt {
  count('continuo.locations.ignored', 1, { 'continuo.reason': reason });
  return { ...nothing, ignored: [{ reason }] };
}

function receiptOf({ crossings, tooVague }: Judgement): LocationReceipt {
  const reason = 'accuracy-worse-than-radius';
  count('continuo.locations.ignored', tooVague.length, { 'continuo.reason': reason });
  const placesOf = (wanted: Crossing['kind']) =>
    crossings.filter(({ kind }) => kind === wanted).map(({ placeId }) => placeId);
  return {
    entered: placesOf('entered'),
    left: placesOf('left'),
    ignored: tooVague.map((placeId) => ({ reason, placeId })),
  };
}

function crossingEvent(
  { placeId, kind, eventId }: Crossing & { readonly eventId: string },
  at: number,
  customer: readonly CustomerIdentifier[],
): OutgoingEvent {
  const [first] = customer;
  const isEntry = kind === 'entered';
  return {
    id: eventId,
    type: isEntry ? 'continuo.collaboration.PlaceEntered.v1' : 'continuo.collaboration.PlaceLeft.v1',
    topic: 'collaboration.places',
    key: `${first?.kind}=${first?.value}`,
    subject: placeId,
    time: new Date(at),
    customer,
    value: { placeId, ...(isEntry ? { enteredAt: at } : { leftAt: at }) },
  };
}

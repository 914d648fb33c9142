// At which places a device is, by its hashed id. A position is never written: not here, and nowhere else.
import { PersonalData, personalRows } from '@continuo/service-kit';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';

export interface NewCrossing {
  readonly placeId: string;
  readonly inside: boolean;
  readonly at: Date;
  /** The event that told of it, by which the timeline says whose device it is. */
  readonly eventId: string;
}

@Injectable()
export class PresenceStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('collaboration.located_device', 'located_device'));
  }

  /** Locks a device's row, making it when it is new; answers when it was last heard of, undefined when never. */
  async lock(tx: Transaction, device: string, now: Date): Promise<Date | undefined> {
    const { rowCount } = await tx.client.query(
      'insert into located_device (device, last_heard_at) values ($1, $2) on conflict do nothing',
      [device, now],
    );
    if (rowCount === 1) return undefined;
    const { rows } = await tx.client.query<{ at: Date }>(
      'select last_heard_at as at from located_device where device = $1 for update',
      [device],
    );
    return rows[0]?.at;
  }

  /** A device was heard of, and whose it is as far as is known. */
  async heard(tx: Transaction, device: string, at: Date, profileId: string): Promise<void> {
    await tx.client.query('update located_device set last_heard_at = $2, profile_id = $3 where device = $1', [
      device,
      at,
      profileId,
    ]);
  }

  /** The places where a device is. */
  async insideOf(tx: Transaction, device: string): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ placeId: string }>(
      'select place_id as "placeId" from device_presence where device = $1 and inside order by place_id',
      [device],
    );
    return rows.map(({ placeId }) => placeId);
  }

  async cross(tx: Transaction, device: string, crossings: readonly NewCrossing[]): Promise<void> {
    if (crossings.length === 0) return;
    await tx.client.query(
      `insert into device_presence (device, place_id, inside, changed_at, event_id)
       select $1, place_id, inside, changed_at, event_id
       from unnest($2::text[], $3::boolean[], $4::timestamptz[], $5::uuid[]) as new (place_id, inside, changed_at, event_id)
       on conflict (device, place_id) do update
       set inside = excluded.inside, changed_at = excluded.changed_at, event_id = excluded.event_id`,
      [
        device,
        crossings.map(({ placeId }) => placeId),
        crossings.map(({ inside }) => inside),
        crossings.map(({ at }) => at),
        crossings.map(({ eventId }) => eventId),
      ],
    );
  }

  /** Whose device it was that an event told of; false when that is not the last word on it. */
  async assign(tx: Transaction, eventId: string, profileId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update located_device set profile_id = $2
       where device = (select device from device_presence where event_id = $1)`,
      [eventId, profileId],
    );
    return rowCount === 1;
  }

  /** Forgets a device and where it is. */
  async forgetDevice(tx: Transaction, device: string): Promise<boolean> {
    const { rowCount } = await tx.client.query('delete from located_device where device = $1', [device]);
    return rowCount === 1;
  }

  /** Forgets who is at a place. */
  async forgetPlace(tx: Transaction, placeId: string): Promise<void> {
    await tx.client.query('delete from device_presence where place_id = $1', [placeId]);
  }

  /** Forgets devices that were not heard of since a time, some of them; answers how many. */
  async forgetBefore(tx: Transaction, before: Date, limit: number): Promise<number> {
    const { rowCount } = await tx.client.query(
      `delete from located_device where device in (
         select device from located_device where last_heard_at < $1 order by last_heard_at limit $2
         for update skip locked)`,
      [before, limit],
    );
    return rowCount ?? 0;
  }
}

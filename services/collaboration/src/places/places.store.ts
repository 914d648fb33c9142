// Places in the database: where customers meet us, and how near is near. Nothing here is about a person.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';
import type { PlaceCircle } from './domain/geofence.js';

export interface PlaceDetails {
  readonly name: string;
  /** Degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusMetres: number;
  /** IANA name. */
  readonly timeZone: string;
}

export interface StoredPlace extends PlaceDetails {
  readonly placeId: string;
  readonly version: number;
  readonly changedAt: Date;
  /** Set when it is not used any more. */
  readonly retiredAt: Date | null;
}

const columns = `place_id as "placeId", name, latitude, longitude, radius_metres as "radiusMetres",
  time_zone as "timeZone", version, changed_at as "changedAt", retired_at as "retiredAt"`;

@Injectable()
export class PlacesStore {
  async find(tx: Transaction, placeId: string): Promise<StoredPlace | undefined> {
    const { rows } = await tx.client.query<StoredPlace>(`select ${columns} from place where place_id = $1`, [
      placeId,
    ]);
    return rows[0];
  }

  /** By id, after one. */
  async list(
    tx: Transaction,
    { state, after, limit }: { state: 'active' | 'retired' | 'all'; after: string; limit: number },
  ): Promise<readonly StoredPlace[]> {
    const { rows } = await tx.client.query<StoredPlace>(
      `select ${columns} from place
       where place_id > $1 and ($2 = 'all' or ($2 = 'retired') = (retired_at is not null))
       order by place_id limit $3`,
      [after, state, limit],
    );
    return rows;
  }

  /** Creates a place; undefined when there is one. */
  async create(
    tx: Transaction,
    placeId: string,
    details: PlaceDetails,
    changedBy: string,
  ): Promise<StoredPlace | undefined> {
    const { rows } = await tx.client.query<StoredPlace>(
      `insert into place (place_id, name, latitude, longitude, radius_metres, time_zone, changed_by)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${columns}`,
      [...placeValues(placeId, details), changedBy],
    );
    return rows[0];
  }

  /** Replaces a version of a place, a retired one is used again; undefined when the version has moved. */
  async replace(
    tx: Transaction,
    placeId: string,
    details: PlaceDetails,
    change: { readonly version: number; readonly changedBy: string },
  ): Promise<StoredPlace | undefined> {
    const { rows } = await tx.client.query<StoredPlace>(
      `update place set name = $2, latitude = $3, longitude = $4, radius_metres = $5, time_zone = $6, changed_by = $7,
         changed_at = now(), retired_at = null, version = version + 1
       where place_id = $1 and version = $8 returning ${columns}`,
      [...placeValues(placeId, details), change.changedBy, change.version],
    );
    return rows[0];
  }

  /** Takes a place out of use; false when the version has moved. */
  async retire(
    tx: Transaction,
    placeId: string,
    change: { readonly version: number; readonly changedBy: string },
  ): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update place set retired_at = now(), changed_at = now(), changed_by = $3, version = version + 1
       where place_id = $1 and version = $2 and retired_at is null`,
      [placeId, change.version, change.changedBy],
    );
    return rowCount === 1;
  }

  /**
   * Places in use within a band of latitude around a point, which no nearer place can be outside of, at the date line
   * and the poles too; and those of a list.
   */
  async around(
    tx: Transaction,
    { latitude, band }: { readonly latitude: number; readonly band: number },
    listed: readonly string[],
  ): Promise<readonly PlaceCircle[]> {
    const { rows } = await tx.client.query<PlaceCircle>(
      `select place_id as "placeId", latitude, longitude, radius_metres as "radiusMetres" from place
       where retired_at is null and (latitude between $1::float8 - $2::float8 and $1::float8 + $2::float8 or place_id = any($3::text[]))
       order by place_id`,
      [latitude, band, listed],
    );
    return rows;
  }
}

function placeValues(
  placeId: string,
  { name, latitude, longitude, radiusMetres, timeZone }: PlaceDetails,
): (string | number)[] {
  return [placeId, name, latitude, longitude, radiusMetres, timeZone];
}

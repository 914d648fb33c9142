// Keeps the places where customers meet us; who changes one has seen its newest version.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PlacesStore, type PlaceDetails, type StoredPlace } from './places.store.js';
import { PresenceStore } from './presence.store.js';

export type { PlaceDetails, StoredPlace } from './places.store.js';

@Injectable()
export class PlacesService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PlacesStore) private readonly store: PlacesStore,
    @Inject(PresenceStore) private readonly presence: PresenceStore,
  ) {}

  find(placeId: string): Promise<StoredPlace | undefined> {
    return this.database.transaction((tx) => this.store.find(tx, placeId));
  }

  list(page: {
    state: 'active' | 'retired' | 'all';
    after: string;
    limit: number;
  }): Promise<readonly StoredPlace[]> {
    return this.database.transaction((tx) => this.store.list(tx, page));
  }

  /** Creates a place, or replaces the version that was seen. A retired one is used again. */
  async put(
    placeId: string,
    details: PlaceDetails,
    change: { readonly seen: number | undefined; readonly changedBy: string },
  ): Promise<Result<StoredPlace, 'version-moved'>> {
    const { seen, changedBy } = change;
    const stored = await this.database.transaction((tx) =>
      seen === undefined
        ? this.store.create(tx, placeId, details, changedBy)
        : this.store.replace(tx, placeId, details, { version: seen, changedBy }),
    );
    return stored === undefined ? moved() : ok(stored);
  }

  /** Takes a place out of use: nobody enters it any more, and no staff is alerted there. */
  async retire(
    placeId: string,
    change: { readonly version: number; readonly changedBy: string },
  ): Promise<Result<undefined, 'version-moved'>> {
    return this.database.transaction(async (tx) => {
      if (!(await this.store.retire(tx, placeId, change))) return moved();
      await this.presence.forgetPlace(tx, placeId);
      return ok(undefined);
    });
  }
}

function moved() {
  return refuse('version-moved', 'somebody changed it after you read it; read it again', {
    field: 'If-Match',
    rule: 'current-version',
  });
}

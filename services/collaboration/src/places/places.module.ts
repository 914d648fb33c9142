// Places: where customers meet us, and who of those who agreed to it is near.
import { identifierHash, type IdentifierHashKey } from '@continuo/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { LocationConsents } from './location-consents.js';
import { LocationsController } from './locations.controller.js';
import { LocationsService } from './locations.service.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';
import { PlacesStore } from './places.store.js';
import { DEVICE_HASH, PLATFORM_URL, type DeviceHash } from './places.tokens.js';
import { PresenceRetention } from './presence-retention.js';
import { PresenceConsumer } from './presence.consumer.js';
import { PresenceStore } from './presence.store.js';

@Module({})
export class PlacesModule {
  static with(config: {
    readonly CUSTOMER_DATA_PLATFORM_URL: string;
    readonly IDENTIFIER_HASH_KEYS: readonly IdentifierHashKey[];
  }): DynamicModule {
    const { CUSTOMER_DATA_PLATFORM_URL: platformUrl, IDENTIFIER_HASH_KEYS: keys } = config;
    return {
      module: PlacesModule,
      // Other capabilities ask whether a place is there; a second instance would register its stores twice.
      global: true,
      controllers: [PlacesController, LocationsController, PresenceConsumer],
      providers: [
        PlacesService,
        PlacesStore,
        LocationsService,
        LocationConsents,
        PresenceStore,
        PresenceRetention,
        { provide: PLATFORM_URL, useValue: platformUrl },
        { provide: DEVICE_HASH, useFactory: () => deviceHash(keys) },
      ],
      exports: [PlacesStore],
    };
  }
}

/** By the oldest key: while a new one comes beside it, devices stay who they are. */
function deviceHash([key]: readonly IdentifierHashKey[]): DeviceHash {
  if (key === undefined) throw new Error('there is no key to hash device ids with');
  return (deviceId) => identifierHash('device', deviceId, key);
}

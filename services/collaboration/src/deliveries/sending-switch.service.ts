// Turns sending off and on by channel and purpose; what was held back meanwhile goes on its way again.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesStore } from './deliveries.store.js';
import { isStopped, type Stop } from './domain/stops.js';
import { SendingSwitchStore, type SendingSwitch } from './sending-switch.store.js';

@Injectable()
export class SendingSwitchService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SendingSwitchStore) private readonly store: SendingSwitchStore,
    @Inject(DeliveriesStore) private readonly deliveries: DeliveriesStore,
    @Inject(DeliveriesService) private readonly sending: DeliveriesService,
  ) {}

  read(): Promise<SendingSwitch> {
    return this.database.transaction((tx) => this.store.read(tx));
  }

  /** Sets what is stopped, unless somebody else set it since; releases what is not stopped any more. */
  turn(
    stopped: readonly Stop[],
    seen: { readonly version: number; readonly by: string },
  ): Promise<Result<SendingSwitch & { readonly released: number }, 'version-moved'>> {
    return this.database.transaction(async (tx) => {
      const before = await this.store.read(tx, 'update');
      if (before.version !== seen.version)
        return refuse('version-moved', 'somebody changed it after you read it', { field: 'If-Match' });
      const after = await this.store.turn(tx, stopped, seen.by);
      return ok({ ...after, released: await this.release(tx, stopped) });
    });
  }

  private async release(tx: Transaction, stopped: readonly Stop[]): Promise<number> {
    let released = 0;
    for (const { channel, purpose } of await this.deliveries.heldKinds(tx)) {
      if (isStopped(stopped, channel, purpose)) continue;
      const deliveries = await this.deliveries.release(tx, channel, purpose);
      await this.sending.queue(tx, deliveries);
      released += deliveries.length;
    }
    return released;
  }
}

// Answers a message whose time passes while the switch holds it back: its journey must not wait for an operator.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Intents, type Intent, type IntentHandler, type IntentResult } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import type { SendPayload } from './deliveries.service.js';
import { DeliveriesStore, EXPIRE_HELD_INTENT } from './deliveries.store.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';

@Injectable()
export class HeldExpiry implements IntentHandler<SendPayload>, OnModuleInit {
  readonly kind = EXPIRE_HELD_INTENT;

  constructor(
    @Inject(Intents) private readonly intents: Intents,
    @Inject(Database) private readonly database: Database,
    @Inject(DeliveriesStore) private readonly store: DeliveriesStore,
    @Inject(DeliveryOutcomes) private readonly outcomes: DeliveryOutcomes,
  ) {}

  onModuleInit(): void {
    this.intents.register(this);
  }

  async call({ payload }: Intent<SendPayload>): Promise<IntentResult | void> {
    const delivery = await this.database.transaction((tx) => this.store.find(tx, payload.deliveryId));
    // Released, settled or erased meanwhile; or held again by a later command with more time.
    if (delivery?.state !== 'held' || delivery.notAfter === null || delivery.notAfter > new Date()) return;
    return this.outcomes.expired(delivery, 'held');
  }
}

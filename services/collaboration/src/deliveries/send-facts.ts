// Gathers what the rules of sending need, from the service's own tables, and the address from whoever has it.
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { ConsentsService } from '../consents/consents.service.js';
import { MessagesService } from '../messages/messages.service.js';
import { SuppressionsService } from '../suppressions/suppressions.service.js';
import { TemplatesService } from '../templates/templates.service.js';
import { ALLOWED_RECIPIENTS, type AllowedRecipients } from './allowed-recipients.js';
import { CustomerAddresses } from './customer-addresses.js';
import type { AddressFacts, SendFacts } from './domain/decide.js';
import type { Delivery } from './delivery.js';
import { SendingSwitchStore } from './sending-switch.store.js';

export interface Gathered {
  readonly facts: SendFacts;
  readonly address: string | null;
  /** Of the template, where there is one. */
  readonly revision: number | null;
}

@Injectable()
export class SendFactsReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(ConsentsService) private readonly consents: ConsentsService,
    @Inject(MessagesService) private readonly messages: MessagesService,
    @Inject(SuppressionsService) private readonly suppressions: SuppressionsService,
    @Inject(SendingSwitchStore) private readonly sendingSwitch: SendingSwitchStore,
    @Inject(CustomerAddresses) private readonly addresses: CustomerAddresses,
    @Inject(TemplatesService) private readonly templates: TemplatesService,
    @Inject(ALLOWED_RECIPIENTS) private readonly allowed: AllowedRecipients,
  ) {}

  /** Everything but an address that only others know: that stays undefined. */
  own(delivery: Delivery): Promise<Gathered> {
    return this.database.transaction(async (tx) => {
      const members = await this.families.membersOf(tx, delivery.profileId);
      const address = await this.messages.lastAddress(tx, delivery.channel, members);
      const { stopped } = await this.sendingSwitch.read(tx);
      const { consents, language } = await this.consents.factsOf(tx, delivery.profileId);
      const found = await this.templates.inForce(tx, delivery.template, delivery.contentAsOf);
      const inUse = typeof found === 'object' ? found : null;
      const facts: SendFacts = {
        now: Date.now(),
        stops: stopped,
        template: inUse?.template ?? (found === 'withdrawn' ? found : undefined),
        consents,
        language,
        address: address === null ? undefined : await this.addressFacts(tx, delivery, address),
      };
      return { facts, address, revision: inUse?.revision ?? null };
    });
  }

  /** The same with the address that the customer data platform has. */
  async withAskedAddress(
    delivery: Delivery,
    { facts, revision }: Gathered,
    signal: AbortSignal,
  ): Promise<Gathered> {
    const address = await this.addresses.phoneOf(delivery.profileId, signal);
    if (address === null) return { facts: { ...facts, address: null }, address, revision };
    const known = await this.database.transaction((tx) => this.addressFacts(tx, delivery, address));
    return { facts: { ...facts, address: known }, address, revision };
  }

  private async addressFacts(
    tx: Transaction,
    { channel, purpose }: Delivery,
    address: string,
  ): Promise<AddressFacts> {
    const lastHeard = await this.messages.lastHeard(tx, channel, address);
    return {
      isSuppressed: await this.suppressions.suppresses(tx, { channel, address }, purpose),
      isAllowed: this.allowed === 'everybody' || this.allowed.has(address),
      lastHeard: lastHeard?.getTime() ?? null,
    };
  }
}

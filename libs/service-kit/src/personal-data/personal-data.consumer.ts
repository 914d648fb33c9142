// Follows merges, splits and erasures on the timeline for a service that keeps rows about persons.
import type { cdp } from '@continuo/contracts';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Erasures } from './erasures.js';
import { ProfileFamilies } from './profile-families.js';

const topic = 'cdp.timeline';

@Controller()
export class PersonalDataConsumer {
  constructor(
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(Erasures) private readonly erasures: Erasures,
  ) {}

  @EventPattern('continuo.cdp.ProfileMerged.v1', { topic })
  merged(@Payload() marker: cdp.ProfileMerged, @Ctx() { tx }: RecordContext): Promise<void> {
    return this.families.merged(tx, marker);
  }

  @EventPattern('continuo.cdp.ProfileSplit.v1', { topic })
  split(@Payload() marker: cdp.ProfileSplit, @Ctx() { tx }: RecordContext): Promise<void> {
    return this.families.split(tx, marker);
  }

  /**
   * It comes under every profile of the person, as the last record of each, and again while something is left. A record
   * of the profile that is parked does not keep it waiting.
   */
  @EventPattern('continuo.cdp.ProfileErased.v1', { topic, lastWord: true })
  async erased(@Payload() erased: cdp.ProfileErased, @Ctx() { tx, scope, record }: RecordContext) {
    await this.erasures.erase(tx, erased);
    await scope.discard(record.key);
  }
}

// Learns from the timeline whose device it was that came near a place or went, so that it can be erased with its person.
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx } from '@nestjs/microservices';
import { LocationsService } from './locations.service.js';

const topic = 'cdp.timeline';

@Controller()
export class PresenceConsumer {
  constructor(@Inject(LocationsService) private readonly locations: LocationsService) {}

  @EventPattern('continuo.collaboration.PlaceEntered.v1', { topic })
  entered(@Ctx() context: RecordContext): Promise<Ignored | undefined> {
    return this.learn(context);
  }

  @EventPattern('continuo.collaboration.PlaceLeft.v1', { topic })
  left(@Ctx() context: RecordContext): Promise<Ignored | undefined> {
    return this.learn(context);
  }

  private async learn({ record, tx }: RecordContext): Promise<Ignored | undefined> {
    const { id, profileId } = record;
    if (profileId === undefined) return ignored('no-profile');
    return (await this.locations.assign(tx, id, profileId)) ? undefined : ignored('presence-has-moved-on');
  }
}

// Locations of customers' devices over HTTP, from the app's own backend. What comes in is not kept, logged or passed on.
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { Answers, orThrow, Refuses, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { LocationsService } from './locations.service.js';

const deviceIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/);
const locationSchema = z.object({
  /** Whose device it is: kinds that link, in the clear. */
  customers: z
    .array(
      z.object({
        kind: z.string().regex(/^(crm\.contact|anonymous|user|email|phone|loyalty)$/),
        value: z.string().min(1).max(512),
      }),
    )
    .min(1)
    .max(10),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracyMetres: z.number().min(0).max(1e7),
  at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});
const receiptSchema = z
  .object({
    entered: z.array(z.string()),
    left: z.array(z.string()),
    ignored: z.array(z.object({ reason: z.string(), placeId: z.string().optional() })),
  })
  .meta({ title: 'LocationReceipt' });

@Controller('devices')
export class LocationsController {
  constructor(@Inject(LocationsService) private readonly locations: LocationsService) {}

  /** Judges where a device is. Only the places that it is at are kept, never the position. */
  @Post(':deviceId/locations')
  @Roles('integrator')
  @Answers(200, receiptSchema)
  @Refuses(
    [403, 'The customer has not agreed to it (purpose location, channel device or *).'],
    [422, 'It lies in the future, or names nobody.'],
    [503, 'Nobody can say now whether the customer agreed; try again.'],
  )
  async receive(
    @Param('deviceId', { schema: deviceIdSchema }) deviceId: string,
    @Body({ schema: locationSchema }) location: z.output<typeof locationSchema>,
  ): Promise<z.output<typeof receiptSchema>> {
    const received = await this.locations.receive({ deviceId, ...location });
    const { entered, left, ignored } = orThrow(received, { 'consent-missing': 403 });
    return { entered: [...entered], left: [...left], ignored: [...ignored] };
  }
}

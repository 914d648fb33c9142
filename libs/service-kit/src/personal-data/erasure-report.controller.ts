// What an erasure deleted in this service: asked by the customer data platform until every service has confirmed.
import { Database } from '@continuo/persistence';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { idSchema } from '../http/cursor.js';
import { Erasures } from './erasures.js';

const reportSchema = z
  .object({
    stores: z.array(
      z.object({ store: z.string(), rows: z.int(), profileId: z.uuid(), erasedAt: z.iso.datetime() }),
    ),
  })
  .meta({ title: 'ErasureReport' });

@Controller()
export class ErasureReportController {
  constructor(
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Store by store, profile by profile; a profile is missing while its erasure did not get here yet. */
  @Get('erasures/:erasureId')
  @Roles('operator', 'integrator')
  @Answers(200, reportSchema)
  async report(@Param('erasureId', { schema: idSchema }) erasureId: string) {
    const stores = await this.database.transaction((tx) => this.erasures.report(tx, erasureId));
    return { stores: stores.map((each) => ({ ...each, erasedAt: each.erasedAt.toISOString() })) };
  }
}

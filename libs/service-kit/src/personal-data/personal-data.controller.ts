// What a service keeps of a person, in numbers: asked before an erasure and after it.
import { Database } from '@continuo/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { Erasures } from './erasures.js';

const idSchema = z.uuid().transform((id) => id.toLowerCase());
const countSchema = z.object({ profileIds: z.array(idSchema).min(1).max(1_000) });
const rowsSchema = z.object({ store: z.string(), rows: z.int() });
const countedSchema = z.object({ stores: z.array(rowsSchema) }).meta({ title: 'PersonalDataCount' });
const reportSchema = z
  .object({ stores: z.array(rowsSchema.extend({ profileId: z.uuid() })) })
  .meta({ title: 'ErasureReport' });

@Controller()
export class PersonalDataController {
  constructor(
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** How many rows of which store are about these profiles. Numbers only. */
  @Post('personal-data::count')
  @HttpCode(200)
  @Roles('operator', 'integrator')
  @Answers(200, countedSchema)
  async count(@Body({ schema: countSchema }) { profileIds }: z.output<typeof countSchema>) {
    const stores = await this.database.transaction((tx) => this.erasures.count(tx, profileIds));
    return { stores: [...stores] };
  }

  /** What an erasure deleted here; no stores when it did not get here yet. */
  @Get('erasures/:erasureId')
  @Roles('operator', 'integrator')
  @Answers(200, reportSchema)
  async report(@Param('erasureId', { schema: idSchema }) erasureId: string) {
    const stores = await this.database.transaction((tx) => this.erasures.report(tx, erasureId));
    return { stores: [...stores] };
  }
}

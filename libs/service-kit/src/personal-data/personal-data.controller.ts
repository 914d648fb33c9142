// What a service keeps of a person, in numbers: asked before an erasure and after it.
import { sentUpTo } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { idSchema } from '../http/cursor.js';
import { Erasures } from './erasures.js';

const countSchema = z.object({ profileIds: z.array(idSchema).min(1).max(1_000) });
const countedSchema = z
  .object({
    stores: z.array(z.object({ store: z.string(), rows: z.int() })),
    /** Everything this service wrote up to this time is on Kafka: an erasure waits for what was said before it. */
    sentUpTo: z.iso.datetime(),
  })
  .meta({ title: 'PersonalDataCount' });

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
    return this.database.transaction(async (tx) => ({
      stores: [...(await this.erasures.count(tx, profileIds))],
      sentUpTo: (await sentUpTo(tx)).toISOString(),
    }));
  }
}

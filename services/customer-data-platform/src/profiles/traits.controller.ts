// Traits over HTTP: masked for those who look at customers, their values for those who say what they need them for.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  accessLogPage,
  Answers,
  Caller,
  idSchema,
  orThrow,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type AccessLogRange,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { TraitsService, type FoundAccess } from './traits.service.js';

const maskedSchema = z
  .object({
    profileId: z.uuid(),
    traits: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['text', 'number', 'boolean', 'list', 'object', 'none']),
        /** `a•••@e•••.com`; null when the value is. */
        masked: z.string().nullable(),
        /** What is shown is the value itself: everybody is told of it. */
        open: z.boolean(),
        saidAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ title: 'MaskedTraits' });
const revealSchema = z.object({
  /** All of them when left out. */
  names: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
  /** What they are needed for; kept with who saw them. */
  purpose: z.string().trim().min(3).max(100),
});
const revealedSchema = z
  .object({
    profileId: z.uuid(),
    traits: z.array(z.object({ name: z.string(), value: z.unknown(), saidAt: z.iso.datetime() })),
  })
  .meta({ title: 'RevealedTraits' });
const accessSchema = z
  .object({
    at: z.iso.datetime(),
    subject: z.string(),
    client: z.string().nullable(),
    /** Empty when none was said, which a lookup may do. */
    purpose: z.string(),
    /** Names of the traits that were shown; null when it was everything. */
    traits: z.array(z.string()).nullable(),
    /** `email a•••@e•••.com`: the person was looked up by it, and nothing else was shown; null for a reading. */
    lookedUp: z.string().nullable(),
  })
  .meta({ title: 'ProfileAccess' });
const statuses = { 'profile-unknown': 404, 'profile-erased': 404 } as const;
const notThere = [
  404,
  '`profile-unknown`: no profile has this id; `profile-erased`: its person was erased.',
] as const;

@Controller()
export class TraitsController {
  constructor(@Inject(TraitsService) private readonly traits: TraitsService) {}

  /** A customer's traits, masked: enough to recognise somebody by, nothing to use. */
  @Get('profiles/:id/traits')
  @Roles('agent', 'supervisor', 'operator')
  @Answers(200, maskedSchema)
  @Refuses(notThere)
  async masked(@Param('id', { schema: idSchema }) id: string): Promise<z.output<typeof maskedSchema>> {
    const { profileId, traits } = orThrow(await this.traits.masked(id), statuses);
    return { profileId, traits: traits.map((each) => ({ ...each, saidAt: each.saidAt.toISOString() })) };
  }

  /** The values. Who saw which of them, and what for, is written down. */
  @Post('profiles/:id/traits::reveal')
  @Roles('agent', 'supervisor')
  @Answers(200, revealedSchema)
  @Refuses(notThere)
  async reveal(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: revealSchema }) { names, purpose }: z.output<typeof revealSchema>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof revealedSchema>> {
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    const { profileId, traits } = orThrow(await this.traits.reveal(id, names, reader), statuses);
    return {
      profileId,
      traits: traits.map(({ name, value, saidAt }) => ({ name, value, saidAt: saidAt.toISOString() })),
    };
  }

  /** Who read this person's data in the platform, and what for, newest first. */
  @Get('profiles/:id/access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(accessSchema).meta({ title: 'ProfileAccessLog' }))
  @Refuses(notThere)
  async accessLog(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ) {
    const read = async (range: AccessLogRange) => orThrow(await this.traits.accessLog(id, range), statuses);
    return accessLogPage({ ...page, list: `access-log ${id}` }, read, shown, ({ id: place }) => place);
  }
}

function shown({ id: _place, at, ...access }: FoundAccess): z.output<typeof accessSchema> {
  return { ...access, at: at.toISOString() };
}

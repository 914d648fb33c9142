// Profiles over HTTP. Addresses and numbers come in bodies only: an address line would end up in logs.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  idSchema,
  orThrow,
  Problem,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { ProfilesService, type Reader } from './profiles.service.js';

const factsSchema = z.object({
  segments: z.array(z.string()),
  consents: z.array(
    z.object({
      purpose: z.string(),
      channel: z.string(),
      granted: z.boolean(),
      version: z.string(),
      changedAt: z.number(),
    }),
  ),
  language: z.string().nullable(),
  timeZone: z.string().nullable(),
  reachability: z.record(z.string(), z.boolean()),
  scores: z.record(z.string(), z.number()),
  valueTier: z.string().nullable(),
});
const profileSchema = z.object({
  id: z.uuid(),
  createdAt: z.iso.datetime(),
  mergedIds: z.array(z.uuid()),
  version: z.int(),
  facts: factsSchema,
});
const detailsSchema = profileSchema
  .extend({ identifiers: z.array(z.object({ key: z.string(), firstSeen: z.iso.datetime() })) })
  .meta({ title: 'Profile' });
const withTraitsSchema = profileSchema.extend({
  askedId: z.uuid(),
  traits: z.record(z.string(), z.object({ value: z.unknown(), saidAt: z.iso.datetime() })),
});

const batchGetSchema = z.object({
  ids: z.array(idSchema).min(1).max(100),
  /** What the data is read for; kept with who read it. */
  purpose: z.string().min(1).max(100),
});
const customerSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/),
  value: z.string().min(1).max(512),
});
const lookupSchema = z.object({
  customers: z.array(customerSchema).min(1).max(100),
  /** What they are looked up for; kept with who did, where it is by an address or a number. */
  purpose: z.string().max(100).default(''),
});
const foundSchema = z.object({
  profileIds: z.array(z.uuid().nullable()),
  /** Everybody who is known by each: several by what many use (a device, an account). */
  matches: z.array(z.array(z.uuid())),
});

@Controller()
export class ProfilesController {
  constructor(@Inject(ProfilesService) private readonly profiles: ProfilesService) {}

  /** Profiles with their traits, by id. Who reads whom, and what for, is written down. */
  @Post('profiles::batchGet')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, z.object({ profiles: z.array(withTraitsSchema) }))
  async batchGet(
    @Body({ schema: batchGetSchema }) body: z.output<typeof batchGetSchema>,
    @Caller() caller: Principal,
  ) {
    return { profiles: await this.profiles.batchGet(body.ids, readerOf(caller, body.purpose)) };
  }

  /**
   * The profiles behind identifiers, in their order; null where nobody, or more than one person, is known by it. Who looks
   * for an address or a number is written down.
   */
  @Post('profiles::lookup')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, foundSchema)
  async lookUp(
    @Body({ schema: lookupSchema }) { customers, purpose }: z.output<typeof lookupSchema>,
    @Caller() caller: Principal,
  ) {
    const found = await this.profiles.lookUpAll(customers, readerOf(caller, purpose));
    return {
      profileIds: found.map(([id, other]) => (other === undefined ? id : null) ?? null),
      matches: found.map((ids) => [...ids]),
    };
  }

  /** The profile behind one opaque identifier. */
  @Get('profiles')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, detailsSchema)
  @Refuses([404, 'Nobody, or more than one person, is known by it.'])
  async find(
    @Query({ schema: customerSchema }) { kind, value }: z.output<typeof customerSchema>,
    @Caller() caller: Principal,
  ) {
    if (kind === 'email' || kind === 'phone' || value.includes('@')) {
      const message = 'addresses and numbers are looked up by POST profiles:lookup';
      throw new Problem(400, 'identifier-in-address', message, {
        fields: [{ field: 'kind', rule: 'opaque', message }],
      });
    }
    const [id] = await this.profiles.lookUp([{ kind, value }], readerOf(caller, ''));
    if (id === null || id === undefined)
      throw new Problem(404, 'profile-unknown', 'Nobody, or more than one person, is known by it.');
    return this.show(id);
  }

  /** A profile by its id, without traits; one that was merged leads to its survivor. */
  @Get('profiles/:id')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, detailsSchema)
  @Refuses([404, '`profile-unknown`: no profile has this id; `profile-erased`: its person was erased.'])
  async show(@Param('id', { schema: idSchema }) id: string) {
    return orThrow(await this.profiles.show(id), { 'profile-unknown': 404, 'profile-erased': 404 });
  }
}

function readerOf({ subject, clientId: client }: Principal, purpose: string): Reader {
  return { subject, purpose, ...(client !== undefined && { client }) };
}

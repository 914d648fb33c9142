// The answer to an access request over HTTP, as one JSON document.
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Answers, Caller, idSchema, orThrow, Refuses, Roles, type Principal } from '@continuo/service-kit';
import { z } from 'zod';
import { AccessService } from './access.service.js';

/** What the data is read for; kept with who read it. */
const purposeSchema = z.object({ purpose: z.string().min(1).max(100) });
const time = z.iso.datetime();
const exportSchema = z
  .object({
    profileId: z.uuid(),
    mergedIds: z.array(z.uuid()),
    createdAt: time,
    exportedAt: time,
    facts: z.record(z.string(), z.unknown()),
    traits: z.array(z.object({ name: z.string(), value: z.unknown(), saidAt: time })),
    identifiers: z.array(z.object({ kind: z.string(), firstSeen: time })),
    segments: z.array(z.object({ segment: z.string(), enteredAt: time })),
    consents: z.array(
      z.object({
        purpose: z.string(),
        channel: z.string(),
        granted: z.boolean(),
        version: z.string(),
        source: z.string(),
        saidAt: time,
        receivedAt: time,
      }),
    ),
  })
  .meta({ title: 'PersonalDataExport' });

@Controller()
export class AccessController {
  constructor(@Inject(AccessService) private readonly access: AccessService) {}

  /** Everything the platform holds of a person and of all profiles merged into theirs. Who asked is written down. */
  @Post('profiles/:id::export')
  @HttpCode(200)
  @Roles('supervisor')
  @Answers(200, exportSchema)
  @Refuses([404, 'No profile has this id.'])
  async export(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: purposeSchema }) { purpose }: z.output<typeof purposeSchema>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof exportSchema>> {
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    const found = orThrow(await this.access.export(id, reader), { 'profile-unknown': 404 });
    return {
      profileId: found.profileId,
      mergedIds: [...found.mergedIds],
      createdAt: found.createdAt.toISOString(),
      exportedAt: found.exportedAt.toISOString(),
      facts: { ...found.facts },
      traits: found.traits.map(({ name, value, saidAt }) => ({ name, value, saidAt: saidAt.toISOString() })),
      identifiers: found.identifiers.map(({ kind, firstSeen }) => ({
        kind,
        firstSeen: firstSeen.toISOString(),
      })),
      segments: found.segments.map(({ segment, enteredAt }) => ({
        segment,
        enteredAt: enteredAt.toISOString(),
      })),
      consents: found.consents.map(({ purpose: about, channel, granted, version, source, ...times }) => ({
        purpose: about,
        channel,
        granted,
        version,
        source,
        saidAt: times.saidAt.toISOString(),
        receivedAt: times.receivedAt.toISOString(),
      })),
    };
  }
}

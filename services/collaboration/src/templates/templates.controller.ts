// Templates over HTTP: for a journey's author what there is, for whoever looks into a message what was said when, and the
// way out when a text is wrong.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { variablesOf } from './domain/render.js';
import type { Template } from './domain/template.js';
import { TemplatesService, type StoredRevision, type TemplateInUse } from './templates.service.js';

const wordsSchema = z.object({
  purpose: z.string(),
  session: z.boolean(),
  defaultLanguage: z.string(),
  variables: z.array(z.string()),
  texts: z.array(
    z.object({
      language: z.string(),
      approved: z.boolean(),
      body: z.string(),
      choices: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
});
const templateSchema = wordsSchema
  .extend({ name: z.string(), revision: z.int(), since: z.iso.datetime() })
  .meta({ title: 'Template' });
const revisionSchema = z
  .object({
    name: z.string(),
    revision: z.int(),
    /** From when on it is in force, until the next one is. */
    since: z.iso.datetime(),
    /** Null where the template was taken away. */
    content: wordsSchema.nullable(),
    /** Whether nobody gets it any more. */
    withdrawn: z.boolean(),
    /** Who withdrew it, or took that back, when and why; the oldest first. */
    withdrawals: z.array(
      z.object({ withdrawn: z.boolean(), reason: z.string(), by: z.string(), at: z.iso.datetime() }),
    ),
  })
  .meta({ title: 'TemplateRevision' });
const withdrawnSchema = revisionSchema
  .extend({
    /** What messages use that would have used this one; null: they are refused. */
    inUse: z.int().nullable(),
  })
  .meta({ title: 'WithdrawnTemplateRevision' });

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const numberSchema = z.coerce.number().int().min(1).max(2_147_483_647);
const reasonSchema = z.object({
  /** Kept with who said it and when. */
  reason: z.string().trim().min(3).max(200),
});
const list = 'template-revisions';

@Controller('templates')
export class TemplatesController {
  constructor(@Inject(TemplatesService) private readonly templates: TemplatesService) {}

  /** Every template with the texts that are used now. Nothing in them is personal. */
  @Get()
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, z.object({ items: z.array(templateSchema) }))
  async list(): Promise<{ items: z.output<typeof templateSchema>[] }> {
    return { items: (await this.templates.list()).map(shown) };
  }

  /** One template as it is used now, and which revision that is. */
  @Get(':name')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, templateSchema)
  @Refuses([404, 'No template has this name, or all of its revisions are withdrawn.'])
  async show(@Param('name', { schema: nameSchema }) name: string) {
    return shown(orThrow(await this.templates.find(name), { 'template-unknown': 404 }));
  }

  /** What it said and from when on, the newest first. */
  @Get(':name/revisions')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, pageSchema(revisionSchema))
  @Refuses([404, 'No template has this name.'])
  async revisions(
    @Param('name', { schema: nameSchema }) name: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const before = cursor === undefined ? undefined : decodeCursor(list, cursor, z.tuple([z.int()]))[0];
    const found = await this.templates.revisions(name, { before, limit: limit + 1 });
    const rows = orThrow(found, { 'template-unknown': 404 });
    return pageOf(rows, { list, limit }, revisionShown, ({ revision }) => [revision]);
  }

  /**
   * Nobody gets this revision from now on, also not who is on an old version of a journey: they get the next one, or
   * where there is none the one before. For a text that is wrong; a better one comes by a changed template.
   */
  @Post(':name/revisions/:revision::withdraw')
  @Roles('designer', 'supervisor', 'operator')
  @Answers(200, withdrawnSchema)
  @Refuses([404, 'The template has no such revision.'])
  withdraw(
    @Param('name', { schema: nameSchema }) name: string,
    @Param('revision', { schema: numberSchema }) revision: number,
    @Body({ schema: reasonSchema }) { reason }: z.output<typeof reasonSchema>,
    @Caller() caller: Principal,
  ) {
    return this.#withdraw({ name, revision }, { withdrawn: true, reason, by: caller.subject });
  }

  /** Takes a withdrawal back. */
  @Post(':name/revisions/:revision::reinstate')
  @Roles('designer', 'supervisor', 'operator')
  @Answers(200, withdrawnSchema)
  @Refuses([404, 'The template has no such revision.'])
  reinstate(
    @Param('name', { schema: nameSchema }) name: string,
    @Param('revision', { schema: numberSchema }) revision: number,
    @Body({ schema: reasonSchema }) { reason }: z.output<typeof reasonSchema>,
    @Caller() caller: Principal,
  ) {
    return this.#withdraw({ name, revision }, { withdrawn: false, reason, by: caller.subject });
  }

  async #withdraw(...word: Parameters<TemplatesService['withdraw']>) {
    const done = orThrow(await this.templates.withdraw(...word), { 'revision-unknown': 404 });
    return { ...revisionShown(done.revision), inUse: done.inUse };
  }
}

function shown({ template, revision, since }: TemplateInUse): z.output<typeof templateSchema> {
  return { name: template.name, revision, since: since.toISOString(), ...wordsOf(template) };
}

function revisionShown(found: StoredRevision): z.output<typeof revisionSchema> {
  const { name, revision, since, template, isWithdrawn, acts } = found;
  return {
    name,
    revision,
    since: since.toISOString(),
    content: template && wordsOf(template),
    withdrawn: isWithdrawn,
    withdrawals: acts.map(({ at, ...act }) => ({ ...act, at: at.toISOString() })),
  };
}

function wordsOf({ purpose, session, defaultLanguage, texts }: Template): z.output<typeof wordsSchema> {
  return {
    ...{ purpose, session, defaultLanguage },
    variables: [...variablesOf(texts[0]?.body ?? '')],
    texts: texts.map(({ language, approved, body, buttons, list: rows }) => ({
      language,
      approved,
      body,
      choices: [...buttons, ...(rows?.rows ?? [])].map(({ id, title }) => ({ id, title })),
    })),
  };
}

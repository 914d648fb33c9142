// Shows which templates there are, so that a journey's author finds names, variables and the ids that come back.
import { Controller, Get, Inject } from '@nestjs/common';
import { Answers, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { variablesOf } from './domain/render.js';
import { TEMPLATES, type Templates } from './templates.tokens.js';

const templateSchema = z
  .object({
    name: z.string(),
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
  })
  .meta({ title: 'Template' });

@Controller('templates')
export class TemplatesController {
  constructor(@Inject(TEMPLATES) private readonly templates: Templates) {}

  /** Every template with its texts. Nothing in them is personal. */
  @Get()
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, z.object({ items: z.array(templateSchema) }))
  list(): { items: z.output<typeof templateSchema>[] } {
    const items = [...this.templates.values()].map((template) => ({
      name: template.name,
      purpose: template.purpose,
      session: template.session,
      defaultLanguage: template.defaultLanguage,
      variables: [...variablesOf(template.texts[0]?.body ?? '')],
      texts: template.texts.map(({ language, approved, body, buttons, list }) => ({
        language,
        approved,
        body,
        choices: [...buttons, ...(list?.rows ?? [])].map(({ id, title }) => ({ id, title })),
      })),
    }));
    return { items };
  }
}

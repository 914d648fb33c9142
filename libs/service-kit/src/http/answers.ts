// Says in OpenAPI what a route answers, from the same zod schemas that the code uses.
import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

/** problem+json as OpenAPI describes it. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string() })).optional(),
  })
  .meta({ title: 'Problem' });

/** Nothing in the body. */
export const noContentSchema = z.undefined();

/**
 * The success of a route: its status and its body's schema; every route has one, so that OpenAPI is complete.
 * `@Answers(200, journeySchema)`, `@Answers(204)`.
 */
export function Answers(status: number, schema?: z.ZodType, description = 'Done.'): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    ApiResponse(
      schema === undefined ? { status, description } : { status, description, standardSchema: schema },
    ),
  );
}

/** The success of a route whose body is no JSON: `@AnswersText(200, 'text/event-stream', 'Alerts as they come.')`. */
export function AnswersText(status: number, contentType: string, description: string): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    ApiResponse({ status, description, content: { [contentType]: { schema: { type: 'string' } } } }),
  );
}

/** The problems a route may answer beyond those of all routes (400, 401, 403, 429, 500). */
export function Refuses(...problems: readonly (readonly [status: number, when: string])[]): MethodDecorator {
  return applyDecorators(
    ...problems.map(([status, description]) =>
      ApiResponse({
        status,
        description,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}

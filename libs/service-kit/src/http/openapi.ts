// Makes a service's OpenAPI document from its routes and their zod schemas, and serves it under the service's prefix.
import {
  Controller,
  Get,
  Header,
  Injectable,
  ServiceUnavailableException,
  type INestApplication,
} from '@nestjs/common';
import { ApiExcludeController, DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../auth/decisions.js';
import { problemSchema } from './answers.js';

type SchemaObject = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { $ref: string }
>;

export interface OpenApiOptions {
  readonly service: string;
  readonly title: string;
  readonly version: string;
  readonly publicUrl: string;
}

/** Holds the document once the application knows its routes. */
@Injectable()
export class OpenApiDocument {
  document: OpenAPIObject | undefined;
}

@ApiExcludeController()
@Controller()
export class OpenApiController {
  constructor(private readonly holder: OpenApiDocument) {}

  @Get('openapi.json')
  @Public('the description of the interface is no secret')
  @Header('cross-origin-resource-policy', 'cross-origin')
  openApi(): OpenAPIObject {
    if (this.holder.document === undefined) throw new ServiceUnavailableException();
    return this.holder.document;
  }
}

/** Reads all routes of an initialised application. */
export function describeApplication(app: INestApplication, options: OpenApiOptions): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(options.title)
    .setVersion(options.version)
    .setOpenAPIVersion('3.0.3')
    .addServer(options.publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addBasicAuth({
      type: 'http',
      scheme: 'basic',
      description: 'The user is a write key, the password is empty.',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: jsonSchemaOf(schema, schemaType) } : undefined,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.components = {
    ...document.components,
    schemas: {
      ...document.components?.schemas,
      Problem: jsonSchemaOf(problemSchema, 'output'),
    },
  };
  return document;
}

/** A zod schema as OpenAPI's dialect of JSON Schema, whole: nothing in it refers elsewhere. */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): SchemaObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'openapi-3.0',
    unrepresentable: 'any',
    reused: 'inline',
    cycles: 'throw',
    // Dates travel as ISO 8601 text, and 64-bit numbers as decimal text.
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      if (type === 'bigint') Object.assign(jsonSchema, { type: 'string', format: 'int64' });
    },
  });
  return rest as unknown as SchemaObject;
}

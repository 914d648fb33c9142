// A small service and a small issuer for the kit's own tests.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Body,
  Controller,
  Get,
  Headers,
  Module,
  Param,
  Post,
  Query,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload, type JWK } from 'jose';
import { z } from 'zod';
import {
  Answers,
  Caller,
  HealthRegistry,
  httpConfigSchema,
  authConfigSchema,
  databaseConfigSchema,
  parseConfig,
  Public,
  Refuses,
  Roles,
  startService,
  WriteKey,
  type KitLogger,
  type Principal,
  type HttpConfig,
  type RunningService,
  type ServiceDefinition,
} from '../src/index.js';

export const noteSchema = z.object({
  text: z.string().min(1).max(40),
  tags: z
    .array(z.string().regex(/^[a-z]+$/))
    .max(3)
    .default([]),
  by: z.object({ kind: z.enum(['person', 'system']), at: z.iso.datetime() }).optional(),
});
const keptNoteSchema = noteSchema.extend({ id: z.uuid(), caller: z.string() });

@Controller('notes')
export class NotesController {
  @Post()
  @Roles('designer')
  @Answers(201, keptNoteSchema)
  @Refuses([409, 'There is one already.'])
  make(@Body({ schema: noteSchema }) note: z.output<typeof noteSchema>, @Caller() caller: Principal) {
    return { ...note, id: '019aa000-0000-7000-8000-000000000000', caller: caller.subject };
  }

  @Post(':id::archive')
  @Public('a test')
  @Answers(200, z.object({ archived: z.string() }))
  archive(@Param('id', { schema: z.string() }) id: string) {
    return { archived: id };
  }

  @Post(':id::copy')
  @Public('a test')
  @Answers(200, z.object({ copied: z.string() }))
  copy(@Param('id', { schema: z.string() }) id: string) {
    return { copied: id };
  }

  @Get('broken')
  @Public('a test')
  @Answers(200, z.object({}))
  broken(): never {
    throw new Error(
      'duplicate key value violates unique constraint, Key (email)=(canary@example.com) "canary-secret"',
    );
  }

  @Get(':id')
  @Public('a test')
  @Answers(200, z.object({ id: z.string(), limit: z.number() }))
  show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: z.object({ limit: z.coerce.number().int().max(10).default(5) }) })
    query: { limit: number },
  ) {
    return { id, ...query };
  }
}

@Controller('v1')
export class TrackingController {
  @Post('track')
  @WriteKey()
  @Answers(200, z.object({ source: z.string(), got: z.unknown() }))
  track(@Body({ schema: z.object({ event: z.string() }) }) got: unknown, @Caller() caller: Principal) {
    return { source: caller.subject, got };
  }
}

@Controller('forgotten')
export class ForgottenController {
  @Get()
  nobodyDecided(@Headers('host') host: string) {
    return { host };
  }
}

@Module({ controllers: [NotesController, TrackingController] })
export class NotesModule {
  constructor(readonly health: HealthRegistry) {}
}

/** Everything the service logged, as one text. */
export interface MemoryLog extends KitLogger {
  text(): string;
}

export function memoryLog(): MemoryLog {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  return { debug: write, info: write, warn: write, error: write, text: () => lines.join('\n') };
}

export interface SmallService extends RunningService {
  readonly log: MemoryLog;
}

/** Starts the notes service on a free port. */
export async function startNotes(
  env: Record<string, string>,
  module: Type | DynamicModule = NotesModule,
  prepare?: ServiceDefinition<HttpConfig>['prepare'],
): Promise<SmallService> {
  const log = memoryLog();
  const shape = { ...httpConfigSchema.shape, ...authConfigSchema.shape };
  const given = { OIDC_ISSUER: 'http://127.0.0.1:1', ...env };
  const config =
    env.DATABASE_URL === undefined
      ? parseConfig(z.object(shape), given)
      : parseConfig(z.object({ ...shape, ...databaseConfigSchema.shape }), given);
  const telemetry = { logger: log, metrics: { text: async () => 'up 1\n' }, stop: async () => undefined };
  const running = await startService(
    {
      service: 'notes',
      title: 'Notes',
      config,
      module: async () => module,
      prepare,
      unprefixed: ['v1/*path'],
      trackingPaths: ['/v1/'],
      crossOrigin: { paths: ['/v1/'], origins: ['https://shop.example'] },
      writeKeys: [{ source: 'shop', key: 'wk_shop' }],
    },
    telemetry,
  );
  return { ...running, log };
}

export interface TestIssuer {
  readonly url: string;
  /** Signs any claims by the issuer's RSA key, or as told. */
  token(
    claims: JWTPayload,
    how?: { alg?: string; kid?: string; key?: CryptoKey | Uint8Array },
  ): Promise<string>;
  readonly publicKey: CryptoKey;
  close(): Promise<void>;
}

/** An OpenID provider with one RSA key. */
export async function startIssuer(): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'first', use: 'sig', alg: 'RS256' };
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = request.url === '/jwks' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    publicKey,
    token: (claims, { alg = 'RS256', kid = 'first', key = privateKey } = {}) =>
      new SignJWT({
        iss: url,
        aud: 'continuo',
        sub: 'somebody',
        roles: ['designer'],
        exp: Math.floor(Date.now() / 1_000) + 300,
        ...claims,
      })
        .setProtectedHeader({ alg, kid })
        .sign(key),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

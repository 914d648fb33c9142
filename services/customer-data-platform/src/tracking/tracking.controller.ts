// Segment's tracking interface: the paths, limits and answers that Segment's and RudderStack's SDKs know.
import { applyDecorators, Body, Controller, Inject, Post } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import {
  Answers,
  Caller,
  Problem,
  problemOf,
  Refuses,
  WriteKey,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { isObject, type Json } from './domain/json.js';
import type { CallType } from './domain/tracking-call.js';
import { TrackingService, type Receipt, type ReceiptRefusal } from './tracking.service.js';

/** Segment's limits of a batch. */
const largestBatch = 500 * 1024;
const mostCalls = 2500;

const callSchema = z
  .looseObject({
    messageId: z.string().optional(),
    anonymousId: z.string().optional(),
    userId: z.string().optional(),
    context: z.looseObject({}).optional(),
    timestamp: z.string().optional(),
    sentAt: z.string().optional(),
  })
  .meta({ title: 'TrackingCall' });
const traits = z.looseObject({}).optional();
const properties = z.looseObject({}).optional();
const identifySchema = callSchema.extend({ traits });
const trackSchema = callSchema.extend({ event: z.string(), properties });
const pageSchema = callSchema.extend({ name: z.string().optional(), properties });
const groupSchema = callSchema.extend({ groupId: z.string(), traits });
const aliasSchema = callSchema.extend({ userId: z.string(), previousId: z.string() });
const batchSchema = z.object({
  batch: z.array(callSchema.extend({ type: z.string() })),
  sentAt: z.string().optional(),
});

const receiptSchema = z
  .object({
    success: z.literal(true),
    accepted: z.int(),
    duplicates: z.int(),
    rejected: z.array(
      z.object({
        index: z.int(),
        messageId: z.string().nullable(),
        code: z.string(),
        field: z.string().optional(),
        message: z.string(),
      }),
    ),
  })
  .meta({ title: 'Receipt' });
type ReceiptBody = z.output<typeof receiptSchema>;

/** A single call that is refused is a bad request, as with Segment; only its size has a status of its own. */
const statuses: Record<ReceiptRefusal, number> = {
  'call-not-an-object': 400,
  'call-type-unknown': 400,
  'call-too-deep': 400,
  'call-too-large': 413,
  'wrong-type': 400,
  'id-too-long': 400,
  'no-user-or-anonymous-id': 400,
  'event-missing': 400,
  'group-id-missing': 400,
  'previous-id-missing': 400,
  'user-id-missing': 400,
};

/** The schema is for readers only: a call is checked by `parseCall`, which refuses one call and not its batch. */
function Documented(schema: z.ZodType): MethodDecorator {
  const body = z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0' });
  return applyDecorators(
    ApiBody({
      schema: body as Parameters<typeof ApiBody>[0] extends { schema: infer Schema } ? Schema : never,
    }),
    Answers(200, receiptSchema, 'What was accepted, what was a repetition, and what was refused and why.'),
    Refuses(
      [400, 'The body is not JSON or not a call.'],
      [401, 'The write key is missing or unknown.'],
      [413, 'Larger than a call or a batch may be.'],
    ),
  );
}

@Controller('v1')
@WriteKey()
export class TrackingController {
  constructor(@Inject(TrackingService) private readonly tracking: TrackingService) {}

  @Post(['identify', 'i'])
  @Documented(identifySchema)
  identify(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('identify', caller, body);
  }

  @Post(['track', 't'])
  @Documented(trackSchema)
  track(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('track', caller, body);
  }

  @Post(['page', 'p'])
  @Documented(pageSchema)
  page(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('page', caller, body);
  }

  @Post(['screen', 's'])
  @Documented(pageSchema)
  screen(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('screen', caller, body);
  }

  @Post(['group', 'g'])
  @Documented(groupSchema)
  group(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('group', caller, body);
  }

  @Post(['alias', 'a'])
  @Documented(aliasSchema)
  alias(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    return this.one('alias', caller, body);
  }

  /** Several calls at once. Bad ones are named in the answer and don't stop the good ones. */
  @Post(['batch', 'b', 'import'])
  @Documented(batchSchema)
  async batch(@Caller() caller: Principal, @Body() body: Json): Promise<ReceiptBody> {
    if (!isObject(body) || !Array.isArray(body.batch)) {
      throw new Problem(400, 'batch-missing', 'Expected an object with a list named batch.', {
        fields: [{ field: 'batch', rule: 'type:array', message: 'expected a list of calls' }],
      });
    }
    const calls = body.batch as readonly Json[];
    if (calls.length > mostCalls) throw tooLarge('batch-too-long', `has more than ${mostCalls} calls`);
    if (Buffer.byteLength(JSON.stringify(body)) > largestBatch) {
      throw tooLarge('batch-too-large', `has more than ${largestBatch} bytes`);
    }
    return bodyOf(await this.tracking.receive({ source: caller.subject, calls, sentAt: body.sentAt }));
  }

  private async one(type: CallType, caller: Principal, body: Json): Promise<ReceiptBody> {
    const receipt = await this.tracking.receive({ source: caller.subject, calls: [body ?? null], type });
    const [rejected] = receipt.rejected;
    if (rejected !== undefined) throw problemOf(rejected.refusal, statuses);
    return bodyOf(receipt);
  }
}

function tooLarge(code: string, what: string): Problem {
  const message = `The batch ${what}.`;
  return new Problem(413, code, message, { fields: [{ field: 'batch', rule: code, message }] });
}

function bodyOf(receipt: Receipt): ReceiptBody {
  return {
    success: true,
    accepted: receipt.accepted,
    duplicates: receipt.duplicates,
    rejected: receipt.rejected.map(({ index, messageId, refusal }) => ({
      index,
      messageId,
      code: refusal.code,
      ...(refusal.field !== undefined && { field: refusal.field }),
      message: refusal.message,
    })),
  };
}

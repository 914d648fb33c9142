// Records over HTTP: a page of them, newest first unless asked otherwise, and one of them whole.
import { Controller, Get, Header, Inject, Optional, Param, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  encodeCursor,
  orThrow,
  Problem,
  problemOf,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { asked, notConfigured, topicUnknown } from './bus-problems.js';
import { BusRecords, type ReadFrom } from './bus-records.js';
import { BusTopics } from './bus-topics.js';
import { placeOf, placeTexts, type ScanPlace } from './domain/scan-cursor.js';
import { ReadSlots, type SlotRefusal } from './read-slots.js';
import { reading } from './reading.js';
import { recordSchema, type BusRecord } from './record-view.js';
import {
  offsetTextSchema,
  recordPageSchema,
  recordsQuerySchema,
  type RecordsQuery,
} from './records.schema.js';
import { topicNameSchema } from './topics.schema.js';

const placeSchema = z.array(z.string()).max(2_000);
const BUSY: Readonly<Record<SlotRefusal, number>> = { 'reader-busy': 429, 'too-many-readers': 429 };

@Controller('console/records')
@Roles('operator')
export class RecordsController {
  constructor(
    @Optional() @Inject(BusRecords) private readonly records: BusRecords | undefined,
    @Optional() @Inject(BusTopics) private readonly topics: BusTopics | undefined,
    @Inject(ReadSlots) private readonly slots: ReadSlots,
  ) {}

  /**
   * Records of a topic, decoded. One answer looks at so many records, reads so many bytes and takes so long at most:
   * `looked` says what was done, and `nextCursor` goes on there, also when nothing was found.
   */
  @Get()
  @Header('cache-control', 'no-store')
  @Answers(200, recordPageSchema)
  @Refuses(
    [404, '`topic-unknown`, `partition-unknown`'],
    [429, '`reader-busy`: your last reading still goes on; `too-many-readers`: others read.'],
    [503, '`bus-not-configured`, `broker-away`'],
  )
  async list(
    @Query({ schema: recordsQuerySchema }) query: RecordsQuery,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof recordPageSchema>> {
    const records = await this.#ready(query.topic);
    const list = listOf(query);
    const place = query.cursor === undefined ? undefined : placeIn(list, query.cursor);
    const { topic, partition, limit, type, customer, key, correlationId } = query;
    const filter = { type, customer, key, correlationId };
    const request = { topic, partition, from: fromOf(query), filter, limit, place };
    const gone = untilGone(reply);
    const read = await this.#slot(caller, (late) =>
      records.read({ ...request, signal: AbortSignal.any([gone, late]) }),
    );
    const statuses = { 'partition-unknown': 404, 'place-unknown': 400 } as const;
    const { looked, stoppedBy, place: next, records: items } = orThrow(read, statuses);
    return {
      items: [...items],
      looked: { records: looked, stoppedBy },
      ...(next !== undefined && { nextCursor: encodeCursor(list, placeTexts(next)) }),
    };
  }

  /** One record by its place, with its whole value. */
  @Get(':topic/:partition/:offset')
  @Answers(200, recordSchema)
  @Refuses([404, '`topic-unknown`, `record-unknown`'], [503, '`bus-not-configured`, `broker-away`'])
  async show(
    @Param('topic', { schema: topicNameSchema }) topic: string,
    @Param('partition', { schema: z.coerce.number().int().min(0).max(99_999) }) partition: number,
    @Param('offset', { schema: offsetTextSchema }) offset: string,
    @Caller() caller: Principal,
  ): Promise<BusRecord> {
    const records = await this.#ready(topic);
    const record = await this.#slot(caller, () => records.one(topic, partition, BigInt(offset)));
    if (record !== undefined) return record;
    throw new Problem(
      404,
      'record-unknown',
      'There is no record at this place: it is not kept any more, or not written.',
    );
  }

  async #ready(topic: string): Promise<BusRecords> {
    if (this.records === undefined || this.topics === undefined) throw notConfigured();
    if (!(await asked(this.topics.isReadable(topic)))) throw topicUnknown();
    return this.records;
  }

  async #slot<T>(caller: Principal, work: (late: AbortSignal) => Promise<T>): Promise<T> {
    const read = await reading(this.slots, caller.subject, work);
    if (read.ok) return read.value;
    const { status, code, message } = problemOf(read.refusal, BUSY);
    throw new Problem(status, code, message, { headers: { 'retry-after': '1' } });
  }
}

/** A cursor is good for exactly what was asked. */
function listOf({ limit: _limit, cursor: _cursor, ...asked }: RecordsQuery): string {
  return `records ${JSON.stringify(Object.entries(asked).sort())}`;
}

function placeIn(list: string, cursor: string): ScanPlace {
  const place = placeOf(decodeCursor(list, cursor, placeSchema));
  if (place !== undefined) return place;
  throw new Problem(400, 'cursor-invalid', 'The cursor is not one of this list.', {
    fields: [{ field: 'cursor', rule: 'from-this-list', message: 'use nextCursor of the page before' }],
  });
}

function fromOf({ from, offset, time }: RecordsQuery): ReadFrom {
  if (from === 'offset') return { kind: from, offset: BigInt(offset ?? '0') };
  if (from === 'time') return { kind: from, time: Math.max(0, Date.parse(time ?? '')) };
  return { kind: from };
}

/** Ends the reading when the caller has hung up. */
function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

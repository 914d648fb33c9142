// Topics over HTTP: what is on the bus, who owns and reads it, how fast it runs and who lags, and by which schemas.
import { Controller, Get, Header, Inject, Optional, Param, Query } from '@nestjs/common';
import { Answers, Refuses, Roles } from '@continuo/service-kit';
import type { z } from 'zod';
import { BusSchemas } from './bus-schemas.js';
import { BusTopics, type ListedTopic, type PartitionState } from './bus-topics.js';
import { asked, notConfigured, topicUnknown } from './bus-problems.js';
import {
  schemasSchema,
  topicDetailSchema,
  topicListQuerySchema,
  topicListSchema,
  topicNameSchema,
  type TopicRow,
} from './topics.schema.js';

type TopicListQuery = z.output<typeof topicListQuerySchema>;

@Controller('console/topics')
@Roles('operator')
export class TopicsController {
  constructor(
    @Optional() @Inject(BusTopics) private readonly topics: BusTopics | undefined,
    @Optional() @Inject(BusSchemas) private readonly schemas: BusSchemas | undefined,
  ) {}

  /** All topics of the contract and of the broker. While the broker is away its figures are left out. */
  @Get()
  @Header('cache-control', 'no-store')
  @Answers(200, topicListSchema)
  @Refuses([503, '`bus-not-configured`: the console knows no broker.'])
  async list(
    @Query({ schema: topicListQuerySchema }) query: TopicListQuery,
  ): Promise<z.output<typeof topicListSchema>> {
    const { topics, broker } = await this.#topics().list();
    const items = topics.map(rowOf).filter((row) => isAsked(row, query));
    return { broker: broker === undefined ? 'away' : 'answering', items: sorted(items, query.sort) };
  }

  /** One topic with its partitions, and where each group is on them. */
  @Get(':topic')
  @Header('cache-control', 'no-store')
  @Answers(200, topicDetailSchema)
  @Refuses([404, '`topic-unknown`'], [503, '`bus-not-configured`, `broker-away`'])
  async show(
    @Param('topic', { schema: topicNameSchema }) name: string,
  ): Promise<z.output<typeof topicDetailSchema>> {
    const topics = this.#topics();
    const topic = await topics.find(name);
    if (topic === undefined) throw topicUnknown();
    const [partitions, settings] = await asked(Promise.all([topics.partitions(name), topics.settings(name)]));
    const { definition } = topic;
    return {
      ...rowOf(topic),
      doc: definition?.doc ?? null,
      key: definition?.key.is ?? null,
      about: definition?.about ?? null,
      types: [...(definition?.types ?? [])],
      forwards: [...(definition?.forwards ?? [])],
      producers: definition === undefined ? [] : [definition.owner, ...definition.producers],
      deadLettersOf: topic.deadLettersOf ?? null,
      partitionStates: partitions.map(partitionOf),
      ...settings,
    };
  }

  /** The schemas of the types that a topic publishes, with all their versions. */
  @Get(':topic/schemas')
  @Answers(200, schemasSchema)
  @Refuses(
    [404, '`topic-unknown`'],
    [503, '`bus-not-configured`, `registry-not-configured`, `registry-away`'],
  )
  async schemasOf(
    @Param('topic', { schema: topicNameSchema }) name: string,
  ): Promise<z.output<typeof schemasSchema>> {
    if ((await this.#topics().find(name)) === undefined) throw topicUnknown();
    if (this.schemas === undefined) throw notConfigured('registry');
    const subjects = await asked(this.schemas.of(name));
    return {
      items: subjects.map(({ compatibility, versions, ...subject }) => ({
        ...subject,
        compatibility: compatibility ?? null,
        versions: [...versions],
      })),
    };
  }

  #topics(): BusTopics {
    if (this.topics === undefined) throw notConfigured();
    return this.topics;
  }
}

function rowOf(topic: ListedTopic): TopicRow {
  const { name, kind, definition, partitions, retentionMs, exists, end, kept, ratePerSecond } = topic;
  return {
    name,
    kind,
    owner: definition?.owner ?? null,
    exists: exists ?? null,
    partitions: partitions ?? null,
    retentionMs: retentionMs ?? null,
    cleanup: definition?.cleanup ?? null,
    end: end ?? null,
    kept: kept ?? null,
    ratePerSecond: ratePerSecond ?? null,
    history: [...topic.history],
    groups: topic.groups.map(({ group, lag, delaySeconds }) => ({
      group,
      lag: lag ?? null,
      delaySeconds: delaySeconds ?? null,
    })),
  };
}

function partitionOf({ partition, start, end, groups }: PartitionState) {
  return {
    partition,
    start: String(start),
    end: String(end),
    groups: groups.map(({ group, committed, lag }) => ({
      group,
      committed: committed === undefined ? null : String(committed),
      lag: Number(lag),
    })),
  };
}

function isAsked(row: TopicRow, { q, owner, kind, group, lagging }: TopicListQuery): boolean {
  return (
    (q === undefined || row.name.includes(q.toLowerCase())) &&
    (owner === undefined || row.owner === owner) &&
    (kind === undefined || kind.includes(row.kind)) &&
    (group === undefined || row.groups.some((each) => each.group === group)) &&
    (!lagging || row.groups.some(({ lag }) => (lag ?? 0) > 0))
  );
}

const lagOf = ({ groups }: TopicRow): number => Math.max(-1, ...groups.map(({ lag }) => lag ?? -1));

function sorted(rows: TopicRow[], sort: TopicListQuery['sort']): TopicRow[] {
  const descending = sort.startsWith('-');
  const by = {
    name: () => 0,
    rate: (row: TopicRow) => row.ratePerSecond ?? -1,
    lag: lagOf,
    kept: (row: TopicRow) => row.kept ?? -1,
    end: (row: TopicRow) => row.end ?? -1,
  }[sort.replace('-', '') as 'name' | 'rate' | 'lag' | 'kept' | 'end'];
  const byName = (a: TopicRow, b: TopicRow): number => (a.name < b.name ? -1 : 1);
  if (sort === '-name') return rows.sort((a, b) => byName(b, a));
  return rows.sort((a, b) => (descending ? by(b) - by(a) : by(a) - by(b)) || byName(a, b));
}

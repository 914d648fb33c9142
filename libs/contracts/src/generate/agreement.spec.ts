// Sources, generated code, AsyncAPI and the chart say the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Parser } from '@asyncapi/parser';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { parse, stringify } from 'yaml';
import { checkContractFolder } from '../checks/check-contract.js';
import { problemText } from '../checks/problem.js';
import { contract } from '../index.js';
import { outputsOf } from './outputs.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What must be the same everywhere: topic, key, partitions. */
interface TopicFacts {
  readonly name: string;
  readonly keyFrom: readonly string[];
  readonly partitions: number;
}

const inCode: readonly TopicFacts[] = contract.topics.map(({ name, key, partitions }) => ({
  name,
  keyFrom: key.from,
  partitions,
}));

it('the sources pass every check, all stored versions both ways', () => {
  const check = checkContractFolder(path.join(root, 'schemas'));
  expect(check.problems.map(problemText)).toEqual([]);
  expect(check.schemas).toBe(contract.types.length);
  expect(check.versions).toBeGreaterThanOrEqual(check.schemas);
});

it('everything generated is what the sources say (else: npm run generate)', () => {
  const outputs = outputsOf(root);
  const stale = [...outputs].filter(([file, content]) => textOf(file) !== content).map(([file]) => file);
  expect(stale).toEqual([]);
  expect(outputs.size).toBeGreaterThan(8);
});

describe('AsyncAPI', () => {
  const text = textOf('schemas/asyncapi.yaml');
  const parser = new Parser();
  beforeAll(() => parser.registerSchemaParser(AvroSchemaParser()));

  it('is valid by its own parser', async () => {
    const { document, diagnostics } = await parser.parse(text);
    expect(diagnostics.filter(({ severity }) => severity === 0).map(({ message }) => message)).toEqual([]);
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.id()),
    ).toEqual(inCode.map(({ name }) => name));
    expect(document?.messages().length).toBeGreaterThan(0);
  }, 30_000);

  it('would not be valid with a broken schema in it', async () => {
    const broken = parse(text) as {
      components: { messages: Record<string, { payload: { schema: object } }> };
    };
    const first = Object.values(broken.components.messages)[0];
    if (first) first.payload.schema = { type: 'record', name: 'Broken' };
    const { diagnostics } = await parser.parse(stringify(broken));
    expect(diagnostics.some(({ severity }) => severity === 0)).toBe(true);
  }, 30_000);

  it('agrees with the code on topics, keys, partitions and types', () => {
    const { channels } = parse(text) as {
      channels: Record<
        string,
        { messages: object; bindings: { kafka: { partitions: number } }; 'x-key': { from: string[] } }
      >;
    };
    const facts = Object.entries(channels).map(([name, channel]) => ({
      name,
      keyFrom: channel['x-key'].from,
      partitions: channel.bindings.kafka.partitions,
    }));
    expect(facts).toEqual(inCode);
    for (const [name, { messages }] of Object.entries(channels)) {
      expect(Object.keys(messages)).toEqual(contract.typesOn(name).map(({ type }) => type));
    }
  });
});

describe('the chart', () => {
  interface ChartTopic extends TopicFacts {
    readonly deadLettersOf?: string;
    readonly retentionMs: number;
  }
  const { topics } = parse(textOf('helm/continuo/files/topics.yaml')) as { topics: ChartTopic[] };

  it('agrees with the code on topics, keys and partitions', () => {
    const own = topics.filter(({ deadLettersOf }) => deadLettersOf === undefined);
    expect(own.map(({ name, keyFrom, partitions }) => ({ name, keyFrom, partitions }))).toEqual(inCode);
  });

  it('has every dead-letter topic', () => {
    const letters = topics.filter(({ deadLettersOf }) => deadLettersOf !== undefined);
    expect(letters.map(({ name, partitions }) => ({ name, partitions }))).toEqual(
      contract.deadLetterTopics.map(({ name, partitions }) => ({ name, partitions })),
    );
  });

  it('lets nobody but its one writer write the timeline', () => {
    const { services } = parse(textOf('helm/continuo/files/access.yaml')) as {
      services: { name: string; write: string[]; read: string[] }[];
    };
    const writers = services.filter(({ write }) => write.includes('cdp.timeline')).map(({ name }) => name);
    expect(writers).toEqual(['customer-data-platform']);
    expect(services.flatMap(({ write }) => write)).not.toContain('orchestrator.commands');
    for (const { read, write } of services) {
      const known = new Set([...contract.topics, ...contract.deadLetterTopics].map(({ name }) => name));
      expect([...read, ...write].filter((name) => !known.has(name))).toEqual([]);
    }
  });
});

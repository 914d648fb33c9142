// What the chart needs of the contract, as files that its templates read: topics, and who may read and write them.
import { stringify } from 'yaml';
import { defineContract, type Contract } from '../contract.js';
import type { ContractFiles } from './sources.js';

const header = '# Generated from schemas/ by `npm run generate`: change the sources, not this file.\n';

/** File name under `helm/continuo/files`, to content. */
export function helmFiles(files: ContractFiles): ReadonlyMap<string, string> {
  const contract = defineContract({ ...files, schemas: files.schemas.map(({ schema }) => schema) });
  return new Map([
    ['topics.yaml', `${header}${stringify({ topics: topicList(contract) }, { lineWidth: 0 })}`],
    [
      'access.yaml',
      `${header}${stringify({ services: [...accessOf(contract), watcherOf(contract)] }, { lineWidth: 0 })}`,
    ],
  ]);
}

function topicList(contract: Contract): object[] {
  const topics = contract.topics.map((topic) => ({
    name: topic.name,
    owner: topic.owner,
    key: topic.key.is,
    keyFrom: topic.key.from,
    partitions: topic.partitions,
    retentionMs: topic.retentionMs,
    cleanup: topic.cleanup,
  }));
  const deadLetters = contract.deadLetterTopics.map((topic) => ({
    name: topic.name,
    owner: readerOf(contract, topic.group),
    deadLettersOf: topic.source,
    partitions: topic.partitions,
    retentionMs: topic.retentionMs,
    cleanup: 'delete',
  }));
  return [...topics, ...deadLetters];
}

interface Access {
  readonly name: string;
  readonly write: readonly string[];
  readonly read: readonly string[];
  readonly groups: readonly string[];
  /** Which group reads which topic. */
  readonly consumes: readonly { readonly topic: string; readonly group: string }[];
  /** Groups of others whose positions it may look up. */
  readonly describeGroups?: readonly string[];
}

/** Least privilege: a service writes its own topics and its dead letters, and reads with its own groups. */
function accessOf(contract: Contract): Access[] {
  return contract.services.map(({ name }) => {
    const consumes = contract.topics.flatMap(({ name: topic, consumers }) =>
      consumers.filter((group) => readerOf(contract, group) === name).map((group) => ({ topic, group })),
    );
    const write = contract.topics.filter(
      (topic) =>
        topic.producers.includes(name) || (topic.owner === name && !topic.name.endsWith('.commands')),
    );
    const deadLetters = contract.deadLetterTopics.filter(({ group }) => readerOf(contract, group) === name);
    return {
      name,
      write: [...write, ...deadLetters].map((topic) => topic.name),
      read: [...new Set(consumes.map(({ topic }) => topic))],
      groups: [...new Set(consumes.map(({ group }) => group))],
      consumes,
    };
  });
}

/** The console shows what lies on the bus and how far everybody is; it writes nothing and joins no group. */
function watcherOf(contract: Contract): Access {
  const topics = [...contract.topics, ...contract.deadLetterTopics];
  const groups = contract.topics.flatMap(({ consumers }) => consumers);
  return {
    name: 'console',
    write: [],
    read: topics.map(({ name }) => name),
    groups: [],
    consumes: [],
    describeGroups: [...new Set(groups)],
  };
}

/** The service a consumer group belongs to: `<short>` or `<short>-<purpose>`, the longest name that fits. */
function readerOf(contract: Contract, group: string): string {
  const fitting = contract.services.filter(({ short }) => group === short || group.startsWith(`${short}-`));
  return fitting.sort((one, other) => other.short.length - one.short.length)[0]?.name ?? group;
}

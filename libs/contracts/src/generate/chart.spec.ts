// What the chart makes of the contract for Strimzi, rendered by Helm; skipped by name on a machine without it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { contract } from '../index.js';

const chart = path.resolve(import.meta.dirname, '../../../../helm/continuo');
const helm = process.env['HELM'] ?? 'helm';
const present = spawnSync(helm, ['version', '--short']).status === 0;

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
  };
  readonly spec: {
    readonly topicName: string;
    readonly partitions: number;
    readonly replicas: number;
    readonly config: Record<string, unknown>;
    readonly authorization?: {
      readonly acls: readonly {
        readonly resource: { readonly name?: string };
        readonly operations: readonly string[];
      }[];
    };
  };
}

/** Strimzi's resources only; deploy/test/chart looks at the others. */
function render(...settings: string[]): Resource[] {
  const values = ['--values', path.join(chart, 'ci/small-values.yaml')];
  const flags = settings.flatMap((setting) => ['--set', setting]);
  const run = spawnSync(
    helm,
    ['template', 'test', chart, '--namespace', 'cx', '--kube-version', '1.33.0', ...values, ...flags],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  const resources = parseAllDocuments(run.stdout).flatMap(
    (document) => (document.toJS() as Resource | null) ?? [],
  );
  return resources.filter(({ apiVersion }) => apiVersion.startsWith('kafka.strimzi.io/'));
}

const whereHelmIs = present ? describe : describe.skip;

whereHelmIs('the chart, rendered (needs helm on the path)', () => {
  it('makes nothing of Strimzi unless asked', () => {
    expect(render()).toEqual([]);
  });

  it('makes every topic as the code wants it', () => {
    const topics = render('kafka.strimzi.topics=true', 'kafka.replicas=3');
    expect(new Set(topics.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(
      new Set(['kafka.strimzi.io/v1 KafkaTopic']),
    );
    const wanted = [...contract.topics, ...contract.deadLetterTopics];
    expect(topics.map(({ spec }) => [spec.topicName, spec.partitions, spec.config['retention.ms']])).toEqual(
      wanted.map(({ name, partitions, retentionMs }) => [name, partitions, retentionMs]),
    );
    expect(topics[0]).toMatchObject({
      metadata: { namespace: 'cx', labels: { 'strimzi.io/cluster': 'continuo' } },
      spec: { replicas: 3, config: { 'message.timestamp.type': 'LogAppendTime', 'min.insync.replicas': 2 } },
    });
  });

  it('puts the prefix before topics, and before what users may touch', () => {
    const users = [
      'kafka.strimzi.users=true',
      'kafka.sasl.mechanism=scram-sha-512',
      'releaseSteps.kafkaSecret=admin',
    ];
    const made = render('kafka.strimzi.topics=true', 'kafka.topicPrefix=eu.', ...users);
    const names = made.flatMap(
      ({ spec }) => spec.authorization?.acls.map(({ resource }) => resource.name) ?? spec.topicName,
    );
    expect(names.filter((name) => name !== undefined && !name.startsWith('eu.'))).toEqual([]);
    // One more than there are services on the bus: the console looks at it, and that is all it may.
    const kafkaUsers = made.filter(({ kind }) => kind === 'KafkaUser');
    expect(kafkaUsers).toHaveLength(contract.services.length + 1);
    const watcher = kafkaUsers.find(({ metadata }) => metadata.name.endsWith('-console'));
    const allowed = watcher?.spec.authorization?.acls.flatMap(({ operations }) => operations);
    expect(new Set(allowed)).toEqual(new Set(['Read', 'Describe', 'DescribeConfigs']));
  });
});

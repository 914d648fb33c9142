// Apache Kafka as a local process: one node that is broker and controller (KRaft), on loopback only.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Java } from './java.js';
import type { ProcessSpec } from './managed-process.js';
import { runToEnd } from './one-off.js';
import { makePrivateDirectory } from './private-files.js';

export interface KafkaOptions {
  readonly java: Java;
  /** The folder with the broker's jars. */
  readonly jars: string;
  readonly dataDirectory: string;
  readonly port: number;
  readonly controllerPort: number;
  /** Short sessions and a single offsets partition, so that fault tests don't wait. */
  readonly forTests: boolean;
  /** Which node of a cluster it is; left out, it is alone. */
  readonly node?: KafkaNode;
  /** Further listeners that want to know who comes. */
  readonly secured?: KafkaSecurity;
  readonly cancelled?: AbortSignal;
}

/** One of several brokers that are controllers too. */
export interface KafkaNode {
  /** From 1. */
  readonly id: number;
  readonly clusterId: string;
  /** Of all nodes, in the order of their ids. */
  readonly controllerPorts: readonly number[];
}

/** How strangers reach a broker: by TLS and a password, or by TLS and a certificate of their own. */
export interface KafkaSecurity {
  /** Of the listener with TLS and SASL (PLAIN and SCRAM-SHA-512). */
  readonly saslPort: number;
  /** Of the listener with TLS on both sides. */
  readonly mutualPort: number;
  /** A PEM file with the broker's key and certificate. */
  readonly keystore: string;
  /** A PEM file with the certificates of clients that are believed. */
  readonly truststore: string;
  /** The user that either mechanism knows; neither text may hold quotes. */
  readonly user: string;
  readonly password: string;
}

/** Formats the folder when it is new, and tells how to run the broker. */
export async function prepareKafka(options: KafkaOptions): Promise<ProcessSpec> {
  const { java, jars, dataDirectory, port, node, secured } = options;
  await makePrivateDirectory(dataDirectory);
  const settingsFile = join(dataDirectory, 'server.properties');
  await writeFile(settingsFile, properties(brokerSettings(options)));
  const logging = join(dataDirectory, 'log4j2.properties');
  await writeFile(logging, properties(loggingSettings));
  const common = [`-Dlog4j2.configurationFile=${logging}`, '-cp', join(jars, '*')];
  const env = { ...process.env, ...java.env };
  const logs = join(dataDirectory, 'logs');
  if (!existsSync(join(logs, 'meta.properties'))) {
    await mkdir(logs, { recursive: true });
    await runToEnd({
      what: 'formatting the folder of the Kafka broker',
      command: java.command,
      args: [
        ...common,
        'kafka.tools.StorageTool',
        'format',
        ...(node ? [] : ['--standalone']),
        '-t',
        node?.clusterId ?? newClusterId(),
        '-c',
        settingsFile,
        ...(secured ? ['--add-scram', scramUser(secured)] : []),
      ],
      cwd: dataDirectory,
      env,
      within: 60_000,
      cancelled: options.cancelled,
    });
  }
  return {
    name: node ? `kafka-${node.id}` : 'kafka',
    kind: 'server',
    command: java.command,
    args: [...memory(node !== undefined), ...common, 'kafka.Kafka', settingsFile],
    cwd: dataDirectory,
    env,
    stopSignal: 'SIGTERM',
    stopWithin: 20_000,
    readyWithin: 90_000,
    isReady: () => brokerAnswers(port),
  };
}

/** Nodes of a cluster share the machine. */
function memory(shared: boolean): string[] {
  return ['-Xms128m', shared ? '-Xmx320m' : '-Xmx512m', '-XX:MaxDirectMemorySize=128m'];
}

/** Every node keeps a copy of what is kept in copies, and all but one of them must have it. */
function clusterSettings({ id, controllerPorts }: KafkaNode): Record<string, string | number> {
  const nodes = controllerPorts.length;
  return {
    'node.id': id,
    'controller.quorum.voters': controllerPorts.map((port, at) => `${at + 1}@127.0.0.1:${port}`).join(','),
    'default.replication.factor': nodes,
    'min.insync.replicas': nodes - 1,
    'offsets.topic.replication.factor': nodes,
    'transaction.state.log.replication.factor': nodes,
    'transaction.state.log.min.isr': nodes - 1,
    'unclean.leader.election.enable': 'false',
    'controlled.shutdown.enable': 'true',
  };
}

function aloneSettings(controllerPort: number): Record<string, string | number> {
  return {
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
  };
}

function scramUser({ user, password }: KafkaSecurity): string {
  return `SCRAM-SHA-512=[name=${user},password=${password}]`;
}

function securitySettings(security: KafkaSecurity): Record<string, string> {
  const { keystore, truststore, user, password } = security;
  const module = (name: string, options = ''): string =>
    `org.apache.kafka.common.security.${name}LoginModule required${options};`;
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': truststore,
    'listener.name.sasl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': module('plain.Plain', ` user_${user}="${password}"`),
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': module('scram.Scram'),
    'listener.name.mutual.ssl.client.auth': 'required',
  };
}

/** Everything on loopback: what is plain for the broker itself and for who shares its machine, and what is secured. */
function listenerSettings({ port, controllerPort, secured }: KafkaOptions): Record<string, string> {
  const plain = `PLAINTEXT://127.0.0.1:${port}`;
  const strangers = secured
    ? [`SASL://localhost:${secured.saslPort}`, `MUTUAL://localhost:${secured.mutualPort}`]
    : [];
  const protocols = ['PLAINTEXT:PLAINTEXT', 'CONTROLLER:PLAINTEXT'];
  return {
    listeners: [plain, `CONTROLLER://127.0.0.1:${controllerPort}`, ...strangers].join(','),
    'advertised.listeners': [plain, ...strangers].join(','),
    'listener.security.protocol.map': [
      ...protocols,
      ...(secured ? ['SASL:SASL_SSL', 'MUTUAL:SSL'] : []),
    ].join(','),
    ...(secured ? securitySettings(secured) : {}),
  };
}

function brokerSettings(options: KafkaOptions): Record<string, string | number> {
  const { dataDirectory, controllerPort, forTests, node } = options;
  return {
    'process.roles': 'broker,controller',
    ...listenerSettings(options),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(dataDirectory, 'logs'),
    'auto.create.topics.enable': 'false',
    'log.message.timestamp.type': 'LogAppendTime',
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
    // On one machine nobody else is about to join the group: waiting for more members only delays the first.
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.num.partitions': forTests ? 1 : 8,
    ...(forTests ? { 'group.min.session.timeout.ms': 1_000 } : {}),
    ...(node ? clusterSettings(node) : aloneSettings(controllerPort)),
  };
}

const loggingSettings = {
  'appender.console.type': 'Console',
  'appender.console.name': 'console',
  'appender.console.layout.type': 'PatternLayout',
  'appender.console.layout.pattern': '%d{ISO8601} %-5p %m (%c{1})%n%throwable',
  'rootLogger.level': 'WARN',
  'rootLogger.appenderRef.console.ref': 'console',
};

function properties(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

export function newClusterId(): string {
  // Kafka's ids are 16 bytes in URL-safe base64; one that starts with a dash would be read as an option.
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

/** A broker accepts connections before it serves them, so that only an answered request counts. */
export function brokerAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('connect', () => socket.write(apiVersionsRequest));
    socket.once('data', () => done(true));
  });
}

/** Length, then API key 18 in version 0, correlation id 1 and no client id. */
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

// Several brokers on one machine, for proofs that need a cluster: each is a process that can be stopped by itself.
import { join } from 'node:path';
import { findJava, installServers } from './java.js';
import { newClusterId, prepareKafka } from './kafka.js';
import { ManagedProcess } from './managed-process.js';
import { freePorts } from './ports.js';
import { makeStateDirectory } from './private-files.js';
import { keepingIn } from './servers.js';

export interface KafkaClusterOptions {
  /** The root of the checkout. */
  readonly root: string;
  /** Data, logs and pid files; removed by the caller. */
  readonly stateDirectory: string;
  readonly brokers: number;
  readonly say: (line: string) => void;
  readonly cancelled?: AbortSignal;
}

export interface KafkaCluster {
  readonly kafkaBrokers: string;
  readonly brokers: readonly ManagedProcess[];
  stop(): Promise<void>;
}

/** Starts brokers that keep a copy of everything each. */
export async function startKafkaCluster(options: KafkaClusterOptions): Promise<KafkaCluster> {
  const { root, stateDirectory, brokers: count, say, cancelled } = options;
  await makeStateDirectory(stateDirectory);
  const java = await findJava(process.env.JAVA_HOME);
  const project = join(root, 'deploy', 'local');
  const into = join(root, '.continuo', 'servers');
  const { kafka: jars } = await installServers({ java, project, into, say, cancelled });
  const all = await freePorts(2 * count);
  const ports = all.slice(0, count);
  const controllerPorts = all.slice(count);
  const clusterId = newClusterId();
  const keeping = keepingIn(stateDirectory);
  const brokers: ManagedProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(brokers.map((broker) => broker.stop('SIGKILL')));
    await keeping.watchdog.end();
  };
  try {
    for (const [at, port] of ports.entries()) {
      const node = { id: at + 1, clusterId, controllerPorts };
      const dataDirectory = join(stateDirectory, `kafka-${node.id}`);
      const controllerPort = controllerPorts[at] ?? 0;
      const spec = await prepareKafka({
        java,
        jars,
        dataDirectory,
        port,
        controllerPort,
        forTests: true,
        node,
        cancelled,
      });
      brokers.push(new ManagedProcess(spec, keeping));
    }
    // Together: none is ready before most of the controllers have found each other.
    await Promise.all(brokers.map((broker) => broker.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { kafkaBrokers: ports.map((port) => `127.0.0.1:${port}`).join(','), brokers, stop };
}

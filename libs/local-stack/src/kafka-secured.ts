// A broker that wants TLS and a login, for the proof that what a service's configuration says reaches such a one.
import { join } from 'node:path';
import { findJava, installServers } from './java.js';
import { prepareKafka, type KafkaSecurity } from './kafka.js';
import { ManagedProcess } from './managed-process.js';
import { freePorts } from './ports.js';
import { makeStateDirectory } from './private-files.js';
import { keepingIn } from './servers.js';

export interface SecuredKafkaOptions extends Omit<KafkaSecurity, 'saslPort' | 'mutualPort'> {
  /** The root of the checkout. */
  readonly root: string;
  /** Data, logs and pid files; removed by the caller. */
  readonly stateDirectory: string;
  readonly say: (line: string) => void;
}

export interface SecuredKafka {
  /** Without TLS and login. */
  readonly plain: string;
  /** TLS, and PLAIN or SCRAM-SHA-512. */
  readonly sasl: string;
  /** TLS, and a certificate of the client's. */
  readonly mutual: string;
  stop(): Promise<void>;
}

/** Starts one broker with three doors. */
export async function startSecuredKafka(options: SecuredKafkaOptions): Promise<SecuredKafka> {
  const { root, stateDirectory, say, keystore, truststore, user, password } = options;
  await makeStateDirectory(stateDirectory);
  const java = await findJava(process.env.JAVA_HOME);
  const project = join(root, 'deploy', 'local');
  const { kafka: jars } = await installServers({
    java,
    project,
    into: join(root, '.continuo', 'servers'),
    say,
  });
  const [port = 0, controllerPort = 0, saslPort = 0, mutualPort = 0] = await freePorts(4);
  const secured = { saslPort, mutualPort, keystore, truststore, user, password };
  const dataDirectory = join(stateDirectory, 'kafka');
  const spec = await prepareKafka({
    java,
    jars,
    dataDirectory,
    port,
    controllerPort,
    forTests: true,
    secured,
  });
  const keeping = keepingIn(stateDirectory);
  const broker = new ManagedProcess(spec, keeping);
  const stop = async (): Promise<void> => {
    await broker.stop('SIGKILL');
    await keeping.watchdog.end();
  };
  await broker.start().catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const [plain, sasl, mutual] = [`127.0.0.1:${port}`, `localhost:${saslPort}`, `localhost:${mutualPort}`];
  return { plain, sasl, mutual, stop };
}

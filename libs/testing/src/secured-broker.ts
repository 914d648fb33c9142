// A broker behind TLS and a login, with the certificates of this one run: what a production cluster asks of a service.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A key and the certificate that it has signed for itself, both PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly certificate: string;
}

export interface SecuredBroker {
  /** `host:port` with TLS, and PLAIN or SCRAM-SHA-512. */
  readonly sasl: string;
  /** `host:port` with TLS on both sides. */
  readonly mutual: string;
  readonly user: string;
  readonly password: string;
  /** The broker's own certificate, which is its authority too; it names `localhost`. */
  readonly authority: string;
  /** A client that the broker believes. */
  readonly client: SelfSigned;
  /** Somebody whom neither side knows. */
  readonly stranger: SelfSigned;
  stop(): Promise<void>;
}

/** What this machine lacks to have such a broker, or nothing. Servers may come from Docker, so Java need not be there. */
export async function missingForSecuredBroker(): Promise<string | undefined> {
  for (const [command, argument] of [
    ['java', '-version'],
    ['openssl', 'version'],
  ] as const) {
    const there = await run(command, [argument], { timeout: 15_000 }).catch(() => undefined);
    if (there === undefined) return `${command} is missing`;
  }
  return undefined;
}

/** Starts it. `stop` also removes its files. */
export async function startSecuredBroker(): Promise<SecuredBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'continuo-secured-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const [own, client, stranger] = await Promise.all([
      selfSigned(folder, 'localhost'),
      selfSigned(folder, 'client'),
      selfSigned(folder, 'stranger'),
    ]);
    const keystore = join(folder, 'keystore.pem');
    const truststore = join(folder, 'truststore.pem');
    await writeFile(keystore, own.key + own.certificate, { mode: 0o600 });
    await writeFile(truststore, client.certificate);
    // Loaded here, so that tests without such a broker don't load what starts servers.
    const { startSecuredKafka } = await import('@continuo/local-stack');
    const login = { user: 'continuo', password: 'for-one-run-only' };
    const stateDirectory = join(folder, 'state');
    const broker = await startSecuredKafka({
      root,
      stateDirectory,
      keystore,
      truststore,
      ...login,
      say: () => undefined,
    });
    const stop = async (): Promise<void> => {
      await broker.stop();
      await remove();
    };
    const { sasl, mutual } = broker;
    return { sasl, mutual, ...login, authority: own.certificate, client, stranger, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function selfSigned(folder: string, name: string): Promise<SelfSigned> {
  const files = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.crt`) };
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-sha256'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  await run('openssl', [
    'req',
    '-x509',
    ...kind,
    ...subject,
    '-keyout',
    files.key,
    '-out',
    files.certificate,
  ]);
  const [key, certificate] = await Promise.all([
    readFile(files.key, 'utf8'),
    readFile(files.certificate, 'utf8'),
  ]);
  return { key, certificate };
}

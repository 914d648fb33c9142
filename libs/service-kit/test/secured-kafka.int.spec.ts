// A cluster behind TLS and a login is reached by what a service's configuration says, and a wrong setting has a name.
import { kafkaClient, kafkaOptionsOf, type KafkaClient, type KafkaRecord } from '@continuo/messaging';
import {
  eventually,
  missingForSecuredBroker,
  startSecuredBroker,
  uniqueName,
  type SecuredBroker,
} from '@continuo/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { parseConfig } from '../src/config/parse-config.js';
import { kafkaConfigSchema } from '../src/config/service-config.js';

const missing = await missingForSecuredBroker();
const folder = mkdtempSync(join(tmpdir(), 'secured-kafka-'));
const clients: KafkaClient[] = [];
let broker: SecuredBroker;

type Environment = Readonly<Record<string, string>>;

/** As a service makes it: from variables of the environment, secrets from files. */
function clientOf(env: Environment): KafkaClient {
  const config = parseConfig(kafkaConfigSchema, {
    SCHEMA_REGISTRY_URL: 'http://registry:8081',
    KAFKA_TLS: 'true',
    ...env,
  });
  const client = kafkaClient({ ...kafkaOptionsOf(config), clientId: 'secured-test' });
  clients.push(client);
  return client;
}

function inFile(text: string): string {
  const path = join(folder, uniqueName('secret'));
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const login = (change: Environment = {}): Environment => ({
  KAFKA_BROKERS: broker.sasl,
  KAFKA_TLS_CA_FILE: inFile(broker.authority),
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: broker.user,
  KAFKA_SASL_PASSWORD: broker.password,
  ...change,
});

const certificate = (change: Environment = {}): Environment => ({
  KAFKA_BROKERS: broker.mutual,
  KAFKA_TLS_CA: broker.authority,
  KAFKA_TLS_CERT: broker.client.certificate,
  KAFKA_TLS_KEY_FILE: inFile(broker.client.key),
  ...change,
});

/** Writes a record and reads it back as a member of a group, all by one client. */
async function roundTrip(kafka: KafkaClient): Promise<string> {
  const topic = uniqueName('topic');
  await kafka.admin().create([{ topic, partitions: 1 }]);
  await eventually(() => kafka.admin().logRanges(topic), { what: 'leader of the new topic' });
  const producer = await kafka.producer();
  await producer.send(topic, [{ partition: 0, key: null, value: Buffer.from('arrived'), headers: {} }]);
  const consumer = kafka.consumer({ group: topic, topics: [topic], maxWaitMs: 20 });
  const read: KafkaRecord[] = [];
  await consumer.start({
    assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
    revoked: () => undefined,
    batch: ({ records }) => void read.push(...records),
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  await eventually(() => read.length === 1);
  return String(read[0]?.value);
}

const accepted: Readonly<Record<string, () => Environment>> = {
  'a password by SCRAM-SHA-512': () => login(),
  'a password by PLAIN': () => login({ KAFKA_SASL_MECHANISM: 'plain' }),
  'a certificate': () => certificate(),
};

interface Refusal {
  readonly code: string;
  readonly env: () => Environment;
}

const loginRefused = (change: Environment): Refusal => ({
  code: 'kafka-login-refused',
  env: () => login(change),
});

const untrusted = (change: () => Environment): Refusal => ({
  code: 'kafka-certificate-untrusted',
  env: () => login(change()),
});

const refused: Readonly<Record<string, Refusal>> = {
  'a wrong password (SCRAM)': loginRefused({ KAFKA_SASL_PASSWORD: 'hunter2-wrong' }),
  'a wrong password (PLAIN)': loginRefused({
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_PASSWORD: 'hunter2-wrong',
  }),
  'an unknown user': loginRefused({ KAFKA_SASL_USERNAME: 'nobody' }),
  'a mechanism that the cluster does not offer': loginRefused({ KAFKA_SASL_MECHANISM: 'scram-sha-256' }),
  'an authority that did not sign the broker': untrusted(() => ({
    KAFKA_TLS_CA_FILE: inFile(broker.stranger.certificate),
  })),
  "Node's own list of authorities": untrusted(() => ({ KAFKA_TLS_CA_FILE: '' })),
  'a name that the certificate does not hold': untrusted(() => ({
    KAFKA_BROKERS: broker.sasl.replace('localhost', '127.0.0.1'),
  })),
  'a certificate that the broker does not know': {
    code: 'kafka-tls-refused',
    env: () =>
      certificate({
        KAFKA_TLS_CERT: broker.stranger.certificate,
        KAFKA_TLS_KEY_FILE: inFile(broker.stranger.key),
      }),
  },
};

(missing === undefined ? describe : describe.skip)(
  `a secured cluster${missing ? ` (${missing})` : ''}`,
  () => {
    const texts = new Map<string, Promise<string>>();
    const faults = new Map<string, Promise<unknown>>();

    // All at once: the client tries a connection that fails several times, which takes seconds each.
    beforeAll(async () => {
      broker = await startSecuredBroker();
      for (const [what, env] of Object.entries(accepted)) texts.set(what, roundTrip(clientOf(env())));
      const attempt = (what: string, env: Environment): void => {
        const producer = clientOf(env).producer();
        faults.set(
          what,
          producer.catch((error: unknown) => error),
        );
      };
      for (const [what, { env }] of Object.entries(refused)) attempt(what, env());
      attempt('away', login({ KAFKA_BROKERS: 'localhost:1' }));
      await Promise.allSettled([...texts.values(), ...faults.values()]);
    }, 90_000);

    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()));
      await broker.stop();
      rmSync(folder, { recursive: true });
    });

    it.each(Object.keys(accepted))('is written and read with %s', async (what) => {
      expect(await texts.get(what)).toBe('arrived');
    });

    it.each(Object.entries(refused))('refuses %s by name', async (what, { code }) => {
      const fault = await faults.get(what);
      expect(fault).toMatchObject({ code, retriable: false });
      expect(`${inspect(fault, { depth: 9 })} ${JSON.stringify(fault)}`).not.toContain('hunter2');
    });

    it('that is away is away, not forbidden', async () => {
      expect(await faults.get('away')).toMatchObject({ code: 'kafka-unavailable', retriable: true });
    });
  },
);

// Proves that the table of the system makes sense: nobody waits for a later one, nobody shares a port or a database.
import type { Servers } from './server-run.js';
import { serviceEnvironment, serviceUrls, servicePort, system, type SystemContext } from './system.js';

const context: SystemContext = {
  servers: {
    kafkaBrokers: '127.0.0.1:19092',
    schemaRegistryUrl: 'http://127.0.0.1:18081/apis/ccompat/v7',
    databaseUrl: 'postgres://postgres:secret@127.0.0.1:15432/postgres',
  } as Servers,
  secrets: {
    writeKey: 'w',
    identifierHashKey: 'k',
    issuerSecret: 'i'.repeat(32),
    sessionSecret: 'i'.repeat(32),
    postgresPassword: 'secret',
    whatsappAppSecret: 'a',
    whatsappVerifyToken: 'v',
    whatsappAccessToken: 't',
    twilioAuthToken: 't',
  },
  urls: serviceUrls({}),
};

describe('the table of the system', () => {
  it('lets a service wait only for servers and services above it', () => {
    const above = new Set<string>(['kafka', 'schema-registry', 'postgres']);
    for (const part of system) {
      expect(part.waitsFor.filter((name) => !above.has(name))).toEqual([]);
      above.add(part.name);
    }
  });

  it('names only services that exist as called', () => {
    const names = system.map(({ name }) => name);
    expect(system.flatMap(({ calls }) => calls).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('gives each service a port and a database of its own', () => {
    const ports = system.map((part) => servicePort(part, {}));
    const databases = system.flatMap(({ database }) => database ?? []);
    expect(new Set(ports).size).toBe(ports.length);
    expect(new Set(databases).size).toBe(databases.length);
  });

  it('tells a service its own database, and one without a database nothing of the kind', () => {
    const [cdp] = system;
    const last = system.at(-1);
    if (cdp === undefined || last === undefined) throw new Error('the table is empty');
    expect(serviceEnvironment(cdp, context).DATABASE_URL).toMatch(/:15432\/customer_data_platform$/);
    expect(last.database).toBeUndefined();
    expect(serviceEnvironment(last, context)).not.toHaveProperty('DATABASE_URL');
  });

  it('gives each service credentials of its own at the issuer', () => {
    const secrets = system.map((part) => serviceEnvironment(part, context).OIDC_CLIENT_SECRET);
    expect(new Set(secrets).size).toBe(system.length);
  });
});

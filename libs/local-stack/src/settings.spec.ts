// Proves that settings come from the given environment alone, and that a wrong one is named.
import { externalServersFrom, portFrom, serverPortsFrom, serverSourceFrom } from './settings.js';

describe('settings', () => {
  it('uses the well-known ports, each moved by its variable', () => {
    expect(serverPortsFrom({})).toEqual({
      kafka: 19092,
      kafkaController: 19093,
      registry: 18081,
      postgres: 15432,
    });
    expect(serverPortsFrom({ CONTINUO_POSTGRES_PORT: '25000' }).postgres).toBe(25_000);
  });

  it.each(['0', '65536', '80.5', 'http'])('refuses %j as a port, naming the variable', (text) => {
    expect(() => portFrom({ CONTINUO_KAFKA_PORT: text }, 'CONTINUO_KAFKA_PORT', 1)).toThrow(
      /CONTINUO_KAFKA_PORT must be/,
    );
  });

  it('takes an empty variable as not set', () => {
    expect(externalServersFrom({ KAFKA_BROKERS: ' ', DATABASE_URL: 'postgres://somewhere/db' })).toEqual({
      kafkaBrokers: undefined,
      schemaRegistryUrl: undefined,
      databaseUrl: 'postgres://somewhere/db',
    });
  });

  it('refuses a source that it does not know', () => {
    expect(serverSourceFrom({ CONTINUO_SERVERS: 'local' })).toBe('local');
    expect(() => serverSourceFrom({ CONTINUO_SERVERS: 'podman' })).toThrow(/docker or local/);
  });
});

// Where the real servers of a test are: set by the test run, never guessed.

export interface TestServers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
}

const variables = {
  kafkaBrokers: 'KAFKA_BROKERS',
  databaseUrl: 'DATABASE_URL',
  schemaRegistryUrl: 'SCHEMA_REGISTRY_URL',
} as const;

/** The address of one server; throws, naming the variable, when the run did not set it. */
export function testServer(which: keyof TestServers): string {
  const name = variables[which];
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set: integration tests run under \`npm test\`, which starts the servers, or beside \`npm start\``,
    );
  }
  return value;
}

/** All three addresses. */
export function testServers(): TestServers {
  return {
    kafkaBrokers: testServer('kafkaBrokers'),
    databaseUrl: testServer('databaseUrl'),
    schemaRegistryUrl: testServer('schemaRegistryUrl'),
  };
}

// Configuration: everything wrong is said at once, secrets are never shown, files are read.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { envField } from './env-fields.js';
import { ConfigError, parseConfig } from './parse-config.js';
import { serviceConfigSchema } from './service-config.js';

const minimal = {
  DATABASE_URL: 'postgres://shop:hunter2@db:5432/shop',
  KAFKA_BROKERS: 'a:9092, b:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8080/',
  OIDC_ISSUER: 'https://id.example.com/realms/one',
};

function errorOf(env: Record<string, string>, schema: z.ZodObject = serviceConfigSchema): ConfigError {
  try {
    parseConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('no ConfigError was thrown');
}

describe('parseConfig', () => {
  it('gives typed values and defaults', () => {
    const config = parseConfig(serviceConfigSchema.extend({ PORT: envField.port(8105) }), minimal);
    expect(config).toMatchObject({
      PORT: 8105,
      HOST: '127.0.0.1',
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      SCHEMA_REGISTRY_URL: 'http://registry:8080',
      KAFKA_TLS: false,
      OIDC_ALGORITHMS: ['RS256', 'ES256', 'EdDSA'],
    });
  });

  it('reports all problems together by name, expectation and value', () => {
    const error = errorOf({
      ...minimal,
      PORT: '99999',
      KAFKA_TLS: 'yes',
      OIDC_ISSUER: '',
      OIDC_LEEWAY_SECONDS: '61',
    });
    expect(error.problems).toEqual([
      { name: 'PORT', expected: 'a whole number from 0 to 65535', got: '"99999"' },
      { name: 'OIDC_ISSUER', expected: 'an http or https address', got: 'nothing' },
      { name: 'OIDC_LEEWAY_SECONDS', expected: 'a whole number from 0 to 60', got: '"61"' },
      { name: 'KAFKA_TLS', expected: 'true or false', got: '"yes"' },
    ]);
    expect(error.message).toContain(
      'PORT                 expected a whole number from 0 to 65535, got "99999"',
    );
  });

  it('takes origins as browsers send them, none by default, and never all of them', () => {
    const schema = z.object({ ORIGINS: envField.origins() });
    expect(parseConfig(schema, {})).toEqual({ ORIGINS: [] });
    expect(parseConfig(schema, { ORIGINS: 'https://a.example, http://127.0.0.1:3000' })).toEqual({
      ORIGINS: ['https://a.example', 'http://127.0.0.1:3000'],
    });
    for (const wrong of ['*', 'https://*.example', 'https://a.example/', 'a.example', 'null', 'file:///x'])
      expect(errorOf({ ORIGINS: wrong }, schema).problems).toMatchObject([{ name: 'ORIGINS' }]);
  });

  it('never shows a secret', () => {
    const error = errorOf({
      ...minimal,
      DATABASE_URL: 'mysql://root:hunter2@db',
      OIDC_CLIENT_SECRET: 'short',
    });
    expect(error.problems.map(({ name }) => name)).toEqual(['OIDC_CLIENT_SECRET', 'DATABASE_URL']);
    expect(error.message).not.toMatch(/hunter2|short/);
  });

  it('reads a secret from the file that NAME_FILE names, and says when it cannot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    const file = join(folder, 'secret');
    writeFileSync(file, 'from the file\n');
    const schema = z.object({ TOKEN: envField.secret(), NAME: envField.optionalText() });
    expect(parseConfig(schema, { TOKEN_FILE: file, NAME_FILE: file })).toEqual({ TOKEN: 'from the file' });
    rmSync(folder, { recursive: true });
    expect(errorOf({ TOKEN_FILE: file }, schema).problems).toEqual([
      { name: 'TOKEN_FILE', expected: 'a readable file', got: `${file} (ENOENT)` },
    ]);
  });
});

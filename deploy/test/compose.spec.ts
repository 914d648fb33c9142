// The compose file, held to what it starts: `npm start` needs three servers of it and no variable, the profile `services`
// tells every service what its configuration asks for.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { onBus, problemsWith, root, schemaOf, services } from './service-configuration.js';

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly profiles?: readonly string[];
  readonly networks?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
  readonly healthcheck?: object;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
}

const text = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, ComposeService> };
const drawn = developmentVariables();
const service = (name: string): ComposeService => compose.services[name] ?? { image: '' };
const done = { condition: 'service_completed_successfully' };

it('has a default for every variable, since npm start sets only ports and the password', () => {
  // `$$` is a dollar sign of a command.
  const used = [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)([^}]*)\}/g)];
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter(([, , rest]) => !rest?.startsWith(':-')).map(([whole]) => whole)).toEqual([]);
});

it('starts the three servers alone, unless the profile is asked for', () => {
  const always = Object.entries(compose.services).filter(([, { profiles }]) => profiles === undefined);
  expect(always.map(([name]) => name)).toEqual(['kafka', 'schema-registry', 'postgres']);
  for (const { networks } of Object.values(compose.services)) expect(networks).toEqual(['continuo']);
});

it.each(services)('tells %s what its configuration asks for', async (name) => {
  const settings = settingsOf(name, drawn);
  const schema = await schemaOf(name, settings);
  expect(problemsWith(schema, settings)).toEqual([]);
  const port = (schema.shape['PORT'] as { parse(value: undefined): number }).parse(undefined);
  expect(Number(settings['PORT'])).toBe(port);
});

it('publishes the console, and not its metrics', () => {
  const { METRICS_PORT: metrics, PORT: port } = settingsOf('console', drawn);
  const published = service('console').ports?.map((each) => each.split(':').at(-1));
  expect(published).toEqual([port]);
  expect(Number(metrics)).toBeGreaterThan(0);
  expect(metrics).not.toBe(port);
});

it.each(onBus)('lets %s say what is missing, where no secret was drawn', async (name) => {
  const settings = settingsOf(name, {});
  const schema = await schemaOf(name, settingsOf(name, drawn));
  expect(problemsWith(schema, settings).join()).toContain(
    name === 'orchestrator' ? '' : 'IDENTIFIER_HASH_KEYS',
  );
});

it.each(onBus)(
  'migrates the database of %s, which is made before, and starts it after the contract',
  (name) => {
    const databases = new Set(
      onBus.map((each) => new URL(settingsOf(each, drawn)['DATABASE_URL'] ?? '').pathname),
    );
    expect(databases.size).toBe(onBus.length);
    const migrate = service(`migrate-${name}`);
    expect(migrate.command).toEqual([`services/${name}/dist/main.js`, 'migrate']);
    expect(migrate.environment).toEqual(service(name).environment);
    expect(migrate.depends_on).toEqual({ databases: done });
    expect(service('databases').command?.[2]).toContain(
      settingsOf(name, drawn)['DATABASE_URL']?.split('/').at(-1),
    );
    expect(service(name)).toMatchObject({
      command: [`services/${name}/dist/main.js`],
      depends_on: { [`migrate-${name}`]: done, 'apply-topics': done },
    });
    expect(service(name).ports).toBeUndefined();
  },
);

it('runs our containers without rights, on a file system that they cannot write', () => {
  const ours = Object.values(compose.services).filter(({ image }) => image.startsWith('continuo:'));
  expect(ours).toHaveLength(2 * onBus.length + 4);
  for (const each of ours)
    expect(each).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] });
  for (const name of services) expect(service(name).healthcheck).toBeDefined();
  for (const name of services) expect(service(name).stop_grace_period).toBe('30s');
});

it('waits only for what is there', () => {
  for (const [name, { depends_on: others = {} }] of Object.entries(compose.services)) {
    const missing = Object.keys(others).filter((other) => compose.services[other] === undefined);
    expect([name, missing]).toEqual([name, []]);
  }
});

/** With the variables in place, as compose puts them there. */
function settingsOf(name: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const put = (value: string): string =>
    value.replace(/\$\{([A-Z_]+):-([^}]*)\}/g, (_all, variable: string, fallback: string) =>
      variables[variable] === undefined || variables[variable] === '' ? fallback : variables[variable],
    );
  return Object.fromEntries(
    Object.entries(service(name).environment ?? {}).map(([key, value]) => [key, put(String(value))]),
  );
}

function developmentVariables(): Record<string, string> {
  const script = path.join(root, 'deploy/docker/write-env.mjs');
  const { stdout } = spawnSync(process.execPath, [script, '--print'], { encoding: 'utf8' });
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

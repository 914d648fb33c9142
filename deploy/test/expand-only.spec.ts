// The version before runs on the new tables: every statement of every migration only adds, unless its file says from
// which version on nothing uses what it takes away.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './service-configuration.js';

interface Migration {
  up(runner: { query(sql: string): Promise<unknown[]> }): Promise<void>;
}

/** What takes away, renames, narrows or demands. */
const contracting: readonly RegExp[] = [
  /\bdrop\s+(table|column|view|schema|type|function|index|constraint|default|not\s+null|sequence)\b/i,
  /\brename\s+(to|column|constraint)\b/i,
  /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i,
  /\balter\s+column\s+\S+\s+set\s+not\s+null\b/i,
  /\btruncate\b/i,
];

const files = globSync(['{libs,services}/*/src/**/migrations/*.ts', 'libs/*/src/**/*.migration.ts'], {
  cwd: root,
  exclude: (name) => name.endsWith('.spec.ts') || name === 'all-migrations.ts',
}).sort();

it('finds the migrations, and what they would run', async () => {
  const found = (await Promise.all(files.map(statementsOf))).flat();
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(([, statements]) => statements.length === 0)).toEqual([]);
});

it.each(files)('%s only adds, or says since when nothing uses what it takes away', async (file) => {
  if (/^\/\/ Contracts: .{10,}/m.test(readFileSync(path.join(root, file), 'utf8'))) return;
  for (const [name, statements] of await statementsOf(file)) {
    const found = statements.flatMap((sql) => contractionsIn(sql));
    expect([name, found]).toEqual([name, []]);
  }
});

it.each([
  'alter table t drop column a',
  'drop index i',
  'alter table t rename to u',
  'alter table t alter column a type int',
  'alter table t alter column a set not null',
  'alter table t add column a int not null',
  'alter table t add column a text, add column b text not null',
  'truncate t',
])('would refuse: %s', (sql) => {
  expect(contractionsIn(sql)).not.toEqual([]);
});

it.each([
  'create table t (a int not null)',
  'create index i on t (a)',
  "alter table t add column a text not null default ''",
  'alter table t add column a int',
  "comment on table t is 'rows may not drop table'",
])('lets pass: %s', (sql) => {
  expect(contractionsIn(sql)).toEqual([]);
});

/** What each migration of a file would run. A function's body runs later, so it doesn't count. */
async function statementsOf(
  file: string,
): Promise<(readonly [name: string, statements: readonly string[]])[]> {
  const exported = (await import(path.join(root, file))) as Record<string, unknown>;
  const classes = Object.entries(exported).filter(
    (entry): entry is [string, new () => Migration] =>
      typeof entry[1] === 'function' &&
      typeof (entry[1] as { prototype?: Partial<Migration> }).prototype?.up === 'function',
  );
  return Promise.all(
    classes.map(async ([name, migration]) => {
      const statements: string[] = [];
      await new migration().up({
        query: (sql) => {
          statements.push(sql);
          return Promise.resolve([]);
        },
      });
      return [name, statements] as const;
    }),
  );
}

function contractionsIn(sql: string): string[] {
  const bare = sql
    .replaceAll(/\$([a-z]*)\$[^]*?\$\1\$/gi, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/--.*$/gm, '');
  const taken = contracting.flatMap((pattern) => pattern.exec(bare)?.[0] ?? []);
  const demanded = [...bare.matchAll(/\badd\s+column\s+[^,;]*?\bnot\s+null\b[^,;]*/gi)]
    .map(([clause]) => clause)
    .filter((clause) => !/\bdefault\b|\bgenerated\b/i.test(clause));
  return [...taken, ...demanded];
}

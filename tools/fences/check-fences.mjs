// A fence that lets everything through is worse than none: plants one violation per rule and expects each to be refused.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { seeds } from './seeds.mjs';

/** What a tool prints, whether or not it exits with an error. */
function report(command, args) {
  try {
    return execFileSync(process.execPath, [command, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    return `${error.stdout ?? ''}${error.stderr ?? ''}`;
  }
}

/** Where there is nothing but seeds. */
const folders = ['services/orchestrator/src/fence', 'services/console/web/src/fence'];

const unplant = () => {
  for (const seed of seeds) rmSync(seed.path, { force: true });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

unplant();
let missed = [];
try {
  for (const seed of seeds) {
    mkdirSync(dirname(seed.path), { recursive: true });
    writeFileSync(seed.path, seed.code);
  }
  const paths = (tool) => seeds.filter((seed) => seed.tool === tool).map((seed) => seed.path);
  const eslint = JSON.parse(
    report('node_modules/eslint/bin/eslint.js', ['--format', 'json', ...paths('eslint')]),
  );
  const cruise = JSON.parse(
    report('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      ...folders,
    ]),
  );
  missed = seeds.filter(({ path, tool, rule }) => {
    if (tool === 'none') return false;
    if (tool === 'depcruise') {
      return !cruise.summary.violations.some(
        (violation) => violation.rule.name === rule && violation.from.endsWith(path.split('/').at(-1)),
      );
    }
    const messages = eslint.find((result) => result.filePath.endsWith(path))?.messages ?? [];
    return !messages.some((message) => `${message.ruleId} ${message.message}`.includes(rule));
  });
} finally {
  unplant();
}
for (const seed of missed) console.error(`not caught by ${seed.tool}: ${seed.rule} (${seed.path})`);
const planted = seeds.filter((seed) => seed.tool !== 'none').length;
console.log(`${planted - missed.length} of ${planted} seeded violations caught`);
process.exitCode = missed.length === 0 ? 0 : 1;

// `npm run generate`: writes everything that follows from schemas/, or with --check says what is out of date.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@continuo/kernel';
import { outputsOf } from './outputs.js';

const root = path.resolve(import.meta.dirname, '../../../..');
const outputs = readOrExplain();
const stale = [...outputs].filter(([file, content]) => contentOf(file) !== content).map(([file]) => file);
const orphans = orphansOf('libs/contracts/src/generated');

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...orphans]) console.error(`out of date: ${file} (run npm run generate)`);
  process.exitCode = stale.length + orphans.length === 0 ? 0 : 1;
} else {
  for (const file of stale) write(file, outputs.get(file) ?? '');
  for (const file of orphans) rmSync(path.join(root, file));
  console.log(
    stale.length + orphans.length === 0 ? 'nothing to generate' : [...stale, ...orphans].join('\n'),
  );
}

function readOrExplain(): ReadonlyMap<string, string> {
  try {
    return outputsOf(root);
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    console.error(thrown.message);
    process.exit(1);
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

function orphansOf(folder: string): string[] {
  return readdirSync(path.join(root, folder))
    .map((file) => `${folder}/${file}`)
    .filter((file) => !outputs.has(file));
}

// Puts together what the image holds, beside the production packages: compiled code, rule files and the contract, and
// nothing else. Run by the Dockerfile and by deploy/test/image.int.spec.ts: node deploy/docker/assemble.mjs <folder>
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** They start, test or demonstrate a system; none is part of one. */
const notShipped = new Set(['libs/testing', 'libs/local-stack', 'services/demo']);

const [target] = process.argv.slice(2);
if (target === undefined) {
  console.error('Usage: node deploy/docker/assemble.mjs <folder>');
  process.exit(2);
}

for (const name of ['package.json', 'LICENSE', 'schemas']) copy(name);
for (const group of ['libs', 'services']) {
  for (const name of readdirSync(join(root, group))) {
    const project = join(group, name);
    if (notShipped.has(`${group}/${name}`) || !existsSync(join(root, project, 'package.json'))) continue;
    if (!existsSync(join(root, project, 'dist'))) {
      console.error(`${project} was not built: run the build first`);
      process.exit(1);
    }
    if (name === 'console' && !existsSync(join(root, project, 'dist', 'web', 'index.html'))) {
      console.error(`the web application of ${project} was not built: run the build first`);
      process.exit(1);
    }
    // Rule files lie beside the package's own description; journeys are shipped as examples.
    const shipped = readdirSync(join(root, project)).filter(
      (entry) => ['package.json', 'dist', 'journeys'].includes(entry) || entry.endsWith('.yaml'),
    );
    for (const entry of shipped) copy(join(project, entry));
  }
}

function copy(path) {
  mkdirSync(join(target, path, '..'), { recursive: true });
  cpSync(join(root, path), join(target, path), { recursive: true });
}

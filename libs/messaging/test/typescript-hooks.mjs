// Lets a child process of a test run the TypeScript sources as they are: `node --import ./typescript-hooks.mjs child.ts`.
import { transformSync } from '@swc/core';
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const libs = new URL('../../', import.meta.url);
const jsc = {
  target: 'es2023',
  parser: { syntax: 'typescript', decorators: true },
  transform: { legacyDecorator: true, decoratorMetadata: true },
  keepClassNames: true,
};

registerHooks({
  resolve(specifier, context, next) {
    const own = /^@continuo\/([a-z-]+)$/.exec(specifier);
    if (own)
      return { url: new URL(`${own[1]}/src/index.ts`, libs).href, shortCircuit: true, format: 'module' };
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const path = fileURLToPath(new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL));
      if (existsSync(path)) return { url: pathToFileURL(path).href, shortCircuit: true, format: 'module' };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const source = readFileSync(filename, 'utf8');
    const { code } = transformSync(source, {
      filename,
      jsc,
      module: { type: 'es6' },
      sourceMaps: 'inline',
      swcrc: false,
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

// The checks that `npm test` runs beside the tests, each counted as one. Add a check here, nowhere else.
import { execPath } from 'node:process';

const tool = (path, ...args) => [execPath, [`node_modules/${path}`, ...args]];

/** Each: what it makes sure of, and the command that fails when it isn't so. `lint` marks those of `npm run lint`. */
export const checks = [
  {
    name: 'formatting',
    lint: true,
    command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
  { name: 'types', lint: false, command: tool('typescript/bin/tsc', '-p', '.') },
];

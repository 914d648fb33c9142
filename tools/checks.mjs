// The checks that `npm test` runs beside the tests, each counted as one. Add a check here, nowhere else.
import { execPath } from 'node:process';

const tool = (path, ...args) => [execPath, [`node_modules/${path}`, ...args]];

const nx = (target) => tool('nx/dist/bin/nx.js', 'run', target, '--output-style=static');

/**
 * Each: what it makes sure of, and the command that fails when it isn't so. `lint` marks those of `npm run lint`, `alone`
 * what nothing may run beside, no test either. The others are begun in this order, long ones first.
 */
export const checks = [
  {
    name: 'formatting',
    lint: true,
    command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  },
  // Through Nx: without its project graph the boundary rule would pass in silence.
  { name: 'lint and module boundaries', lint: true, command: nx('continuo:lint') },
  { name: 'types', lint: false, command: tool('typescript/bin/tsc', '-p', '.') },
  {
    name: 'types of the web application',
    lint: false,
    command: tool('typescript/bin/tsc', '-p', 'services/console/web'),
  },
  { name: 'structure within services and libs', lint: true, command: nx('continuo:lint-structure') },
  {
    name: 'API types of the web application',
    lint: false,
    command: [execPath, ['tools/api-types.mjs', '--check']],
  },
  // Puts files among the sources for a moment, which the others would find.
  { name: 'seeded violations are caught', lint: true, alone: true, command: nx('continuo:fences') },
];

// What a record of the rig can make its handler do, by the name in its field `act`.
import type { PartitionScope } from '../src/index.js';
import type { Happening } from './consumer-rig.js';

/** Carries out a record's act; `fine` and unknown names do nothing. */
export function obey(happening: Happening, _record: unknown, scope: PartitionScope): unknown {
  return acts[happening.act]?.(scope);
}

const acts: Readonly<Record<string, (scope: PartitionScope) => unknown>> = {
  'type-error': () => (undefined as unknown as { there: { not: string } }).there.not,
  'range-error': () => new Array(-1),
  'syntax-error': () => JSON.parse('{') as unknown,
  string: () => {
    throw 'a string';
  },
  undefined: () => {
    throw undefined;
  },
  'stack-overflow': () => overflow(0),
  'u-0000': (scope) => scope.tx.client.query('select $1::text', ['a\u0000b']),
  'lone-surrogate': (scope) =>
    scope.tx.client.query('select $1::jsonb', [JSON.stringify({ name: '\ud800' })]),
  'year-10000': (scope) =>
    scope.tx.client.query(`select make_date(300000 * 20, 1, 1), $1::timestamptz`, ['+999999-01-01']),
  'endless-loop': () => {
    for (;;);
  },
  'kill-process': () => process.kill(process.pid, 'SIGKILL'),
  hang: () => new Promise(() => undefined),
};

function overflow(depth: number): number {
  return overflow(depth + 1) + 1;
}

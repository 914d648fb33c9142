// Finds the benches: `bench/*.bench.ts` of every project; those that take very long are `bench/*.long.ts`.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface BenchFile {
  /** `relay` of `relay.bench.ts`. */
  readonly name: string;
  /** `messaging`, `orchestrator`. */
  readonly project: string;
  readonly path: string;
}

/** @param long those that take very long, instead of the others */
export function benchFiles(root: string, long = false): BenchFile[] {
  const end = long ? '.long.ts' : '.bench.ts';
  return globSync(`{libs,services}/*/bench/*${end}`, { cwd: root })
    .sort()
    .map((path) => ({
      name: basename(path, end),
      project: path.split(/[\\/]/)[1] ?? '',
      path: join(root, path),
    }));
}

/** Those that are asked for by name or by project, and the names that match nothing. */
export function chosen(
  files: readonly BenchFile[],
  names: readonly string[],
): { readonly files: readonly BenchFile[]; readonly unknown: readonly string[] } {
  const matches = (file: BenchFile, name: string): boolean => name === file.name || name === file.project;
  if (names.length === 0) return { files, unknown: [] };
  return {
    files: files.filter((file) => names.some((name) => matches(file, name))),
    unknown: names.filter((name) => !files.some((file) => matches(file, name))),
  };
}

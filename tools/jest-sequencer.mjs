// In which order test files run: long ones first, so that no worker is left alone with one at the end. Jest knows how long
// a file takes only where it has run before; here a file's tier says it, and within a tier its size with its suites.
import { globSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sequencer from '@jest/test-sequencer';

const tiers = ['.e2e.spec.ts', '.int.spec.ts', '.spec.ts'];

/** The earlier the lower. */
const tierOf = (path) => tiers.findIndex((ending) => path.endsWith(ending));

/** In bytes: a file that only starts something has its tests in the suites beside it. */
function weightOf(path) {
  const folder = dirname(path);
  const suites = path.endsWith('.e2e.spec.ts') ? globSync('*.suite.ts', { cwd: folder }) : [];
  return [path, ...suites.map((name) => join(folder, name))].reduce(
    (bytes, each) => bytes + statSync(each).size,
    0,
  );
}

export default class LongOnesFirst extends Sequencer {
  /** What failed the last time comes before all others. */
  sort(tests) {
    // Jest's own notes how long each took: a few short ones need no workers.
    const noted = super.sort(tests);
    const places = new Map(
      noted.map((test) => [test, [this.hasFailed(test) ? 0 : 1, tierOf(test.path), -weightOf(test.path)]]),
    );
    return [...noted].sort((one, other) => {
      const mine = places.get(one);
      const theirs = places.get(other);
      return mine.map((value, at) => value - theirs[at]).find((difference) => difference !== 0) ?? 0;
    });
  }
}

// The names of FEBRL's synthetic persons: how they are, and how somebody mistyped them.
import { readFileSync } from 'node:fs';

export interface FebrlName {
  /** Equal for the two spellings of one person. */
  readonly person: string;
  readonly givenName: string;
  readonly familyName: string;
}

export function febrlNames(): {
  readonly originals: readonly FebrlName[];
  readonly misspelt: readonly FebrlName[];
} {
  const lines = readFileSync(new URL('./fixtures/febrl-names.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const records = lines.slice(1).map((line) => {
    const [id = '', givenName = '', familyName = ''] = line.split(',');
    return { isOriginal: id.endsWith('-org'), person: id.split('-')[1] ?? '', givenName, familyName };
  });
  return {
    originals: records.filter(({ isOriginal }) => isOriginal),
    misspelt: records.filter(({ isOriginal }) => !isOriginal),
  };
}

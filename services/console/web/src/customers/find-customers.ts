// Looks an identifier up as every kind it could be, and says who is known by it as what.
import { ApiProblem } from '../api/problem.js';
import { profileOf } from '../api/profile.js';
import type { Kind } from '../i18n/identifier-kinds.js';
import { lookUp } from './customers-api.js';
import { guessedKinds, isUuid } from './identifier-guess.js';

/** Somebody who is known by what was asked. */
export interface Found {
  readonly profileId: string;
  readonly kinds: readonly Kind[];
}

/** @param kind empty when it is to be guessed */
export async function findCustomers(kind: Kind | '', text: string): Promise<readonly Found[]> {
  const value = text.trim();
  const kinds = kind === '' ? guessedKinds(value) : [kind];
  const byIdentifier = kinds.filter((each) => each !== 'profile');
  const [own, matches] = await Promise.all([
    kinds.includes('profile') ? knownProfile(value) : undefined,
    byIdentifier.length === 0 ? [] : lookUp(byIdentifier.map((each) => ({ kind: each, value }))),
  ]);
  const found = new Map<string, Kind[]>();
  const add = (profileId: string, as: Kind) => found.set(profileId, [...(found.get(profileId) ?? []), as]);
  if (own !== undefined) add(own, 'profile');
  for (const [at, ids] of matches.entries()) for (const id of ids) add(id, byIdentifier[at] ?? 'user');
  return [...found].map(([profileId, as]) => ({ profileId, kinds: as }));
}

/** The id as it stands: its page says what became of it, whether it was merged or erased. */
async function knownProfile(id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined;
  const wanted = id.toLowerCase();
  return profileOf(wanted).then(
    () => wanted,
    (error: unknown) => {
      const { status, code } = ApiProblem.from(error);
      if (code === 'profile-erased') return wanted;
      if (status === 404) return undefined;
      throw error;
    },
  );
}

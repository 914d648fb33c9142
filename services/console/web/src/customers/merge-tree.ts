// The profiles of one person as a tree: which one lives, which were merged into it, and which were set apart again.

export interface Merge {
  readonly id: string;
  readonly loserId: string;
  readonly survivorId: string;
  readonly linkedBy: string;
  readonly mergedAt: string;
  readonly undoneAt: string | null;
  readonly undoneBy: string | null;
}

export interface FamilyNode {
  readonly profileId: string;
  /** How it came here; undefined for the root. */
  readonly by?: Merge;
  readonly merged: readonly FamilyNode[];
}

export interface Family {
  readonly root: FamilyNode;
  /** Merges that were undone: the two sides are kept apart. Newest first. */
  readonly apart: readonly Merge[];
}

/** Merges in any order; one that was undone is no branch. What leads in a circle (which it must not) is cut. */
export function familyOf(rootId: string, merges: readonly Merge[]): Family {
  const standing = merges.filter(({ undoneAt }) => undoneAt === null);
  const seen = new Set([rootId]);
  const node = (profileId: string, by?: Merge): FamilyNode => {
    const own = standing
      .filter((merge) => merge.survivorId === profileId && !seen.has(merge.loserId))
      .sort((a, b) => (a.mergedAt < b.mergedAt ? -1 : 1));
    const merged = own.flatMap((merge) => {
      // The same two may have been merged, set apart and merged again.
      if (seen.has(merge.loserId)) return [];
      seen.add(merge.loserId);
      return [node(merge.loserId, merge)];
    });
    return { profileId, merged, ...(by && { by }) };
  };
  return { root: node(rootId), apart: merges.filter(({ undoneAt }) => undoneAt !== null) };
}

// Which revision of a template a message uses: the one in force at its moment, unless that was withdrawn.

/** A revision without its words. */
export interface Revision {
  /** Counts from 1 within the template. */
  readonly revision: number;
  /** From when on it is in force, until the next one is (ms). */
  readonly since: number;
  /** The template was taken away then. */
  readonly isRemoval: boolean;
  /** Its words are wrong: nobody gets them any more. */
  readonly isWithdrawn: boolean;
}

/**
 * The revision for a message whose content is that of a moment (ms); null is now. Who asks for a time before the template
 * was there gets its first one after. In the place of a withdrawn one comes the next that was not, else the last before
 * it. Undefined when there is no template, `withdrawn` when nothing of it may be sent.
 * @param revisions of one template, the oldest first
 */
export function revisionFor(
  revisions: readonly Revision[],
  asOf: number | null,
): Revision | 'withdrawn' | undefined {
  const at = placeOf(revisions, asOf);
  const meant = revisions[at];
  if (meant === undefined || meant.isRemoval) return undefined;
  const mayGo = ({ isRemoval, isWithdrawn }: Revision): boolean => !isRemoval && !isWithdrawn;
  return revisions.slice(at).find(mayGo) ?? revisions.slice(0, at).findLast(mayGo) ?? 'withdrawn';
}

function placeOf(revisions: readonly Revision[], asOf: number | null): number {
  if (asOf === null) return revisions.length - 1;
  const inForce = revisions.findLastIndex(({ since }) => since <= asOf);
  if (revisions[inForce]?.isRemoval === false) return inForce;
  return revisions.findIndex(({ isRemoval }, at) => at > inForce && !isRemoval);
}

/** What a deployment brings against what is kept: new templates, other words, and templates that are gone. */
export function changesOf(
  /** By name the words of the newest revision, null where it was taken away. */
  kept: ReadonlyMap<string, { readonly revision: number; readonly content: string | null }>,
  brought: ReadonlyMap<string, string>,
): readonly { readonly name: string; readonly revision: number; readonly content: string | null }[] {
  const names = [...new Set([...kept.keys(), ...brought.keys()])].sort();
  return names.flatMap((name) => {
    const before = kept.get(name);
    const content = brought.get(name) ?? null;
    if (content === (before?.content ?? null)) return [];
    return [{ name, revision: (before?.revision ?? 0) + 1, content }];
  });
}

// Sharing what there is among several who want different amounts.

/** What each gets of `all`: nobody more than they want, and what one leaves is for the others. In the order of `wanted`. */
export function portions(wanted: readonly number[], all: number): readonly number[] {
  const modestFirst = wanted.map((want, place) => ({ want, place })).sort((a, b) => a.want - b.want);
  const given = wanted.map(() => 0);
  let left = all;
  for (const [nth, { want, place }] of modestFirst.entries()) {
    const portion = Math.min(want, Math.floor(left / (wanted.length - nth)));
    given[place] = portion;
    left -= portion;
  }
  return given;
}

// Looks for thousands of words in megabytes of text in one pass: a glance at four characters rules out nearly every place.

const GLANCE = 4;
/** Needles are told apart by this many characters before they are compared whole; none may be shorter. */
const HEAD = 8;
const BITS = 20;

export class Needles<T> {
  readonly #glances = new Uint32Array(2 ** (BITS - 5));
  readonly #byHead = new Map<string, { readonly needle: string; readonly of: T }[]>();

  /** Throws for a needle of fewer than eight characters. */
  add(needle: string, of: T): void {
    if (needle.length < HEAD) throw new Error(`a needle needs ${HEAD} characters, this has ${needle.length}`);
    const bit = glanceAt(needle, 0);
    this.#glances[bit >>> 5] = (this.#glances[bit >>> 5] ?? 0) | (1 << (bit & 31));
    const head = needle.slice(0, HEAD);
    const alike = this.#byHead.get(head) ?? [];
    alike.push({ needle, of });
    this.#byHead.set(head, alike);
  }

  /** What the needles that occur in the text are of, each once, in the order in which they occur. */
  findIn(text: string): T[] {
    const found = new Set<T>();
    for (let at = 0; at <= text.length - HEAD; at += 1) {
      const bit = glanceAt(text, at);
      if (((this.#glances[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) continue;
      for (const { needle, of } of this.#byHead.get(text.slice(at, at + HEAD)) ?? [])
        if (text.startsWith(needle, at)) found.add(of);
    }
    return [...found];
  }
}

/** A number of `BITS` bits that stands for the characters from there on. */
function glanceAt(text: string, at: number): number {
  let mixed = 0;
  for (let next = at; next < at + GLANCE; next += 1)
    mixed = Math.imul(mixed ^ text.charCodeAt(next), 0x01000193) >>> 0;
  return mixed >>> (32 - BITS);
}

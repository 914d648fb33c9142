// Looks for thousands of words in megabytes of text in one pass: a glance at four characters rules out nearly every place.

/** Characters that a place is judged by before anything is compared: as many as fit into a number. */
const GLANCE = 4;
/** Needles are told apart by this many characters before they are compared whole; none may be shorter. */
const HEAD = 8;
const BITS = 20;
/** Of the module's own scope: each look at a global costs much where tests run in contexts of their own. */
const { imul } = Math;

export class Needles<T> {
  readonly #glances = new Uint32Array(2 ** (BITS - 5));
  readonly #byHead = new Map<string, { readonly needle: string; readonly of: T }[]>();

  /** Throws for a needle of fewer than eight characters. */
  add(needle: string, of: T): void {
    if (needle.length < HEAD) throw new Error(`a needle needs ${HEAD} characters, this has ${needle.length}`);
    let glance = 0;
    for (let at = 0; at < GLANCE; at += 1) glance = moved(glance, needle, at);
    const bit = bitOf(glance);
    this.#glances[bit >>> 5] = (this.#glances[bit >>> 5] ?? 0) | (1 << (bit & 31));
    const head = needle.slice(0, HEAD);
    const alike = this.#byHead.get(head) ?? [];
    alike.push({ needle, of });
    this.#byHead.set(head, alike);
  }

  /** What the needles that occur in the text are of, each once, in the order in which they occur. */
  findIn(text: string): T[] {
    const found = new Set<T>();
    const glances = this.#glances;
    let glance = 0;
    for (let at = 0; at < text.length; at += 1) {
      glance = moved(glance, text, at);
      const bit = bitOf(glance);
      if (((glances[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) continue;
      const from = at + 1 - GLANCE;
      for (const { needle, of } of this.#byHead.get(text.slice(from, from + HEAD)) ?? [])
        if (text.startsWith(needle, from)) found.add(of);
    }
    return [...found];
  }
}

/** The last four characters, by what fits into 32 bits of them, one further on. */
function moved(glance: number, text: string, to: number): number {
  return (glance << 8) | (text.charCodeAt(to) & 0xff);
}

function bitOf(glance: number): number {
  return imul(glance, 0x9e3779b1) >>> (32 - BITS);
}

// Recognisable pieces of personal data, each unlike any other: pushed in at one end, searched for at all others.
import { Needles } from './needles.js';
import { seeded } from './verify/seeded.js';

export type CanaryKind = 'name' | 'email' | 'phone' | 'address' | 'text';

export interface Canary {
  readonly kind: CanaryKind;
  /** What is pushed in. */
  readonly value: string;
  /** Where it was put, e.g. `POST /v1/identify traits.email`. */
  readonly place: string;
  /** The part of the value that nothing else contains. */
  readonly mark: string;
}

export interface FoundCanary {
  readonly canary: Canary;
  /** The name of the haystack. */
  readonly where: string;
  /** How it was spelt there. */
  readonly as: string;
}

const letters = 'bcdfghjklmnpqrstvwxz';

export class Canaries {
  readonly made: Canary[] = [];
  readonly #random;
  readonly #needles = new Needles<Omit<FoundCanary, 'where'>>();

  /** The seed belongs into what a failing test prints. */
  constructor(readonly seed: number) {
    this.#random = seeded(seed);
  }

  /** A new one, remembered for the search. */
  make(kind: CanaryKind, place: string): Canary {
    const mark = kind === 'phone' ? this.#digits(12) : `q${this.#word(10)}q`;
    const canary = { kind, place, mark, value: valueOf(kind, mark) };
    this.made.push(canary);
    for (const { needle, as } of spellings(mark)) this.#needles.add(needle, { canary, as });
    return canary;
  }

  /** Which of them are in a haystack: as they are, in other case, percent-encoded, escaped, in base64 or in hex. */
  findIn(where: string, haystack: string | Uint8Array): FoundCanary[] {
    const text = (
      typeof haystack === 'string' ? haystack : Buffer.from(haystack).toString('latin1')
    ).toLowerCase();
    const found = new Map(this.#needles.findIn(text).map((each) => [each.canary, each]));
    return [...found.values()].map(({ canary, as }) => ({ canary, where, as }));
  }

  #word(length: number): string {
    return Array.from({ length }, () => this.#random.pick([...letters])).join('');
  }

  /** So many that no time and no offset looks like them by chance; without zeros. */
  #digits(length: number): string {
    return Array.from({ length }, (_, at) => String(at === 0 ? 7 : 1 + this.#random.below(9))).join('');
  }
}

function valueOf(kind: CanaryKind, mark: string): string {
  const name = mark.charAt(0).toUpperCase() + mark.slice(1);
  switch (kind) {
    case 'name':
      return `${name} Canary`;
    case 'email':
      return `${mark}@canary.example`;
    case 'phone':
      return `+49${mark}`;
    case 'address':
      return `${name} Street 7, 12345 Canaryville`;
    case 'text':
      return `please call me back about my ${mark} order`;
  }
}

/** A mark inside a longer text is base64 in one of three shifts; the characters that its neighbours change are cut off. */
function spellings(mark: string): { readonly needle: string; readonly as: string }[] {
  const shifted = [0, 1, 2].flatMap((shift) =>
    [mark, mark.charAt(0).toUpperCase() + mark.slice(1)].map((spelt) => {
      const encoded = Buffer.from('x'.repeat(shift) + spelt)
        .toString('base64')
        .replace(/=+$/, '');
      return { needle: encoded.slice(shift === 0 ? 0 : 4, -2).toLowerCase(), as: 'base64' };
    }),
  );
  return [
    { needle: mark.toLowerCase(), as: 'itself' },
    { needle: Buffer.from(mark).toString('hex'), as: 'hex' },
    ...shifted,
  ];
}

// How an operation's requests are made where its document alone does not tell.
import type { KnownThings } from './known-things.js';

export type Body = Readonly<Record<string, unknown>>;

export interface Adjustment {
  /** It makes something: no version of it can have been seen. */
  readonly makes?: true;
  /** Operations that go before it, again and again: what they make, it acts on. */
  readonly needs?: readonly string[];
  /** Instead of what would be put into the path and the query; null leaves it out. */
  readonly parameters?: (known: KnownThings) => Readonly<Record<string, string | null>>;
  /** One request each; the next is made when the one before was answered. */
  readonly bodies?: (body: Body, known: KnownThings) => Iterable<Body>;
  /** What the answer tells beside ids. */
  readonly learns?: (answer: Answered) => Readonly<Record<string, unknown>>;
}

/** An answer of JSON, whatever is in it. */
export type Answered = Readonly<Record<string, unknown>> & {
  readonly items?: readonly Readonly<Record<string, unknown>>[];
};

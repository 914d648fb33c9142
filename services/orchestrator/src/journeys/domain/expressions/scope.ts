// What an expression may name and read, and why one is not compiled.
import type { Json, Value } from './value.js';

/** What an expression may name. `event` exists in entries, exits and waits only, `result` in the `set` of a task. */
export type Name = 'key' | 'vars' | 'visits' | 'event' | 'profile' | 'result';

/** The values behind the names while an instance or an entry is looked at. */
export interface Scope {
  readonly key: string;
  readonly vars: { readonly [name: string]: Json };
  readonly visits: { readonly [step: string]: number };
  readonly event: { readonly [field: string]: Value } | null;
  readonly profile: { readonly [fact: string]: Value };
  /** What an external worker gave. */
  readonly result?: Value;
}

/** What an expression looks at, for the checks at publication and for the journal. */
export interface Reads {
  readonly names: ReadonlySet<Name>;
  readonly visits: ReadonlySet<string>;
  readonly eventFields: ReadonlySet<string>;
  /** Vars without which it has no value; those that it asks for with `has` are not among them. */
  readonly vars: ReadonlySet<string>;
}

export type ExpressionCode =
  'expression-syntax' | 'expression-name' | 'expression-unsupported' | 'expression-too-costly';

// What the compilers of nodes and of calls have in common: one compilation, and one evaluation, in progress.
import type { parse } from '@bufbuild/cel';
import type { Outcome } from './operators.js';
import type { ExpressionCode, Name, Scope } from './scope.js';
import type { Value } from './value.js';

export type Node = NonNullable<ReturnType<typeof parse>['expr']>;

/** One evaluation in progress: the values, the cost that is left, and the variables of macros by slot. */
export interface Frame {
  readonly scope: Scope;
  left: number;
  readonly locals: Value[];
}

export type Evaluate = (frame: Frame) => Outcome;

/** Thrown within compilation only, turned into a refusal at its edge. */
export class NotCompiled extends Error {
  constructor(
    readonly code: ExpressionCode,
    message: string,
  ) {
    super(message);
  }
}

export interface Compilation {
  readonly allowed: readonly Name[];
  readonly names: Set<Name>;
  readonly visits: Set<string>;
  readonly eventFields: Set<string>;
  readonly vars: Set<string>;
  /** Vars that `has` asks for. */
  readonly asked: Set<string>;
  /** Names of macro variables in scope; their place is their slot. */
  readonly locals: string[];
  nodes: number;
  depth: number;
  /** Compiles a node below. */
  compile(node: Node): Evaluate;
}

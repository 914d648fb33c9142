// Compiles a CEL expression once into a closure that can be bounded: parsing is the library's, evaluating is ours.
//
// The library's own evaluator neither counts what an evaluation costs nor is it fast enough for every event; a property
// test holds this one against it.
import { ok, refuse, type Result } from '@continuo/kernel';
import { parse } from '@bufbuild/cel';
import type { Evaluate, Node } from './compilation.js';
import { compileNode } from './compile-node.js';
import type { Outcome } from './operators.js';
import type { ExpressionCode, Name, Reads, Scope } from './scope.js';
import { Failure, type Value } from './value.js';

export interface Expression {
  readonly source: string;
  readonly reads: Reads;
  /** The value, or why there is none. Never throws, and stops at the cost limit. */
  evaluate(scope: Scope): Outcome;
}

/** At most this many elements and characters are looked at in one evaluation. */
export const COST_LIMIT = 10_000;
const MAX_LENGTH = 2_000;

/** Compiles `source`; `names` are those allowed where it stands. */
export function compileExpression(
  source: string,
  names: readonly Name[],
): Result<Expression, ExpressionCode> {
  const parsed = parseExpression(source);
  return parsed.ok ? compileParsed(source, parsed.value, names) : parsed;
}

/** The syntax tree of an expression. */
export function parseExpression(source: string): Result<Node, ExpressionCode> {
  if (source.length > MAX_LENGTH) {
    return refuse('expression-too-costly', `an expression is at most ${MAX_LENGTH} characters long`);
  }
  try {
    const root = parse(source).expr;
    return root === undefined ? refuse('expression-syntax', 'not an expression') : ok(root);
  } catch (error) {
    return refuse('expression-syntax', syntaxMessage(error));
  }
}

/** Compiles what was parsed. */
export function compileParsed(
  source: string,
  root: Node,
  names: readonly Name[],
): Result<Expression, ExpressionCode> {
  const compiled = compileNode(root, names);
  if (!compiled.ok) return compiled;
  const { evaluate, reads } = compiled.value;
  return ok({ source, reads, evaluate: bounded(evaluate) });
}

function bounded(evaluate: Evaluate): (scope: Scope) => Outcome {
  return (scope) => evaluate({ scope, left: COST_LIMIT, locals: [] });
}

function syntaxMessage(error: unknown): string {
  if (!(error instanceof Error)) return 'not an expression';
  const { location } = error as { location?: { start?: { line?: number; column?: number } } };
  const found = error.message.replace(/^<input>:\d+:\d+: /, '').replace(/ syntax error:.*$/s, '');
  return location?.start === undefined ? 'not an expression' : `column ${location.start.column}: ${found}`;
}

/** True, false, or the failure; anything but a bool is a failure. */
export function evaluateCondition(expression: Expression, scope: Scope): boolean | Failure {
  const value = expression.evaluate(scope);
  if (typeof value === 'boolean' || value instanceof Failure) return value;
  return new Failure('no-such-overload', 'a condition that is neither true nor false');
}

/** The constant that an expression without names has, when it has one. */
export function constantOf(expression: Expression): Value | undefined {
  if (expression.reads.names.size > 0) return undefined;
  const value = expression.evaluate({ key: '', vars: {}, visits: {}, event: null, profile: {} });
  return value instanceof Failure ? undefined : value;
}

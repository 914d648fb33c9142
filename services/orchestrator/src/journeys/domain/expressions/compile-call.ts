// Operators and functions of CEL, compiled with their cost.
import { RE2JS } from '@bufbuild/re2';
import { NotCompiled, type Compilation, type Evaluate, type Frame, type Node } from './compilation.js';
import {
  arithmetic,
  compare,
  contains,
  index,
  negate,
  size,
  stringTest,
  toDouble,
  toInt,
  toText,
  type Outcome,
} from './operators.js';
import { equals, Failure, isList, type Value } from './value.js';

interface Call {
  readonly function: string;
  readonly target?: Node;
  readonly args: readonly Node[];
}

type Unary = (value: Value) => Outcome;
type Binary = (a: Value, b: Value) => Outcome;

const UNARY: ReadonlyMap<string, Unary> = new Map<string, Unary>([
  ['!_', (value) => (typeof value === 'boolean' ? !value : new Failure('no-such-overload', '! of no bool'))],
  ['-_', negate],
  ['size', size],
  ['string', toText],
  ['int', toInt],
  ['double', toDouble],
]);

const BINARY: ReadonlyMap<string, Binary> = new Map<string, Binary>([
  ['_==_', equals],
  ['_!=_', (a, b) => !equals(a, b)],
  ['_<_', (a, b) => compare('<', a, b)],
  ['_<=_', (a, b) => compare('<=', a, b)],
  ['_>_', (a, b) => compare('>', a, b)],
  ['_>=_', (a, b) => compare('>=', a, b)],
  ['_+_', (a, b) => arithmetic('+', a, b)],
  ['_-_', (a, b) => arithmetic('-', a, b)],
  ['_*_', (a, b) => arithmetic('*', a, b)],
  ['_/_', (a, b) => arithmetic('/', a, b)],
  ['_%_', (a, b) => arithmetic('%', a, b)],
  ['_[_]', index],
  ['@in', contains],
  ['contains', (a, b) => stringTest('contains', a, b)],
  ['startsWith', (a, b) => stringTest('startsWith', a, b)],
  ['endsWith', (a, b) => stringTest('endsWith', a, b)],
]);

/** Operators that look at two single values; all others pay for the length of what they look at. */
const FLAT = new Set(['_<_', '_<=_', '_>_', '_>=_', '_-_', '_*_', '_/_', '_%_', '_[_]']);

/** Compiles one call. */
export function compileCall(call: Call, into: Compilation): Evaluate {
  if (call.function === 'matches') return compileMatches(call, into);
  const operands = (call.target === undefined ? call.args : [call.target, ...call.args]).map((node) =>
    into.compile(node),
  );
  const [first, second, third] = operands;
  if (call.function === '_?_:_' && first && second && third) return conditional(first, second, third);
  if (call.function === '@not_strictly_false' && first) return (frame) => notStrictlyFalse(first(frame));
  if (call.function === '_&&_' && first && second) return logical(first, second, false);
  if (call.function === '_||_' && first && second) return logical(first, second, true);
  const unary = operands.length === 1 ? UNARY.get(call.function) : undefined;
  if (unary !== undefined && first) return applyUnary(unary, first);
  const binary = operands.length === 2 ? BINARY.get(call.function) : undefined;
  if (binary !== undefined && first && second)
    return applyBinary(binary, first, second, FLAT.has(call.function));
  throw new NotCompiled('expression-unsupported', `${call.function}() is not part of this language`);
}

function applyUnary(apply: Unary, operand: Evaluate): Evaluate {
  return (frame) => {
    const value = operand(frame);
    if (value instanceof Failure) return value;
    return spend(frame, value) ? apply(value) : tooLong();
  };
}

function applyBinary(apply: Binary, left: Evaluate, right: Evaluate, flat: boolean): Evaluate {
  return (frame) => {
    const a = left(frame);
    if (a instanceof Failure) return a;
    const b = right(frame);
    if (b instanceof Failure) return b;
    return flat || (spend(frame, a) && spend(frame, b)) ? apply(a, b) : tooLong();
  };
}

/** Pays for looking at a value; false when the evaluation has used up what it may. */
function spend(frame: Frame, value: Value): boolean {
  if (typeof value === 'string') frame.left -= value.length >> 4;
  else if (typeof value === 'object' && value !== null) frame.left -= weigh(value, frame.left);
  return frame.left >= 0;
}

/** How many values a structure holds, counted no further than `limit`. */
function weigh(value: Value, limit: number): number {
  if (typeof value === 'string') return 1 + (value.length >> 4);
  if (typeof value !== 'object' || value === null) return 1;
  let weight = 1;
  for (const item of isList(value) ? value : Object.values(value)) {
    weight += weigh(item, limit - weight);
    if (weight > limit) return weight;
  }
  return weight;
}

function tooLong(): Failure {
  return new Failure('too-costly', 'values too long to be looked at');
}

function conditional(condition: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate {
  return (frame) => {
    const value = condition(frame);
    if (value instanceof Failure) return value;
    if (typeof value !== 'boolean') return new Failure('no-such-overload', '?: of no bool');
    return value ? then(frame) : otherwise(frame);
  };
}

/** `&&` (decided by false) and `||` (decided by true): either side decides, also when the other one has failed. */
function logical(left: Evaluate, right: Evaluate, decider: boolean): Evaluate {
  return (frame) => {
    const a = left(frame);
    if (a === decider) return decider;
    const b = right(frame);
    if (b === decider) return decider;
    if (a instanceof Failure) return a;
    if (b instanceof Failure) return b;
    if (typeof a === 'boolean' && typeof b === 'boolean') return !decider;
    return new Failure('no-such-overload', 'a logical operator on no bool');
  };
}

function notStrictlyFalse(value: Outcome): boolean {
  return value !== false;
}

/** The pattern must be a literal: it is compiled at publication, by an engine that takes linear time. */
function compileMatches(call: Call, into: Compilation): Evaluate {
  const [textNode, patternNode] = call.target === undefined ? call.args : [call.target, call.args[0]];
  const constant =
    patternNode?.exprKind.case === 'constExpr' ? patternNode.exprKind.value.constantKind : undefined;
  if (textNode === undefined || constant?.case !== 'stringValue') {
    throw new NotCompiled('expression-unsupported', 'matches() takes a literal pattern');
  }
  const pattern = compilePattern(constant.value);
  const text = into.compile(textNode);
  return (frame) => {
    const value = text(frame);
    if (value instanceof Failure) return value;
    if (typeof value !== 'string') return new Failure('no-such-overload', 'matches() of no string');
    frame.left -= value.length;
    return frame.left < 0 ? tooLong() : pattern.test(value);
  };
}

function compilePattern(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch {
    throw new NotCompiled('expression-syntax', 'matches(): not a pattern of RE2');
  }
}

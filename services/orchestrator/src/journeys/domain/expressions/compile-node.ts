// One closure per node of a CEL syntax tree.
import { ok, refuse, type Result } from '@continuo/kernel';
import { compileCall } from './compile-call.js';
import { NotCompiled, type Compilation, type Evaluate, type Frame, type Node } from './compilation.js';
import type { ExpressionCode, Name, Reads } from './scope.js';
import { equals, Failure, isList, isMap, type Value } from './value.js';
import type { Outcome } from './operators.js';

const MAX_NODES = 300;
const MAX_DEPTH = 60;
/** Two nested macros read every pair; three are too costly whatever the lists hold. */
const MAX_MACROS = 2;

/** Compiles a tree, collecting what it reads. */
export function compileNode(
  root: Node,
  allowed: readonly Name[],
): Result<{ evaluate: Evaluate; reads: Reads }, ExpressionCode> {
  const compilation: Compilation = {
    allowed,
    names: new Set(),
    visits: new Set(),
    eventFields: new Set(),
    vars: new Set(),
    asked: new Set(),
    locals: [],
    nodes: 0,
    depth: 0,
    compile: (node) => compile(node, compilation),
  };
  try {
    const evaluate = compile(root, compilation);
    for (const name of compilation.asked) compilation.vars.delete(name);
    return ok({ evaluate, reads: compilation });
  } catch (error) {
    if (error instanceof NotCompiled) return refuse(error.code, error.message);
    throw error;
  }
}

/** Compiles one node and what is below it. */
function compile(node: Node, into: Compilation): Evaluate {
  into.nodes += 1;
  if (into.nodes > MAX_NODES) throw new NotCompiled('expression-too-costly', `more than ${MAX_NODES} terms`);
  if (into.depth >= MAX_DEPTH)
    throw new NotCompiled('expression-too-costly', `nested deeper than ${MAX_DEPTH}`);
  into.depth += 1;
  const evaluate = compileKind(node, into);
  into.depth -= 1;
  return evaluate;
}

function compileKind(node: Node, into: Compilation): Evaluate {
  const { exprKind } = node;
  switch (exprKind.case) {
    case 'constExpr':
      return compileConstant(exprKind.value.constantKind);
    case 'identExpr':
      return compileName(exprKind.value.name, into);
    case 'selectExpr':
      return compileSelect(node, into);
    case 'callExpr':
      return compileCall(exprKind.value, into);
    case 'listExpr':
      return compileList(exprKind.value.elements, into);
    case 'structExpr':
      return compileMap(node, into);
    case 'comprehensionExpr':
      return compileMacro(node, into);
    default:
      throw new NotCompiled('expression-unsupported', 'an empty expression');
  }
}

function compileConstant(constant: { case?: string; value?: unknown }): Evaluate {
  switch (constant.case) {
    case 'nullValue':
      return () => null;
    case 'boolValue':
    case 'stringValue':
    case 'doubleValue':
    case 'int64Value': {
      const value = constant.value as Value;
      return () => value;
    }
    default:
      throw new NotCompiled(
        'expression-unsupported',
        'unsigned integers and bytes are not part of this language',
      );
  }
}

function compileName(name: string, into: Compilation): Evaluate {
  const slot = into.locals.lastIndexOf(name);
  if (slot >= 0) return (frame) => frame.locals[slot] ?? null;
  const known = allowedName(name, into);
  if (known === 'visits') throw new NotCompiled('expression-name', 'visits is read by step: visits.<step>');
  into.names.add(known);
  switch (known) {
    case 'key':
      return (frame) => frame.scope.key;
    case 'vars':
      return (frame) => frame.scope.vars as Value;
    case 'event':
      return (frame) => frame.scope.event;
    case 'profile':
      return (frame) => frame.scope.profile;
    case 'result':
      return (frame) => frame.scope.result ?? null;
  }
}

function allowedName(name: string, into: Compilation): Name {
  const known = into.allowed.find((allowed) => allowed === name);
  if (known !== undefined) return known;
  const why =
    name === 'event' ? 'event exists in entries, exits and waits; keep what is needed later in vars' : '';
  throw new NotCompiled('expression-name', why || `${name} is not one of ${into.allowed.join(', ')}`);
}

function compileSelect(node: Node, into: Compilation): Evaluate {
  if (node.exprKind.case !== 'selectExpr') throw new NotCompiled('expression-unsupported', 'not a selection');
  const { operand, field, testOnly } = node.exprKind.value;
  if (operand === undefined) throw new NotCompiled('expression-unsupported', 'a selection of nothing');
  const root = operand.exprKind.case === 'identExpr' ? operand.exprKind.value.name : '';
  const isLocal = into.locals.includes(root);
  if (root === 'visits' && !isLocal) return compileVisits(field, into);
  if (root === 'event' && !isLocal) into.eventFields.add(field);
  if (root === 'vars' && !isLocal) (testOnly ? into.asked : into.vars).add(field);
  const of = compile(operand, into);
  if (testOnly) {
    return (frame) => {
      const map = of(frame);
      if (map instanceof Failure) return map;
      return isMap(map) ? Object.hasOwn(map, field) : new Failure('no-such-overload', `has() of ${field}`);
    };
  }
  const missing = new Failure('no-such-key', field);
  return (frame) => {
    const map = of(frame);
    if (typeof map !== 'object' || map === null)
      return new Failure('no-such-overload', `.${field} of a plain value`);
    if (map instanceof Failure) return map;
    if (!Object.hasOwn(map, field) || isList(map)) return missing;
    return (map as { readonly [key: string]: Value })[field]!;
  };
}

function compileVisits(step: string, into: Compilation): Evaluate {
  into.names.add(allowedName('visits', into));
  into.visits.add(step);
  return (frame) => BigInt(frame.scope.visits[step] ?? 0);
}

function compileList(elements: readonly Node[], into: Compilation): Evaluate {
  const items = elements.map((element) => compile(element, into));
  return (frame) => {
    const list: Value[] = [];
    for (const item of items) {
      const value = item(frame);
      if (value instanceof Failure) return value;
      list.push(value);
    }
    return list;
  };
}

function compileMap(node: Node, into: Compilation): Evaluate {
  if (node.exprKind.case !== 'structExpr' || node.exprKind.value.messageName !== '') {
    throw new NotCompiled('expression-unsupported', 'message types are not part of this language');
  }
  const entries = node.exprKind.value.entries.map((entry) => {
    const key = entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined;
    if (key === undefined || entry.value === undefined)
      throw new NotCompiled('expression-unsupported', 'a map without keys');
    return { key: compile(key, into), value: compile(entry.value, into) };
  });
  return (frame) => {
    const map: Record<string, Value> = Object.create(null) as Record<string, Value>;
    for (const entry of entries) {
      const key = entry.key(frame);
      if (typeof key !== 'string')
        return key instanceof Failure ? key : new Failure('no-such-overload', 'a map key');
      const value = entry.value(frame);
      if (value instanceof Failure) return value;
      map[key] = value;
    }
    return map;
  };
}

/** `all`, `exists`, `exists_one`, `filter`, `map`: the parser has expanded them into one loop form. */
function compileMacro(node: Node, into: Compilation): Evaluate {
  if (node.exprKind.case !== 'comprehensionExpr')
    throw new NotCompiled('expression-unsupported', 'not a macro');
  const { iterVar, iterVar2, iterRange, accuVar, accuInit, loopCondition, loopStep, result } =
    node.exprKind.value;
  if (iterVar2 !== '' || !iterRange || !accuInit || !loopCondition || !loopStep || !result) {
    throw new NotCompiled('expression-unsupported', 'a macro with two variables');
  }
  const range = compile(iterRange, into);
  const init = compile(accuInit, into);
  if (into.locals.length >= 2 * MAX_MACROS) {
    throw new NotCompiled('expression-too-costly', `macros nest at most ${MAX_MACROS} deep`);
  }
  const itemSlot = into.locals.push(iterVar) - 1;
  const accumulatorSlot = into.locals.push(accuVar) - 1;
  const before = into.nodes;
  const proceed = compile(loopCondition, into);
  const step = compile(loopStep, into);
  const close = compile(result, into);
  const costOfRound = into.nodes - before;
  into.locals.length = itemSlot;
  return (frame) => {
    const items = iterable(range(frame));
    if (items instanceof Failure) return items;
    let accumulator: Outcome = init(frame);
    for (const item of items) {
      frame.left -= costOfRound;
      if (frame.left < 0) return new Failure('too-costly', 'a macro over too many elements');
      frame.locals[itemSlot] = item;
      if (!(accumulator instanceof Failure)) {
        frame.locals[accumulatorSlot] = accumulator;
        if (equals(successOf(proceed(frame)), false)) break;
      }
      const next = stepWith(step, frame, accumulator, accumulatorSlot);
      if (next instanceof Failure && next.code === 'too-costly') return next;
      accumulator = next;
    }
    if (accumulator instanceof Failure) return accumulator;
    frame.locals[accumulatorSlot] = accumulator;
    return close(frame);
  };
}

function iterable(value: Outcome): readonly Value[] | Failure {
  if (value instanceof Failure) return value;
  if (isList(value)) return value;
  return isMap(value) ? Object.keys(value) : new Failure('no-such-overload', 'a macro over a plain value');
}

function successOf(value: Outcome): Value {
  return value instanceof Failure ? true : value;
}

/** A failure in the accumulator stays, unless the round's `&&` or `||` decides without it. */
function stepWith(step: Evaluate, frame: Frame, accumulator: Outcome, slot: number): Outcome {
  if (!(accumulator instanceof Failure)) return step(frame);
  frame.locals[slot] = null;
  const value = step(frame);
  return typeof value === 'boolean' ? value : accumulator;
}

// Types an expression before it runs: what it gives, and what in it can never work.
import type { Node } from './compilation.js';
import { didYouMean } from './nearest.js';
import { callType, type TypeProblem } from './type-call.js';
import {
  BOOL,
  DOUBLE,
  INT,
  membersOf,
  NEVER,
  NULL,
  presentOf,
  STRING,
  unionOf,
  UNKNOWN,
  describe,
  type RecordType,
  type Type,
} from './type.js';

export type { TypeProblem } from './type-call.js';

/** The types behind the names where an expression stands. A name that is not here is unknown. */
export type TypeScope = ReadonlyMap<string, Type>;

export interface Typed {
  readonly type: Type;
  readonly problems: readonly TypeProblem[];
}

/** The type of an expression that compiles, with everything in it that has no value whatever happens. */
export function typeOf(root: Node, scope: TypeScope): Typed {
  const problems = new Map<string, TypeProblem>();
  const checker: Checker = {
    scope: new Map(scope),
    report: (problem) => void problems.set(problem.message, problem),
  };
  const type = check(root, checker);
  return { type, problems: [...problems.values()] };
}

interface Checker {
  readonly scope: Map<string, Type>;
  report(problem: TypeProblem): void;
}

function check(node: Node, checker: Checker): Type {
  const { exprKind } = node;
  switch (exprKind.case) {
    case 'constExpr':
      return constantType(exprKind.value.constantKind);
    case 'identExpr':
      return checker.scope.get(exprKind.value.name) ?? UNKNOWN;
    case 'selectExpr': {
      const { operand, field, testOnly } = exprKind.value;
      if (operand === undefined) return UNKNOWN;
      const found = selected(check(operand, checker), field, checker);
      return testOnly ? BOOL : found;
    }
    case 'callExpr': {
      const { function: name, target, args } = exprKind.value;
      const operands = (target === undefined ? args : [target, ...args]).map((each) => check(each, checker));
      if (name === '_[_]') return indexed(operands[0] ?? UNKNOWN, operands[1] ?? UNKNOWN, checker);
      return callType(name, operands, checker.report);
    }
    case 'listExpr':
      return { is: 'list', of: unionOf(exprKind.value.elements.map((each) => check(each, checker))) };
    case 'structExpr':
      return structType(node, checker);
    case 'comprehensionExpr':
      return macroType(node, checker);
    default:
      return UNKNOWN;
  }
}

function constantType(constant: { readonly case?: string; readonly value?: unknown }): Type {
  switch (constant.case) {
    case 'nullValue':
      return NULL;
    case 'boolValue':
      return BOOL;
    case 'int64Value':
      return INT;
    case 'doubleValue':
      return DOUBLE;
    case 'stringValue':
      return { is: 'string', symbols: [String(constant.value)] };
    default:
      return UNKNOWN;
  }
}

/** `of.field`. */
function selected(of: Type, field: string, checker: Checker): Type {
  const members = presentOf(of);
  const found = members.flatMap((member) => fieldOf(member, field));
  if (found.length > 0) return unionOf(found);
  const record = members.find((member): member is RecordType => member.is === 'record');
  if (record === undefined) {
    checker.report({ rule: 'type-mismatch', message: `.${field} of a ${describe(of)}` });
    return UNKNOWN;
  }
  const meant = didYouMean(field, record.fields.keys());
  const message = record.open
    ? `nothing sets ${record.name}.${field}${meant}`
    : `${record.name} has no field ${field}${meant}`;
  checker.report({ rule: record.open ? 'unknown-variable' : 'unknown-field', message });
  return UNKNOWN;
}

/** Nothing when there is no such field for sure. */
function fieldOf(of: Type, field: string): readonly Type[] {
  if (of.is === 'unknown') return [UNKNOWN];
  if (of.is === 'never') return [NEVER];
  if (of.is === 'map') return [of.of];
  if (of.is !== 'record') return [];
  const known = of.fields.get(field);
  if (known !== undefined) return [known];
  // What nothing here sets may come from outside, unless it looks like a slip.
  return of.open && didYouMean(field, of.fields.keys()) === '' ? [UNKNOWN] : [];
}

function indexed(of: Type, at: Type, checker: Checker): Type {
  const found = presentOf(of).flatMap((member): readonly Type[] => {
    if (member.is === 'unknown' || member.is === 'never') return [UNKNOWN];
    if (member.is === 'list') return fitsIndex(at, ['int', 'double']) ? [member.of] : [];
    if (member.is === 'map') return fitsIndex(at, ['string']) ? [member.of] : [];
    if (member.is !== 'record' || !fitsIndex(at, ['string'])) return [];
    if (at.is !== 'string' || at.symbols?.length !== 1) return [UNKNOWN];
    return [selected(member, at.symbols[0] ?? '', checker)];
  });
  if (found.length > 0) return unionOf(found);
  checker.report({ rule: 'type-mismatch', message: `[] of a ${describe(of)} by a ${describe(at)}` });
  return UNKNOWN;
}

function fitsIndex(at: Type, kinds: readonly string[]): boolean {
  return membersOf(at).some(({ is }) => is === 'unknown' || is === 'never' || kinds.includes(is));
}

/** A map literal is a record of its keys, as long as they are literals. */
function structType(node: Node, checker: Checker): Type {
  if (node.exprKind.case !== 'structExpr') return UNKNOWN;
  const fields = new Map<string, Type>();
  let isOpen = false;
  for (const { keyKind, value } of node.exprKind.value.entries) {
    const given = value === undefined ? UNKNOWN : check(value, checker);
    const key = keyKind.case === 'mapKey' ? check(keyKind.value, checker) : UNKNOWN;
    if (!fitsIndex(key, ['string'])) {
      checker.report({
        rule: 'type-mismatch',
        message: `a key of a map is a string, not a ${describe(key)}`,
      });
    }
    if (key.is === 'string' && key.symbols?.length === 1) fields.set(key.symbols[0] ?? '', given);
    else isOpen = true;
  }
  return isOpen
    ? { is: 'map', of: unionOf([...fields.values(), UNKNOWN]) }
    : { is: 'record', name: '', fields };
}

/** `all`, `exists`, `exists_one`, `filter`, `map` as the parser has expanded them. */
function macroType(node: Node, checker: Checker): Type {
  if (node.exprKind.case !== 'comprehensionExpr') return UNKNOWN;
  const { iterVar, iterRange, accuVar, accuInit, loopCondition, loopStep, result } = node.exprKind.value;
  if (!iterRange || !accuInit || !loopCondition || !loopStep || !result) return UNKNOWN;
  const item = itemOf(check(iterRange, checker), checker);
  let accumulated = check(accuInit, checker);
  const within = (report: Checker['report'], node: Node): Type => {
    const scope = new Map(checker.scope).set(iterVar, item).set(accuVar, accumulated);
    return check(node, { scope, report });
  };
  accumulated = unionOfLists(
    accumulated,
    within(() => undefined, loopStep),
  );
  within(checker.report, loopCondition);
  accumulated = unionOfLists(accumulated, within(checker.report, loopStep));
  return within(checker.report, result);
}

/** What a macro's variable is: an element, or a key. */
function itemOf(range: Type, checker: Checker): Type {
  const items = presentOf(range).flatMap((member): readonly Type[] => {
    if (member.is === 'unknown' || member.is === 'never') return [UNKNOWN];
    if (member.is === 'list') return [member.of];
    return member.is === 'map' || member.is === 'record' ? [STRING] : [];
  });
  if (items.length === 0) {
    checker.report({ rule: 'type-mismatch', message: `a macro over a ${describe(range)}, which is no list` });
    return UNKNOWN;
  }
  return unionOf(items);
}

function unionOfLists(a: Type, b: Type): Type {
  return a.is === 'list' && b.is === 'list' ? { is: 'list', of: unionOf([a.of, b.of]) } : unionOf([a, b]);
}

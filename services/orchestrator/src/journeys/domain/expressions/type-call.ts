// What operators and functions give and take, by the types of their operands.
import { didYouMean } from './nearest.js';
import {
  BOOL,
  describe,
  DOUBLE,
  INT,
  isNumber,
  mayEqual,
  membersOf,
  NEVER,
  presentOf,
  STRING,
  unionOf,
  UNKNOWN,
  type Type,
} from './type.js';

export interface TypeProblem {
  readonly rule: 'type-mismatch' | 'unknown-field' | 'unknown-symbol' | 'unknown-variable';
  readonly message: string;
}

type Report = (problem: TypeProblem) => void;

const OPERATORS: Readonly<Record<string, string>> = {
  '_==_': '==',
  '_!=_': '!=',
  '_<_': '<',
  '_<=_': '<=',
  '_>_': '>',
  '_>=_': '>=',
  '_+_': '+',
  '_-_': '-',
  '_*_': '*',
  '_/_': '/',
  '_%_': '%',
  '-_': '-',
  '!_': '!',
  '_&&_': '&&',
  '_||_': '||',
  '@in': 'in',
};

/** The type of one call; what can never work is reported, and then the type is unknown. */
export function callType(name: string, operands: readonly Type[], report: Report): Type {
  const [first = UNKNOWN, second = UNKNOWN, third = UNKNOWN] = operands;
  switch (name) {
    case '_==_':
    case '_!=_':
      compared(name, first, second, report);
      return BOOL;
    case '_?_:_':
      wants(first, 'bool', 'a condition before ?', report);
      return unionOf([second, third]);
    case '_&&_':
    case '_||_':
      for (const side of [first, second]) wants(side, 'bool', `a side of ${OPERATORS[name] ?? name}`, report);
      return BOOL;
    case '!_':
      wants(first, 'bool', 'what ! turns round', report);
      return BOOL;
    case '@in':
      contained(first, second, report);
      return BOOL;
    case 'matches':
      wants(first, 'string', 'what matches() looks at', report);
      return BOOL;
    default:
      return operands.length === 1 ? unary(name, first, report) : binary(name, first, second, report);
  }
}

function unary(name: string, value: Type, report: Report): Type {
  const results = presentOf(value).flatMap((member) => unaryResult(name, member) ?? []);
  if (results.length > 0) return unionOf(results);
  report({ rule: 'type-mismatch', message: `${OPERATORS[name] ?? `${name}()`} of a ${describe(value)}` });
  return UNKNOWN;
}

function unaryResult(name: string, of: Type): Type | undefined {
  const isFree = of.is === 'unknown' || of.is === 'never';
  switch (name) {
    case 'size':
      return isFree || ['string', 'list', 'map', 'record'].includes(of.is) ? INT : undefined;
    case 'string':
      return isFree || isNumber(of) || of.is === 'bool' || of.is === 'string' ? STRING : undefined;
    case 'int':
      return isFree || isNumber(of) || of.is === 'string' ? INT : undefined;
    case 'double':
      return isFree || isNumber(of) || of.is === 'string' ? DOUBLE : undefined;
    case '-_':
      return isFree || isNumber(of) ? of : undefined;
    default:
      return name === '@not_strictly_false' ? BOOL : UNKNOWN;
  }
}

function binary(name: string, left: Type, right: Type, report: Report): Type {
  const results: Type[] = [];
  for (const a of presentOf(left)) {
    for (const b of presentOf(right)) {
      const result = binaryResult(name, a, b);
      if (result !== undefined) results.push(result);
    }
  }
  if (results.length > 0) return unionOf(results);
  report({ rule: 'type-mismatch', message: mismatch(name, left, right) });
  return UNKNOWN;
}

function binaryResult(name: string, a: Type, b: Type): Type | undefined {
  const result = resultOf(name, a, b);
  if (a.is === 'never' || b.is === 'never') return result === undefined ? NEVER : result;
  if (a.is === 'unknown' || b.is === 'unknown') return ORDER.has(name) || TEXT.has(name) ? BOOL : UNKNOWN;
  return result;
}

const ORDER = new Set(['_<_', '_<=_', '_>_', '_>=_']);
const TEXT = new Set(['contains', 'startsWith', 'endsWith']);
const ARITHMETIC = new Set(['_+_', '_-_', '_*_', '_/_']);

function resultOf(name: string, a: Type, b: Type): Type | undefined {
  const areNumbers = isNumber(a) && isNumber(b);
  const areStrings = a.is === 'string' && b.is === 'string';
  if (ORDER.has(name))
    return areNumbers || areStrings || (a.is === 'bool' && b.is === 'bool') ? BOOL : undefined;
  if (TEXT.has(name)) return areStrings ? BOOL : undefined;
  if (name === '_%_') return a.is === 'int' && b.is === 'int' ? INT : undefined;
  if (!ARITHMETIC.has(name)) return UNKNOWN;
  if (areNumbers) return a.is === 'int' && b.is === 'int' ? INT : DOUBLE;
  if (name !== '_+_') return undefined;
  if (areStrings) return STRING;
  return a.is === 'list' && b.is === 'list' ? { is: 'list', of: unionOf([a.of, b.of]) } : undefined;
}

function mismatch(name: string, left: Type, right: Type): string {
  const operator = OPERATORS[name] ?? `${name}()`;
  const hint =
    name === '_%_' && presentOf(left).some(isNumber) && presentOf(right).some(isNumber)
      ? '; % takes ints, and a number from an event or a var is one only as int(…)'
      : '';
  return `${operator} of ${describe(left)} and ${describe(right)}${hint}`;
}

function compared(name: string, left: Type, right: Type, report: Report): void {
  if (mayEqual(left, right)) return;
  const wrong = wrongSymbol(left, right) ?? wrongSymbol(right, left);
  if (wrong !== undefined) {
    report({ rule: 'unknown-symbol', message: wrong });
    return;
  }
  const never = name === '_==_' ? 'never true' : 'always true';
  const message = `a ${describe(left)} compared with a ${describe(right)}: ${OPERATORS[name] ?? name} is ${never}`;
  report({ rule: 'type-mismatch', message });
}

/** A literal that is not among the symbols it is compared with. */
function wrongSymbol(literal: Type, of: Type): string | undefined {
  if (literal.is !== 'string' || literal.enumeration !== undefined) return undefined;
  const text = literal.symbols?.length === 1 ? literal.symbols[0] : undefined;
  const symbols = membersOf(of).flatMap((member) => (member.is === 'string' ? (member.symbols ?? []) : []));
  if (text === undefined || symbols.length === 0) return undefined;
  return `'${text}' is not one of ${symbols.join(', ')}${didYouMean(text, symbols)}`;
}

function contained(item: Type, container: Type, report: Report): void {
  const members = presentOf(container);
  const lists = members.filter((member) => member.is === 'list');
  const isFree = members.some(({ is }) => is === 'unknown' || is === 'never');
  if (isFree || lists.some((list) => mayEqual(item, list.of))) return;
  const isKeyed = members.some(({ is }) => is === 'map' || is === 'record');
  if (isKeyed && membersOf(item).some(({ is }) => is === 'string' || is === 'unknown')) return;
  const wrong = lists.map((list) => wrongSymbol(list.of, item) ?? wrongSymbol(item, list.of)).find(Boolean);
  if (wrong !== undefined) report({ rule: 'unknown-symbol', message: wrong });
  else report({ rule: 'type-mismatch', message: `${describe(item)} in ${describe(container)}: never true` });
}

function wants(type: Type, kind: Type['is'], what: string, report: Report): void {
  if (membersOf(type).some(({ is }) => is === kind || is === 'unknown' || is === 'never')) return;
  report({ rule: 'type-mismatch', message: `${what} is a ${kind}, not a ${describe(type)}` });
}

// CEL's operators and functions on values, one small function each.
import { equals, Failure, isList, isMap, isNumeric, type Value } from './value.js';

export type Outcome = Value | Failure;

const INT64 = 64;

function overload(operator: string, ...operands: Value[]): Failure {
  return new Failure('no-such-overload', `${operator} of ${operands.map(typeName).join(' and ')}`);
}

/** The CEL name of a value's type, for messages. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'object':
      return 'map';
    case 'boolean':
      return 'bool';
    default:
      return 'string';
  }
}

function int(value: bigint): Outcome {
  return BigInt.asIntN(INT64, value) === value ? value : new Failure('overflow', 'an integer beyond 64 bits');
}

/**
 * Arithmetic. Int with int stays int; as soon as a double takes part the result is a double. (Standard CEL has no overload
 * for the mixture; numbers from events and vars are doubles, so `vars.count + 1` would never work.)
 */
export function arithmetic(operator: '+' | '-' | '*' | '/' | '%', a: Value, b: Value): Outcome {
  if (typeof a === 'bigint' && typeof b === 'bigint') return intArithmetic(operator, a, b);
  if (!isNumeric(a) || !isNumeric(b)) return operator === '+' ? concatenate(a, b) : overload(operator, a, b);
  const [left, right] = [Number(a), Number(b)];
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return overload(operator, a, b);
  }
}

function intArithmetic(operator: '+' | '-' | '*' | '/' | '%', a: bigint, b: bigint): Outcome {
  switch (operator) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      return int(a * b);
    case '/':
      return b === 0n ? new Failure('division-by-zero', 'division by zero') : int(a / b);
    case '%':
      return b === 0n ? new Failure('division-by-zero', 'remainder by zero') : int(a % b);
  }
}

function concatenate(a: Value, b: Value): Outcome {
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isList(a) && isList(b)) return [...a, ...b];
  return overload('+', a, b);
}

/** Unary minus. */
export function negate(value: Value): Outcome {
  if (typeof value === 'bigint') return int(-value);
  return typeof value === 'number' ? -value : overload('-', value);
}

/** `<`, `<=`, `>`, `>=`: numbers of either type, strings by code unit, bools. */
export function compare(operator: '<' | '<=' | '>' | '>=', a: Value, b: Value): Outcome {
  const comparable =
    (isNumeric(a) && isNumeric(b)) ||
    (typeof a === 'string' && typeof b === 'string') ||
    (typeof a === 'boolean' && typeof b === 'boolean');
  if (!comparable) return overload(operator, a, b);
  const [left, right] = [a as number, b as number];
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/** `item in container`: an element of a list or a key of a map. */
export function contains(item: Value, container: Value): Outcome {
  if (isList(container)) return container.some((element) => equals(element, item));
  if (isMap(container)) return typeof item === 'string' && Object.hasOwn(container, item);
  return overload('in', item, container);
}

/** `container[index]`. */
export function index(container: Value, at: Value): Outcome {
  if (isList(container)) {
    if (!isNumeric(at)) return overload('[]', container, at);
    const item = Number.isInteger(Number(at)) ? container[Number(at)] : undefined;
    return item === undefined ? new Failure('out-of-range', 'an index outside the list') : item;
  }
  if (isMap(container)) {
    if (typeof at !== 'string') return new Failure('no-such-key', 'a key that is not a string');
    return Object.hasOwn(container, at) ? container[at]! : new Failure('no-such-key', at);
  }
  return overload('[]', container, at);
}

/** `size()` of a string (in code points), a list or a map. */
export function size(value: Value): Outcome {
  if (typeof value === 'string') return BigInt([...value].length);
  if (isList(value)) return BigInt(value.length);
  return isMap(value) ? BigInt(Object.keys(value).length) : overload('size', value);
}

/** The string methods that take a string. */
export function stringTest(
  method: 'contains' | 'startsWith' | 'endsWith',
  text: Value,
  part: Value,
): Outcome {
  if (typeof text !== 'string' || typeof part !== 'string') return overload(method, text, part);
  if (method === 'contains') return text.includes(part);
  return method === 'startsWith' ? text.startsWith(part) : text.endsWith(part);
}

/** `string(x)`. */
export function toText(value: Value): Outcome {
  if (typeof value === 'string') return value;
  return isNumeric(value) || typeof value === 'boolean' ? String(value) : overload('string', value);
}

/** `int(x)`: truncates a double, reads a decimal string. */
export function toInt(value: Value): Outcome {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value)
      ? int(BigInt(Math.trunc(value)))
      : new Failure('overflow', 'not a finite number');
  }
  if (typeof value === 'string' && /^-?[0-9]{1,20}$/.test(value)) return int(BigInt(value));
  return overload('int', value);
}

/** `double(x)`. */
export function toDouble(value: Value): Outcome {
  if (isNumeric(value)) return Number(value);
  if (typeof value === 'string' && /^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(value))
    return Number(value);
  return overload('double', value);
}

// Types every expression of a definition: events by their schemas, vars by all assignments that can set them.
import { misfit } from '../expressions/assignable.js';
import { typeOf, type TypeScope } from '../expressions/type-check.js';
import {
  BOOL,
  describe,
  DOUBLE,
  INT,
  joined,
  kept,
  membersOf,
  NEVER,
  STRING,
  unionOf,
  UNKNOWN,
  type Type,
} from '../expressions/type.js';
import type { CompileContext, TypeCheck } from './compile-context.js';

/** After so many rounds what still changes is unknown. */
const ROUNDS = 4;

/** What stands under these keys must give this. */
const WANTED: Readonly<Record<string, Type>> = {
  when: BOOL,
  audience: BOOL,
  key: unionOf([STRING, DOUBLE]),
  until: unionOf([STRING, DOUBLE]),
  rank: DOUBLE,
};

/** Reports what can never work, whatever happens: unknown fields, types that do not go together, enum symbols that do not exist. */
export function checkTypes(context: CompileContext): void {
  const vars = varsOf(context);
  for (const check of context.typeChecks) {
    const { type, problems } = typeOf(check.root, scopeOf(context, check, vars));
    for (const { rule, message } of problems) context.problem(check.path, rule, message);
    if (problems.length === 0) checkResult(context, check, type);
  }
}

function checkResult(context: CompileContext, { path, wants }: TypeCheck, type: Type): void {
  const isAssigned = ['set', 'with'].includes(String(path.at(-2)));
  const wanted = wants ?? (isAssigned ? undefined : WANTED[String(path.at(-1))]);
  if (wanted === undefined || misfit(type, wanted) === null) return;
  if (wants !== undefined) {
    const what = String(path.at(-1));
    context.problem(
      path,
      wrongSymbols(type, wanted) ?? 'wrong-type',
      `${what} ${misfit(type, wanted) ?? ''}`,
    );
    return;
  }
  const rule = wanted === BOOL ? 'condition-not-bool' : 'wrong-type';
  context.problem(
    path,
    rule,
    `${String(path.at(-1))} wants ${describe(wanted)}, this gives ${describe(type)}`,
  );
}

function wrongSymbols(type: Type, wanted: Type): 'unknown-symbol' | undefined {
  const isEnum = membersOf(wanted).some((member) => member.is === 'string' && member.symbols !== undefined);
  return isEnum && membersOf(type).some(({ is }) => is === 'string') ? 'unknown-symbol' : undefined;
}

function scopeOf(context: CompileContext, { on }: TypeCheck, vars: ReadonlyMap<string, Type>): TypeScope {
  const event = on === undefined ? undefined : context.catalogue.event(on)?.value;
  return new Map<string, Type>([
    ['key', STRING],
    ['event', event ?? UNKNOWN],
    ['profile', context.catalogue.profile],
    ['vars', { is: 'record', name: 'vars', fields: vars, open: true }],
    ['visits', { is: 'map', of: INT }],
  ]);
}

/** The types of vars: computed again until nothing changes, since one var may be set from another. */
function varsOf(context: CompileContext): ReadonlyMap<string, Type> {
  const assignments = context.typeChecks.filter(({ path }) => path.at(-2) === 'set');
  const nameOf = ({ path }: TypeCheck): string => String(path.at(-1));
  let vars = new Map(assignments.map((each): [string, Type] => [nameOf(each), NEVER]));
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Map(vars);
    for (const assignment of assignments) {
      const { type, problems } = typeOf(assignment.root, scopeOf(context, assignment, vars));
      const given = problems.length > 0 ? UNKNOWN : kept(type);
      const name = nameOf(assignment);
      next.set(name, joined(next.get(name) ?? NEVER, given));
    }
    const isStable = [...next].every(([name, type]) => describe(type) === describe(vars.get(name) ?? NEVER));
    vars = isStable || round < ROUNDS - 1 ? next : settled(vars, next);
    if (isStable) break;
  }
  return new Map([...vars].map(([name, type]) => [name, type.is === 'never' ? UNKNOWN : type]));
}

function settled(before: ReadonlyMap<string, Type>, after: ReadonlyMap<string, Type>): Map<string, Type> {
  return new Map(
    [...after].map(([name, type]) => [
      name,
      describe(type) === describe(before.get(name) ?? NEVER) ? type : UNKNOWN,
    ]),
  );
}

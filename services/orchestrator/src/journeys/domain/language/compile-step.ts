// Compiles one step of a definition.
import { didYouMean } from '../expressions/nearest.js';
import { CONTENT_AS_OF, isSend } from './catalogue.js';
import type { CompileContext, Path } from './compile-context.js';
import { compileApprove, compileTask } from './compile-people.js';
import { compileRetry } from './compile-retry.js';
import { compileParallel, compileSubJourney } from './compile-structure.js';
import { compileWait } from './compile-wait.js';
import type {
  ActSource,
  Assignments,
  ChooseSource,
  DecideSource,
  SplitSource,
  StepSource,
} from './definition.js';
import type { ActStep, ChooseStep, CommandCall, DecideStep, SplitStep, Step } from './plan.js';
import { KEPT, spanOr, type PlacedField } from './step-parts.js';
import type { PlacedStep } from './step-tree.js';

const NO_TYPES: ReadonlySet<string> = new Set();
/** Fields that the engine gives a command itself. */
const GIVEN = ['notAfter', CONTENT_AS_OF];

/** The compiled step. */
export function compileStep(placed: PlacedStep, context: CompileContext): Step {
  const { name, source, path, branch } = placed;
  const below = placed.below ?? '';
  const named = { name, office: officeOf(source), keeps: NO_TYPES, branch };
  if ('end' in source) return { ...named, kind: 'end', outcome: source.end, undo: source.undo ?? false };
  if ('act' in source) return { ...named, ...compileAct(source, path, below, context) };
  if ('wait' in source)
    return { ...named, kind: 'wait', branches: compileWait(source, path, below, context) };
  if ('approve' in source) return { ...named, ...compileApprove(source, path, context) };
  if ('task' in source) return { ...named, ...compileTask(source, path, below, context) };
  if ('set' in source) {
    const set = context.assignments(source.set, [...path, 'set'], KEPT);
    return { ...named, kind: 'set', set, next: source.next ?? below };
  }
  if ('split' in source) return { ...named, kind: 'split', ...compileSplit(source, path, context) };
  if ('decide' in source) return { ...named, ...compileDecide(source, path, context) };
  if ('choose' in source) return { ...named, ...compileChoose(source, path, context) };
  if ('parallel' in source) return { ...named, ...compileParallel(source, below) };
  return { ...named, ...compileSubJourney(source, path, below, context) };
}

function compileChoose(
  source: ChooseSource,
  path: Path,
  context: CompileContext,
): Pick<ChooseStep, 'kind' | 'branches'> {
  const last = source.choose[source.choose.length - 1];
  if (last === undefined || 'when' in last || source.choose.slice(0, -1).some((branch) => 'else' in branch)) {
    context.problem([...path, 'choose'], 'choose-without-else', 'the last branch, and only it, is the else');
  }
  const branches = source.choose.map((branch, at) => ({
    when: 'when' in branch ? context.expression(branch.when, [...path, 'choose', at, 'when'], KEPT) : null,
    next: branch.next,
  }));
  return { kind: 'choose', branches };
}

/** Weights above zero are the schema's; that no arm is named twice is not. */
function compileSplit(
  { split: { experiment, arms } }: SplitSource,
  path: Path,
  context: CompileContext,
): Pick<SplitStep, 'experiment' | 'arms'> {
  arms.forEach(({ arm }, at) => {
    if (arms.findIndex((other) => other.arm === arm) !== at)
      context.problem([...path, 'split', 'arms', at, 'arm'], 'arm-twice', `${arm} is an arm already`);
  });
  return { experiment, arms };
}

function compileDecide(
  { decide: { candidates, otherwise } }: DecideSource,
  path: Path,
  context: CompileContext,
): Omit<DecideStep, PlacedField> {
  const names = candidates.map(({ name }) => name);
  return {
    kind: 'decide',
    otherwise,
    candidates: candidates.map(({ name, when, rank, set, next }, at) => {
      const here: Path = [...path, 'decide', 'candidates', at];
      if (names.indexOf(name) !== at || name === 'otherwise')
        context.problem([...here, 'name'], 'name-taken', `${name} is the name of something else here`);
      return {
        name,
        when: context.optional(when, [...here, 'when'], KEPT),
        rank: context.expression(rank, [...here, 'rank'], KEPT),
        set: context.assignments(set, [...here, 'set'], KEPT),
        next,
      };
    }),
  };
}

function officeOf(source: StepSource): Step['office'] {
  return 'office' in source ? source.office : null;
}

function compileAct(
  source: ActSource,
  path: Path,
  below: string,
  context: CompileContext,
): Omit<ActStep, PlacedField> {
  const call = compileCall(source.act, source.with, path, context);
  const { compensate } = source;
  if (source.notAfter !== undefined && !call.command.fields.some((field) => field.name === 'notAfter')) {
    context.problem([...path, 'notAfter'], 'not-after-unknown', `${source.act} has no field notAfter`);
  }
  return {
    kind: 'act',
    call,
    retry: compileRetry(source.retry, path, context),
    timeout: spanOr(source.timeout, 'PT24H', [...path, 'timeout'], context),
    notAfter: source.notAfter === undefined ? null : context.span(source.notAfter, [...path, 'notAfter']),
    next: source.next ?? below,
    timedOut: source.timedOut ?? null,
    failed: source.failed ?? null,
    refused: source.refused ?? null,
    compensate: compensate
      ? compileCall(compensate.act, compensate.with, [...path, 'compensate'], context)
      : null,
  };
}

/** A command with its fields, held against its schema. */
function compileCall(
  act: string,
  values: Assignments | undefined,
  path: Path,
  context: CompileContext,
): CommandCall {
  const known = context.catalogue.command(act);
  if (known === undefined) {
    const meant = didYouMean(act, context.catalogue.commandNames);
    context.problem([...path, 'act'], 'unknown-command', `no service takes ${act}${meant}`);
  }
  const command = known ?? { type: '', topic: '', fields: [], answers: new Map() };
  const typeOf = (name: string) => command.fields.find((field) => field.name === name)?.type;
  const given = context.assignments(values, [...path, 'with'], KEPT, undefined, typeOf);
  for (const [name] of known === undefined ? [] : given) {
    const isField = command.fields.some((field) => field.name === name) && !GIVEN.includes(name);
    if (isField) continue;
    const fields = command.fields.map((field) => field.name).filter((field) => !GIVEN.includes(field));
    context.problem(
      [...path, 'with', name],
      'unknown-field',
      `${act} takes no ${name}${didYouMean(name, fields)}`,
    );
  }
  const names = given.map(([name]) => name);
  for (const field of command.fields) {
    if (field.required && !names.includes(field.name) && !GIVEN.includes(field.name)) {
      context.problem([...path, 'with'], 'missing-field', `${act} wants ${field.name}`);
    }
  }
  return {
    act,
    command,
    with: given,
    sends: known !== undefined && isSend(command),
    pinsContent: command.fields.some((field) => field.name === CONTENT_AS_OF),
  };
}

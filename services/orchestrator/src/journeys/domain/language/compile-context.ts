// What compiling a definition needs at every step: the catalogue, the list of problems, and expressions checked in place.
import type { Node } from '../expressions/compilation.js';
import { compileParsed, parseExpression, type Expression } from '../expressions/expression.js';
import { didYouMean } from '../expressions/nearest.js';
import type { Name } from '../expressions/scope.js';
import type { Type } from '../expressions/type.js';
import type { Catalogue, EventType } from './catalogue.js';
import type { Assignments, DefinitionProblem, DefinitionSource } from './definition.js';
import { compileSpan, LONGEST_SPAN, type Span } from './duration.js';
import type { CompiledAssignments } from './plan.js';
import { placedSteps, type PlacedStep } from './step-tree.js';

export type Path = readonly (string | number)[];

/** Stands in for an expression that did not compile, so that the other problems are found too. */
const NOTHING: Expression = {
  source: '',
  reads: { names: new Set(), visits: new Set(), eventFields: new Set(), vars: new Set() },
  evaluate: () => null,
};

/** An expression that compiles, to be typed when every assignment is known. */
export interface TypeCheck {
  readonly root: Node;
  readonly path: Path;
  /** The type of its event, where it has one. */
  readonly on: string | undefined;
  /** What it must give, where a schema says so. */
  readonly wants: Type | undefined;
}

/** Beyond this many, nobody reads them. */
const MAX_PROBLEMS = 100;

const NOT_COMPILED = { code: 'expression-syntax', message: 'not an expression' };

export class CompileContext {
  readonly problems: DefinitionProblem[] = [];
  readonly typeChecks: TypeCheck[] = [];
  /** Every `visits.<step>`, checked when all steps are known. */
  readonly visits: { readonly step: string; readonly path: Path }[] = [];
  /** Every step, those of branches too. */
  readonly steps: ReadonlyMap<string, PlacedStep>;

  constructor(
    readonly source: DefinitionSource,
    readonly catalogue: Catalogue,
    /** It was published once: it is not held to rules that came later. */
    readonly isPublished = false,
  ) {
    this.steps = placedSteps(source);
  }

  problem(path: Path, rule: string, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ path, rule, message });
  }

  /** An event type that a topic carries to the timeline, and that is about the customer. */
  event(type: string, path: Path): EventType | undefined {
    const event = this.catalogue.event(type);
    if (event?.isBookkeeping === true && !this.isPublished) {
      const message = `${type} is how the system keeps its own books; no journey is started by it, waits for it or ends with it`;
      this.problem(path, 'bookkeeping-event', message);
    }
    if (event !== undefined) return event;
    const meant = didYouMean(type, this.catalogue.eventTypes);
    this.problem(path, 'unknown-event', `no topic brings ${type} to the timeline${meant}`);
    return undefined;
  }

  /** An expression where `names` exist; `on` is the type of its event, `wants` what a schema wants of it. */
  expression(
    source: string,
    path: Path,
    names: readonly Name[],
    on?: { readonly type: string },
    wants?: Type,
  ): Expression {
    const parsed = parseExpression(source);
    const compiled = parsed.ok ? compileParsed(source, parsed.value, names) : parsed;
    if (!compiled.ok || !parsed.ok) {
      const { code, message } = compiled.ok ? NOT_COMPILED : compiled.refusal;
      this.problem(path, code, message);
      return NOTHING;
    }
    this.typeChecks.push({ root: parsed.value, path, on: on?.type, wants });
    for (const step of compiled.value.reads.visits) this.visits.push({ step, path });
    return compiled.value;
  }

  optional(
    source: string | undefined,
    path: Path,
    names: readonly Name[],
    on?: { readonly type: string },
  ): Expression | null {
    return source === undefined ? null : this.expression(source, path, names, on);
  }

  assignments(
    source: Assignments | undefined,
    path: Path,
    names: readonly Name[],
    on?: { readonly type: string },
    wants?: (name: string) => Type | undefined,
  ): CompiledAssignments {
    return Object.entries(source ?? {}).map(([name, expression]) => [
      name,
      this.expression(expression, [...path, name], names, on, wants?.(name)),
    ]);
  }

  /** A duration in the definition's time zone, a hundred years at most. */
  span(
    source: string,
    path: Path,
    rule = 'duration',
    message = `${source} is not a duration above zero`,
  ): Span | null {
    const span = compileSpan(source, this.source.timeZone ?? 'UTC');
    if (span === null) this.problem(path, rule, message);
    else if (span.longest > LONGEST_SPAN && !this.isPublished)
      this.problem(path, 'duration-too-long', `${source} is longer than a hundred years`);
    return span;
  }

  /** A duration that is known to be right. */
  defaultSpan(source: string): Span {
    const span = compileSpan(source, 'UTC');
    if (span === null) throw new Error(`not a duration: ${source}`);
    return span;
  }
}

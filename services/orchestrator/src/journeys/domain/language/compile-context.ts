// What compiling a definition needs at every step: the catalogue, the list of problems, and expressions checked in place.
import { compileExpression, type Expression } from '../expressions/expression.js';
import type { Name } from '../expressions/scope.js';
import type { Catalogue, EventType } from './catalogue.js';
import type { Assignments, DefinitionProblem, DefinitionSource } from './definition.js';
import { compileSpan, type Span } from './duration.js';
import type { CompiledAssignments } from './plan.js';

export type Path = readonly (string | number)[];

/** Stands in for an expression that did not compile, so that the other problems are found too. */
const NOTHING: Expression = {
  source: '',
  reads: { names: new Set(), visits: new Set(), eventFields: new Set() },
  evaluate: () => null,
};

export class CompileContext {
  readonly problems: DefinitionProblem[] = [];
  /** Every `visits.<step>`, checked when all steps are known. */
  readonly visits: { readonly step: string; readonly path: Path }[] = [];

  constructor(
    readonly source: DefinitionSource,
    readonly catalogue: Catalogue,
  ) {}

  problem(path: Path, rule: string, message: string): void {
    this.problems.push({ path, rule, message });
  }

  /** An event type that a topic carries to the timeline. */
  event(type: string, path: Path): EventType | undefined {
    const event = this.catalogue.event(type);
    if (event === undefined) this.problem(path, 'unknown-event', `no topic brings ${type} to the timeline`);
    return event;
  }

  /** An expression where `names` exist; `on` is the type of its event. */
  expression(source: string, path: Path, names: readonly Name[], on?: { readonly type: string }): Expression {
    const compiled = compileExpression(source, names);
    if (!compiled.ok) {
      this.problem(path, compiled.refusal.code, compiled.refusal.message);
      return NOTHING;
    }
    const { reads } = compiled.value;
    const fields = on === undefined ? undefined : this.catalogue.event(on.type)?.fields;
    for (const field of fields === undefined ? [] : reads.eventFields) {
      if (!fields?.includes(field))
        this.problem(path, 'unknown-field', `${on?.type ?? ''} has no field ${field}`);
    }
    for (const step of reads.visits) this.visits.push({ step, path });
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
  ): CompiledAssignments {
    return Object.entries(source ?? {}).map(([name, expression]) => [
      name,
      this.expression(expression, [...path, name], names, on),
    ]);
  }

  /** A duration in the definition's time zone. */
  span(
    source: string,
    path: Path,
    rule = 'duration',
    message = `${source} is not a duration above zero`,
  ): Span | null {
    const span = compileSpan(source, this.source.timeZone ?? 'UTC');
    if (span === null) this.problem(path, rule, message);
    return span;
  }

  /** A duration that is known to be right. */
  defaultSpan(source: string): Span {
    const span = compileSpan(source, 'UTC');
    if (span === null) throw new Error(`not a duration: ${source}`);
    return span;
  }
}

// Starting and ending spans with listed attributes only, and failing them without telling what a value was.
import {
  context,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { attribute as names, type TelemetryAttributes } from './names.js';
import { describeError, errorType } from './redact.js';

const SCOPE = '@continuo/telemetry';

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: TelemetryAttributes;
  readonly links?: readonly Link[];
  /** The context to start from; ROOT_CONTEXT for a trace of its own. @default the active one */
  readonly parent?: Context;
}

/** Starts a span; the caller ends it. */
export function startSpan(name: string, options: SpanOptions = {}): Span {
  const { kind, attributes, links, parent } = options;
  const tracer = trace.getTracer(SCOPE);
  return tracer.startSpan(
    name,
    { kind, attributes, links: links === undefined ? undefined : [...links] },
    parent,
  );
}

/** Runs `work` inside a span: ended when it settles, failed when it throws. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = startSpan(name, options);
  return context.with(trace.setSpan(options.parent ?? context.active(), span), async () => {
    try {
      return await work(span);
    } catch (thrown) {
      failSpan(span, thrown);
      throw thrown;
    } finally {
      span.end();
    }
  });
}

/** Marks a span as failed: the code of the fault and the frames, never the message's quoted values. */
export function failSpan(span: Span, thrown: unknown): void {
  const code = errorType(thrown);
  span.setAttribute(names.errorType, code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  if (!span.isRecording()) return;
  const { type, stack } = describeError(thrown);
  span.addEvent('exception', {
    [names.exceptionType]: type,
    ...(stack ? { [names.exceptionStacktrace]: stack } : {}),
  });
}

/** What a hop of a journey is about. */
export interface JourneyHop {
  readonly journeyId: string;
  readonly definition: string;
  readonly version: number;
  readonly step?: string;
  readonly profileId?: string;
  /** Start in milliseconds since the epoch. @default now */
  readonly startedAt?: number;
  /** The event that triggered it, and the hop before. */
  readonly links?: readonly Link[];
}

/**
 * A hop of a journey is a short trace of its own, found by `journey.id` and linked to what triggered it and to the hop
 * before. Returns the span (already a root); its context belongs in the journal and in the effects' outbox rows.
 */
export function startHop(hop: JourneyHop): Span {
  const attributes: TelemetryAttributes = {
    [names.journeyId]: hop.journeyId,
    [names.journeyDefinition]: hop.definition,
    [names.journeyVersion]: hop.version,
    ...(hop.step === undefined ? {} : { [names.journeyStep]: hop.step }),
    ...(hop.profileId === undefined ? {} : { [names.customerProfileId]: hop.profileId }),
  };
  return trace.getTracer(SCOPE).startSpan(`hop ${hop.definition}`, {
    root: true,
    attributes,
    links: [...(hop.links ?? [])],
    startTime: hop.startedAt,
  });
}

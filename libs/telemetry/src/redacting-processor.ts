// The last gate of a span inside the process: only listed attributes leave it, and their texts are searched for personal data.
import type { Attributes, AttributeValue, Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { count } from './metrics.js';
import { attribute as names } from './names.js';
import { redactField } from './redact.js';

const listed: ReadonlySet<string> = new Set(Object.values(names));
// Their texts are made of code, not of data: frames, statements with placeholders.
const searchedByName: ReadonlySet<string> = new Set([names.dbQueryText, names.exceptionStacktrace]);

/** Cleans each span when it ends and hands it on. */
export class RedactingProcessor implements SpanProcessor {
  readonly #next: SpanProcessor;

  constructor(next: SpanProcessor) {
    this.#next = next;
  }

  onStart(span: Span, parent: Context): void {
    this.#next.onStart(span, parent);
  }

  onEnd(span: ReadableSpan): void {
    clean(span.attributes);
    for (const event of span.events) if (event.attributes !== undefined) clean(event.attributes);
    for (const link of span.links) if (link.attributes !== undefined) clean(link.attributes);
    this.#next.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#next.shutdown();
  }
}

/** In place: an ended span's attributes are the object that the exporter reads. */
function clean(attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!listed.has(name)) {
      delete attributes[name];
      count('continuo.telemetry.attributes.removed');
    } else if (!searchedByName.has(name)) {
      attributes[name] = redacted(name, value);
    }
  }
}

function redacted(name: string, value: AttributeValue | undefined): AttributeValue | undefined {
  if (typeof value === 'string') return String(redactField(name, value));
  if (!Array.isArray(value)) return value;
  return value.map((item) =>
    typeof item === 'string' ? String(redactField(name, item)) : item,
  ) as AttributeValue;
}

// Tells when spans cannot be delivered: once in a while, not for every batch.
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { errorType } from './redact.js';

const TELL_EVERY_MS = 60_000;

/** Passes everything on; failures are told at most once a minute. */
export class WatchedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #onTrouble: ((message: string) => void) | undefined;
  #quietUntil = 0;

  constructor(exporter: SpanExporter, onTrouble?: (message: string) => void) {
    this.#exporter = exporter;
    this.#onTrouble = onTrouble;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.#tell(result.error);
      done(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  #tell(error: Error | undefined): void {
    if (this.#onTrouble === undefined || performance.now() < this.#quietUntil) return;
    this.#quietUntil = performance.now() + TELL_EVERY_MS;
    this.#onTrouble(
      `spans are not delivered (${errorType(error)}); what exceeds the queue is dropped and counted`,
    );
  }
}

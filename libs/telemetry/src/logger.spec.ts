// Proves that a log line is JSON with trace and journey ids, and that no personal data gets through by any way in.
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { createLogger } from './logger.js';
import { startHop } from './spans.js';
import { startTelemetry } from './start-telemetry.js';

function recording() {
  const lines: string[] = [];
  const logger = createLogger({
    service: 'crm',
    level: 'debug',
    destination: { write: (line) => lines.push(line) },
  });
  return {
    lines,
    logger,
    last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

describe('createLogger', () => {
  it('writes JSON with service, level, time and message', () => {
    const { logger, last } = recording();
    logger.child({ part: 'relay' }).info({ topic: 'crm.contacts', rows: 3 }, 'sent');
    expect(last()).toMatchObject({
      service: 'crm',
      level: 'info',
      part: 'relay',
      topic: 'crm.contacts',
      rows: 3,
      message: 'sent',
    });
    expect(Date.parse(String(last()['time']))).not.toBeNaN();
  });

  it('redacts messages, arguments, fields, bindings and errors', () => {
    const { lines, logger, last } = recording();
    logger.info('mail to ada@example.org by %s', '+49 170 1234567');
    logger
      .child({ part: 'relay' })
      .child({ email: 'ada@example.org' })
      .warn({ contact: { lastName: 'Lovelace' } }, 'kept');
    const cause = Object.assign(new Error('duplicate "Lovelace"'), {
      detail: 'Key (name)=(Lovelace)',
      code: '23505',
    });
    logger.error({ error: new Error('could not save', { cause }) }, 'failed');
    logger.error(cause);
    expect(lines.join('')).not.toMatch(/ada@|1234567|Lovelace/);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ part: 'relay', email: '[redacted]', message: 'kept' });
    expect(last()).toMatchObject({ error: { code: '23505', message: 'duplicate "…"' } });
  });

  it('names the active trace and the journey of the hop', async () => {
    const telemetry = startTelemetry({
      service: 'orchestrator',
      version: '0',
      exporter: new InMemorySpanExporter(),
      samplingRatio: 1,
    });
    const { logger, last } = recording();
    const hop = startHop({ journeyId: 'j-1', definition: 'click-and-collect', version: 2 });
    context.with(trace.setSpan(context.active(), hop), () => logger.info('entered'));
    hop.end();
    await telemetry.shutdown();
    expect(last()).toMatchObject({ trace_id: hop.spanContext().traceId, journey_id: 'j-1' });
  });
});

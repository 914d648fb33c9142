// A request's span continues the caller's trace, holds for the handler also after a body was read, and names no customer.
import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { currentTrace, startTelemetry, type Telemetry } from '@continuo/telemetry';
import { eventually, OtlpReceiver } from '@continuo/testing';
import { z } from 'zod';
import { Answers, Public } from '../src/index.js';
import { startNotes, type SmallService } from './small-service.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

@Controller('traced')
class TracedController {
  @Post(':customer')
  @Public('a test')
  @Answers(200, z.object({ traceparent: z.string(), tracestate: z.string().optional() }))
  trace(
    @Param('customer') _customer: string,
    @Body({ schema: z.object({ text: z.string() }) }) _body: unknown,
  ) {
    return currentTrace();
  }
}

@Module({ controllers: [TracedController] })
class TracedModule {}

let receiver: OtlpReceiver;
let telemetry: Telemetry;
let service: SmallService;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  telemetry = startTelemetry({
    service: 'notes',
    version: '0',
    otlpEndpoint: receiver.endpoint,
    samplingRatio: 1,
    deliverEvery: 50,
  });
  service = await startNotes({}, TracedModule);
});

afterAll(async () => {
  await service.stop();
  await telemetry.shutdown();
  await receiver.close();
});

it('continues the trace into the handler, and tells the route instead of the address', async () => {
  const response = await fetch(`${service.url}/api/notes/traced/canary-customer`, {
    method: 'POST',
    body: JSON.stringify({ text: 'canary-text'.repeat(50) }),
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${TRACE}-${CALLER}-01`,
      tracestate: 'vendor=canary-state',
    },
  });
  const told = (await response.json()) as { traceparent: string };
  expect(told).not.toHaveProperty('tracestate');
  const [span] = await eventually(() => {
    const found = receiver.named('POST /api/notes/traced/:customer');
    return found.length > 0 && found;
  });
  expect(span).toMatchObject({ kind: 'server', traceId: TRACE, parentSpanId: CALLER, failed: false });
  expect(told.traceparent).toBe(`00-${TRACE}-${span?.spanId}-01`);
  expect(span?.attributes).toMatchObject({ 'http.response.status_code': 200, 'http.request.method': 'POST' });
  expect(receiver.bodies.join('')).not.toContain('canary');
  expect(service.log.text()).not.toContain('canary');
  expect(await telemetry.metricsText()).toContain('http_server_request_duration');
});

it('does not trace probes', async () => {
  await fetch(`${service.url}/health/live`);
  await telemetry.flush();
  expect(receiver.spans.filter(({ name }) => name.includes('health'))).toEqual([]);
});

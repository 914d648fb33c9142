// One server span per request, from the caller's trace context, and its duration as a metric; routes, never addresses.
import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { attribute, contextOf, record, startSpan } from '@continuo/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Traces everything but probes. The context holds for guards, handlers and what they start. */
export function addRequestTracing(
  server: FastifyInstance,
  isProbe: (request: FastifyRequest) => boolean,
): void {
  const traced = new WeakMap<FastifyRequest, { readonly span: Span; readonly context: Context }>();

  server.addHook('onRequest', (request, _reply, done) => {
    if (isProbe(request)) return done();
    const parent = contextOf(traceHeaders(request));
    const route = request.routeOptions.url;
    const span = startSpan(route === undefined ? request.method : `${request.method} ${route}`, {
      kind: SpanKind.SERVER,
      parent,
      attributes: {
        [attribute.httpRequestMethod]: request.method,
        [attribute.urlScheme]: 'http',
        ...(route === undefined ? {} : { [attribute.httpRoute]: route }),
      },
    });
    const active = trace.setSpan(parent, span);
    traced.set(request, { span, context: active });
    context.with(active, done);
  });

  // Reading a body leaves the context: its events come from the socket. So it is entered again.
  server.addHook('preValidation', (request, _reply, done) => {
    const entered = traced.get(request);
    if (entered === undefined) done();
    else context.with(entered.context, done);
  });

  server.addHook('onResponse', (request, reply, done) => {
    const entered = traced.get(request);
    if (entered !== undefined) {
      entered.span.setAttribute(attribute.httpResponseStatusCode, reply.statusCode);
      if (reply.statusCode >= 500) entered.span.setStatus({ code: SpanStatusCode.ERROR });
      entered.span.end();
      record('http.server.request.duration', reply.elapsedTime / 1_000, {
        [attribute.httpRequestMethod]: request.method,
        [attribute.httpRoute]: request.routeOptions.url ?? '(none)',
        [attribute.httpResponseStatusCode]: reply.statusCode,
      });
    }
    done();
  });
}

/** `tracestate` is the caller's own text: taken on, it would travel with every event that the request causes. */
function traceHeaders({ headers: { traceparent } }: FastifyRequest): Record<string, string> {
  return typeof traceparent === 'string' ? { traceparent } : {};
}

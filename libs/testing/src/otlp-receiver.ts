// A small OTLP/HTTP receiver, so that tests see spans as a collector would, without one.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export type AttributeValue = string | number | boolean | readonly AttributeValue[];

/** A span as it was received. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly failed: boolean;
  /** Milliseconds since the epoch, with fractions. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, AttributeValue>>;
  }[];
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

/** Listens on a free port of the loopback. Close it in `afterAll`. */
export class OtlpReceiver {
  /** Everything received so far, in order of arrival. */
  readonly spans: ReceivedSpan[] = [];
  /** The raw bodies as text, for searching canaries. */
  readonly bodies: string[] = [];
  /** Answers are held back while this is true: a collector that hangs. */
  hanging = false;
  /** Status of the answers, e.g. 503 for a collector that refuses. */
  answer = 200;
  readonly #server: Server;
  readonly #forwardTo: string | undefined;
  readonly #forwarding = new Set<Promise<void>>();
  readonly #waiting = new Set<ServerResponse>();

  private constructor(server: Server, forwardTo: string | undefined) {
    this.#server = server;
    this.#forwardTo = forwardTo;
    server.on('request', (request, response) => this.#receive(request, response));
  }

  /** `forwardTo` gets all traces too, as they came: a real backend's address of OTLP over HTTP. */
  static async start({ forwardTo }: { readonly forwardTo?: string } = {}): Promise<OtlpReceiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new OtlpReceiver(server, forwardTo);
  }

  /** What goes into `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Spans that have all of these attributes. */
  withAttributes(wanted: Readonly<Record<string, AttributeValue>>): ReceivedSpan[] {
    const entries = Object.entries(wanted);
    return this.spans.filter(({ attributes }) =>
      entries.every(([name, value]) => attributes[name] === value),
    );
  }

  /** Spans of one name. */
  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** Answers when the backend has taken all that came. Throws when it took something not. */
  async forwarded(): Promise<void> {
    await Promise.all(this.#forwarding);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#forwarding);
    for (const response of this.#waiting) response.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', () => {
      if (this.hanging) {
        this.#waiting.add(response);
        return;
      }
      response.writeHead(this.#take(request, Buffer.concat(chunks)), { 'content-type': 'application/json' });
      response.end('{}');
    });
  }

  /** Answers the status to send back. */
  #take(request: IncomingMessage, body: Buffer): number {
    if (this.answer !== 200) return this.answer;
    if (!request.headers['content-type']?.startsWith('application/json')) return 415;
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
    this.bodies.push(text);
    if (request.url !== '/v1/traces') return 200;
    this.spans.push(...spansOf(JSON.parse(text) as TracesRequest));
    if (this.#forwardTo !== undefined) {
      const forwarding = forward(`${this.#forwardTo}/v1/traces`, text);
      forwarding.catch(() => undefined); // told by `forwarded`
      this.#forwarding.add(forwarding);
    }
    return 200;
  }
}

async function forward(address: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`the backend of traces answered ${answer.status} ${await answer.text()}`);
  await answer.body?.cancel();
}

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string | number;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values?: readonly AnyValue[] };
}

type KeyValues = readonly { readonly key: string; readonly value: AnyValue }[];

interface SpanMessage {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes?: KeyValues;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events?: readonly { readonly name: string; readonly attributes?: KeyValues }[];
  readonly status?: { readonly code?: number };
}

interface TracesRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: KeyValues };
    readonly scopeSpans?: readonly { readonly spans?: readonly SpanMessage[] }[];
  }[];
}

function spansOf(request: TracesRequest): ReceivedSpan[] {
  return (request.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource?.attributes)['service.name'] ?? '');
    return (scopeSpans ?? []).flatMap(({ spans }) => (spans ?? []).map((span) => received(service, span)));
  });
}

const STATUS_ERROR = 2;

function received(service: string, span: SpanMessage): ReceivedSpan {
  return {
    service,
    name: span.name,
    kind: kinds[span.kind] ?? 'unspecified',
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
    failed: span.status?.code === STATUS_ERROR,
    startedAt: Number(span.startTimeUnixNano) / 1e6,
    endedAt: Number(span.endTimeUnixNano) / 1e6,
    attributes: attributesOf(span.attributes),
    links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
    events: (span.events ?? []).map(({ name, attributes }) => ({
      name,
      attributes: attributesOf(attributes),
    })),
  };
}

function attributesOf(attributes: KeyValues = []): Record<string, AttributeValue> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: AnyValue): AttributeValue {
  if (value.intValue !== undefined) return Number(value.intValue);
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(valueOf);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? '';
}

// A real OTLP backend: a Jaeger that is named by the environment, or one that is started here when its program is there.
import { freePorts } from '@continuo/local-stack';
import { eventually } from '@continuo/testing';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why there is none; undefined when there is one. */
export const noJaeger = ((): string | undefined => {
  const { JAEGER_QUERY_URL: query, JAEGER_OTLP_URL: otlp } = process.env;
  if (query && otlp) return undefined;
  if (spawnSync('jaeger', ['version'], { stdio: 'ignore' }).error === undefined) return undefined;
  return 'no JAEGER_QUERY_URL with JAEGER_OTLP_URL, and no program `jaeger` on the PATH';
})();

interface Traces {
  readonly data: readonly { readonly traceID: string }[] | null;
}

export class Jaeger {
  private constructor(
    /** Where its query API answers. */
    readonly queryUrl: string,
    /** Where it takes OTLP over HTTP. */
    readonly otlpUrl: string,
    private readonly child?: ChildProcess,
  ) {}

  static async start(): Promise<Jaeger> {
    const { JAEGER_QUERY_URL: query, JAEGER_OTLP_URL: otlp } = process.env;
    if (query && otlp) return new Jaeger(query, otlp);
    const [http = 0, grpc = 0, receiver = 0] = await freePorts(3);
    const folder = await mkdtemp(join(tmpdir(), 'continuo-jaeger-'));
    const config = join(folder, 'jaeger.yaml');
    await writeFile(config, JSON.stringify(configOf({ http, grpc, receiver })));
    const child = spawn('jaeger', ['--config', config], { stdio: 'ignore' });
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const jaeger = new Jaeger(`http://127.0.0.1:${http}`, `http://127.0.0.1:${receiver}`, child);
    await eventually(async () => (await fetch(`${jaeger.queryUrl}/api/services`)).ok, {
      within: 30_000,
      every: 100,
      what: 'Jaeger being ready',
    });
    return jaeger;
  }

  /** Ids of the traces with a span that has this tag, whichever service it is of. */
  async tracesTagged(name: string, value: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const service of await this.#services()) {
      const tags = JSON.stringify({ [name]: value });
      const query = new URLSearchParams({ service, tags, limit: '1500', lookback: '6h' });
      const { data } = await this.#ask<Traces>(`/api/traces?${query.toString()}`);
      for (const { traceID } of data ?? []) found.add(traceID.padStart(32, '0'));
    }
    return [...found];
  }

  async stop(): Promise<void> {
    if (this.child === undefined || this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  async #services(): Promise<readonly string[]> {
    const { data } = await this.#ask<{ readonly data: readonly string[] | null }>('/api/services');
    return data ?? [];
  }

  async #ask<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.queryUrl}${path}`);
    if (!answer.ok) throw new Error(`Jaeger answered ${answer.status} to ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

/** Everything in memory, on ports of its own. */
function configOf({ http, grpc, receiver }: Readonly<Record<'http' | 'grpc' | 'receiver', number>>): object {
  const at = (port: number): { endpoint: string } => ({ endpoint: `127.0.0.1:${port}` });
  return {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
      telemetry: { metrics: { level: 'none' }, logs: { level: 'error' } },
    },
    extensions: {
      jaeger_query: { storage: { traces: 'memory' }, http: at(http), grpc: at(grpc) },
      jaeger_storage: { backends: { memory: { memory: { max_traces: 200_000 } } } },
    },
    receivers: { otlp: { protocols: { http: at(receiver) } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
  };
}

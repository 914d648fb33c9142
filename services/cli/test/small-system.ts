// A console, an issuer and one service in one small server, and a terminal that remembers what was said.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@continuo/service-kit';
import { run } from '../src/program.js';
import { Terminal } from '../src/terminal/terminal.js';

export const ISSUER_SECRET = 'a secret of the local issuer, long enough';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a path answers: a status and a body. `POST /path` goes before `/path`. */
export type Answers = Map<string, readonly [status: number, body: unknown]>;

export interface SmallSystem {
  readonly url: string;
  readonly answers: Answers;
  /** Bodies that were posted, by path. */
  readonly posted: Map<string, unknown>;
  continuo(...args: string[]): Promise<Said>;
  /** The same, with somebody who answers every question so. */
  continuoAnswering(answer: string, ...args: string[]): Promise<Said>;
  /** The same, ended by Ctrl-C once `until` is true of what was said. */
  continuoUntil(until: (out: string) => boolean, ...args: string[]): Promise<Said>;
  close(): Promise<void>;
}

export async function startSmallSystem(addresses: Record<string, string> = {}): Promise<SmallSystem> {
  const answers: Answers = new Map();
  const posted = new Map<string, unknown>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void (async () => {
        const path = request.url?.split('?')[0] ?? '/';
        const body = Buffer.concat(chunks).toString();
        // What an answer depends on in the query, or in the method, may be named with it; text is a picture.
        const special = answers.get(`${request.method ?? ''} ${path}`) ?? answers.get(request.url ?? '');
        const [status, answer] = special ?? (await answerOf(path, body));
        if (request.method === 'POST' && !path.startsWith('/issuer')) posted.set(path, JSON.parse(body));
        const isText = typeof answer === 'string';
        const type = isText ? 'text/vnd.mermaid; charset=utf-8' : 'application/json';
        response.writeHead(status, { 'content-type': type }).end(isText ? answer : JSON.stringify(answer));
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = new LocalIssuer({
    issuer: `${url}/issuer`,
    audience: 'continuo',
    secret: ISSUER_SECRET,
    nodeEnv: 'test',
  });
  const answerOf = async (path: string, body: string): Promise<readonly [number, unknown]> => {
    if (path === '/issuer/.well-known/openid-configuration') return [200, issuer.discovery()];
    if (path !== '/issuer/token')
      return answers.get(path) ?? [404, { code: 'not-found', detail: 'There is nothing here.' }];
    const form = new URLSearchParams(body);
    const result = await issuer.token({
      grantType: form.get('grant_type') ?? '',
      clientId: form.get('client_id') ?? undefined,
      clientSecret: form.get('client_secret') ?? undefined,
      roles: form.get('role')?.split(' '),
    });
    return result.ok ? [200, result.value] : [400, { error: result.refusal.code }];
  };
  const folder = mkdtempSync(join(tmpdir(), 'continuo-cli-'));
  const runFile = join(folder, 'run.json');
  writeFileSync(
    runFile,
    JSON.stringify({
      addresses: { gateway: url, ...addresses },
      processes: { cli: process.pid },
      writeKey: 'wk',
      issuer: `${url}/issuer`,
    }),
  );
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify({ issuerSecret: ISSUER_SECRET }));
  process.env.CONTINUO_RUN_FILE = runFile;
  return {
    url,
    answers,
    posted,
    continuo: (...args) => say(args),
    continuoAnswering: (answer, ...args) => say(args, undefined, answer),
    continuoUntil: (until, ...args) => say(args, until),
    close: () => {
      delete process.env.CONTINUO_RUN_FILE;
      rmSync(folder, { recursive: true });
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function say(
  args: readonly string[],
  until?: (out: string) => boolean,
  answer?: string,
): Promise<Said> {
  let out = '';
  let err = '';
  const interrupted = new AbortController();
  const terminal = new Terminal({
    out: {
      write: (text) => {
        out += text;
        if (until?.(out) === true) interrupted.abort();
      },
    },
    err: { write: (text) => (err += text) },
    colour: false,
    ...(answer !== undefined && {
      ask: (question: string) => {
        err += question;
        return Promise.resolve(answer);
      },
    }),
  });
  const code = await run(args, terminal, interrupted.signal);
  return { code, out, err };
}

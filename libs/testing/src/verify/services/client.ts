// A caller as real ones are: it repeats the same call, with the same key, until somebody gives it a final answer.
import { Agent, request as send } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface ClientCounts {
  /** Calls as their callers count them: one, however often it had to be repeated. */
  asked: number;
  answered: number;
  /** Sent again, because nobody answered or the answer was "later". */
  repeated: number;
  /** By what made a repetition necessary: `ECONNREFUSED`, `502`, … */
  readonly because: Record<string, number>;
}

/** A key that a killed process had taken is free again after a minute; then the whole way once more. */
const PATIENCE_MS = 150_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const TIMEOUT_MS = 20_000;

export class Client {
  readonly counts: ClientCounts = { asked: 0, answered: 0, repeated: 0, because: {} };
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });

  constructor(
    private readonly address: string,
    private readonly cancelled: AbortSignal,
  ) {}

  /** The final answer, or undefined when there was none within the caller's patience: it may have been done or not. */
  async ask(call: Call): Promise<Answer | undefined> {
    this.counts.asked += 1;
    const deadline = performance.now() + PATIENCE_MS;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const answer = await this.once(call);
      if (typeof answer !== 'string' && isFinal(answer)) {
        this.counts.answered += 1;
        return answer;
      }
      const why = typeof answer === 'string' ? answer : String(answer.status);
      this.counts.because[why] = (this.counts.because[why] ?? 0) + 1;
      if (performance.now() > deadline || this.cancelled.aborted) return undefined;
      this.counts.repeated += 1;
      await delay(pause / 2 + (Math.random() * pause) / 2);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  /** One attempt: an answer, or the name of what kept it away. */
  private once({ method = 'POST', path, headers, body }: Call): Promise<Answer | string> {
    return new Promise((resolve) => {
      const request = send(
        new URL(path, this.address),
        { method, agent: this.agent, headers: { ...headers, ...lengthOf(body) }, timeout: TIMEOUT_MS },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
          response.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'broken-off'));
        },
      );
      request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'timeout' })));
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unreachable'));
      request.end(body);
    });
  }
}

/** Anything but "it failed inside", "later", and "somebody is at it". */
function isFinal({ status, text }: Answer): boolean {
  if (status >= 500 || status === 429 || status === 0) return false;
  return !(status === 409 && text.includes('idempotency-key-in-flight'));
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

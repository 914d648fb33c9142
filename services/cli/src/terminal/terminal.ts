// Everything a command says: results on standard output, progress and warnings on standard error, colour on terminals.
import Table from 'cli-table3';
import { createColors } from 'picocolors';
import { describeDuration } from './durations.js';

export type OutputFormat = 'text' | 'json';

export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalOptions {
  readonly out: Sink;
  readonly err: Sink;
  readonly colour: boolean;
  /** Asks the person in front of it; left out where there is none. */
  readonly ask?: (question: string) => Promise<string>;
}

/** How well something is. */
export type Tone = 'good' | 'waiting' | 'bad' | 'quiet';

/** One line per row, aligned, without borders: easy to read, to grep and to cut. */
export interface TableOptions {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What to say when there is no row. */
  readonly empty: string;
}

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export class Terminal {
  format: OutputFormat = 'text';
  readonly colours: ReturnType<typeof createColors>;
  #progressShown = false;

  constructor(private readonly options: TerminalOptions) {
    this.colours = createColors(options.colour);
  }

  /** A line of the result. */
  line(text = ''): void {
    this.#clearProgress();
    this.options.out.write(`${text}\n`);
  }

  /** The result for programs: one JSON document, or one per line for streams. */
  json(value: unknown, { compact = false } = {}): void {
    this.line(JSON.stringify(value, jsonable, compact ? undefined : 2));
  }

  /** The result: `value` for programs, `text` for people. */
  result(value: unknown, text: () => void): void {
    if (this.format === 'json') this.json(value);
    else text();
  }

  /** Whether somebody can be asked. */
  get canAsk(): boolean {
    return this.options.ask !== undefined;
  }

  /** What the person answers; nothing where there is none. */
  async ask(question: string): Promise<string> {
    this.#clearProgress();
    return (await this.options.ask?.(question)) ?? '';
  }

  heading(text: string): void {
    this.line(this.colours.bold(text));
  }

  /** A remark beside the result; scripts don't see it. */
  note(text: string): void {
    this.#clearProgress();
    this.options.err.write(`${text}\n`);
  }

  table({ head, rows, empty }: TableOptions): void {
    if (rows.length === 0) return this.line(this.colours.dim(empty));
    const table = new Table({
      chars: BARE,
      style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
      head: head.map((title) => this.colours.dim(title)),
    });
    table.push(...rows.map((row) => [...row]));
    for (const each of table.toString().split('\n')) this.line(each.trimEnd());
  }

  tone(tone: Tone, text: string): string {
    const { green, yellow, red, dim } = this.colours;
    return { good: green, waiting: yellow, bad: red, quiet: dim }[tone](text);
  }

  /** Says on a terminal that work goes on; the line is replaced by the next one. Elsewhere it is silent. */
  progress(text: string): void {
    if (this.options.err.isTTY !== true || this.format === 'json') return;
    this.#progressShown = true;
    const width = (this.options.err.columns ?? 80) - 1;
    this.options.err.write(`\r\u001b[2K${this.colours.dim(text.slice(0, width))}`);
  }

  /** Runs work that may take long, saying so every second with the time it has taken. */
  async during<T>(what: string, work: Promise<T>): Promise<T> {
    const started = performance.now();
    this.progress(`${what} …`);
    const timer = setInterval(
      () => this.progress(`${what} … ${describeDuration(performance.now() - started)}`),
      1_000,
    );
    try {
      return await work;
    } finally {
      clearInterval(timer);
      this.#clearProgress();
    }
  }

  error(message: string, hint?: string): void {
    this.#clearProgress();
    if (this.format === 'json') {
      this.options.err.write(
        `${JSON.stringify({ error: message, ...(hint === undefined ? {} : { hint }) })}\n`,
      );
      return;
    }
    this.options.err.write(`${this.colours.red('error')} ${message}\n`);
    if (hint !== undefined) this.options.err.write(`      ${hint}\n`);
  }

  #clearProgress(): void {
    if (!this.#progressShown) return;
    this.#progressShown = false;
    this.options.err.write('\r\u001b[2K');
  }
}

function jsonable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

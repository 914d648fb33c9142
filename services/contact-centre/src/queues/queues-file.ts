// The queues as `queues.yaml` says them: checked once at the start, then looked up by name and by dialled number.
import { ok, refuse, type Result } from '@continuo/kernel';
import { z } from 'zod';

const word = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'a word of a-z, 0-9 and hyphens');
const spoken = z.string().trim().min(1).max(1_000);
const queueSchema = z.strictObject({
  title: z.string().min(1).max(100),
  /** E.164 numbers that lead here. */
  numbers: z
    .array(z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number like +41445550100'))
    .min(1)
    .max(100),
  /** What an agent must know, all of it. */
  skills: z.array(word).min(1).max(20),
  /** The voice's language. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'a language like en-GB')
    .default('en-GB'),
  greeting: spoken,
  /** What is said while a caller waits, again and again. */
  hold: spoken,
});
const fileSchema = z.strictObject({ queues: z.record(word, queueSchema) });

/** One queue with its name. */
export interface Queue extends z.output<typeof queueSchema> {
  readonly name: string;
}

/** All queues of this deployment. */
export class Queues {
  readonly #byName: ReadonlyMap<string, Queue>;
  readonly #byNumber: ReadonlyMap<string, Queue>;

  constructor(readonly all: readonly Queue[]) {
    this.#byName = new Map(all.map((queue) => [queue.name, queue]));
    this.#byNumber = new Map(all.flatMap((queue) => queue.numbers.map((number) => [number, queue] as const)));
  }

  named(name: string): Queue | undefined {
    return this.#byName.get(name);
  }

  /** The queue that a dialled number leads to. */
  of(dialled: string): Queue | undefined {
    return this.#byNumber.get(dialled.replace(/[\s()-]/g, ''));
  }
}

/** Reads what the file holds. Refuses it with the place and the rule of its first mistake. */
export function parseQueues(raw: unknown): Result<Queues, 'queues-invalid'> {
  const parsed = fileSchema.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse('queues-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
  }
  const all = Object.entries(parsed.data.queues).map(([name, queue]) => ({ name, ...queue }));
  if (all.length === 0) return refuse('queues-invalid', 'queues: there must be at least one');
  const numbers = all.flatMap((queue) => queue.numbers);
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (twice !== undefined) return refuse('queues-invalid', 'queues: a number leads to one queue only');
  return ok(new Queues(all));
}

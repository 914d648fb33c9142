// How the services of a scenario answer: which event a command gets, and when.
import type { CommandType } from '../language/catalogue.js';
import { ScenarioError, type AnswerSource, type Fields, type ServicesSource } from './scenario.js';
import { timeAfter } from './scenario-time.js';

const SECOND = 1_000;

export interface Answer {
  readonly type: string;
  readonly at: number;
  readonly fields: Fields;
}

export class Services {
  readonly #asked = new Map<string, number>();

  constructor(
    private readonly rules: ServicesSource,
    private readonly zone: string,
    private readonly path: readonly (string | number)[],
  ) {}

  /** The answer to a command that was sent now; null for one that is never answered. */
  answer(act: string, command: CommandType, now: number): Answer | null {
    const name = act in this.rules ? act : '*';
    const rule = this.rules[name];
    const path = [...this.path, name];
    if (rule === undefined) return this.#success(act, command, now);
    const times = this.#asked.get(act) ?? 0;
    this.#asked.set(act, times + 1);
    const chosen =
      typeof rule === 'string' || 'answer' in rule ? rule : rule[Math.min(times, rule.length - 1)];
    return this.#by(chosen as AnswerSource, command, now, path);
  }

  #success(act: string, command: CommandType, now: number): Answer | null {
    const done = [...command.answers].find(([, meaning]) => meaning === 'done');
    if (done === undefined)
      throw new ScenarioError(this.path, 'no-answer', `${act} has no success to answer with`);
    return { type: done[0], at: now + SECOND, fields: {} };
  }

  #by(
    source: AnswerSource,
    command: CommandType,
    now: number,
    path: readonly (string | number)[],
  ): Answer | null {
    const { answer, after, with: fields = {} } = typeof source === 'string' ? { answer: source } : source;
    if (answer === 'silence') return null;
    const type = answerNamed(answer, command);
    if (type === undefined) throw unknownAnswer(answer, command, path);
    const at = after === undefined ? now + SECOND : timeAfter(now, after, this.zone, path);
    return { type, at, fields };
  }
}

/** The answering type by its full name or its record's name. */
export function answerNamed(name: string, command: CommandType): string | undefined {
  return [...command.answers.keys()].find((type) => type === name || type.split('.').at(-2) === name);
}

export function unknownAnswer(
  name: string,
  command: CommandType,
  path: readonly (string | number)[],
): ScenarioError {
  const known = [...command.answers.keys()].map((type) => type.split('.').at(-2)).join(', ');
  return new ScenarioError(path, 'unknown-answer', `${name} answers no ${command.type}; what does: ${known}`);
}

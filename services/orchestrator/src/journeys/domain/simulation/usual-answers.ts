// How services usually answer, learnt from what was recorded: for commands that nobody really sent.
import type { ComparedDeed } from './compared-deeds.js';

/** One answer that was recorded. */
export interface AnswerSample {
  /** As definitions name the command. */
  readonly act: string;
  /** The answering event. */
  readonly type: string;
  /** Milliseconds from sending to answer. */
  readonly delay: number;
}

export interface UsualAnswer {
  readonly type: string;
  readonly delay: number;
  /** How many answers it was learnt from; 0: assumed. */
  readonly samples: number;
}

/** Of commands that were sent and answered among these deeds, of whichever instances: the first answer's type, the last one's delay. */
export function answerSamples(deeds: readonly ComparedDeed[]): readonly AnswerSample[] {
  const sent = new Map<string, { readonly act: string; readonly at: number }>();
  const answered = new Map<
    string,
    { readonly type: string; readonly first: number; readonly last: number }
  >();
  for (const [at, did, , commandId, what] of deeds) {
    if (commandId === null || what === null) continue;
    if (did === 'sent' && at < (sent.get(commandId)?.at ?? Infinity)) sent.set(commandId, { act: what, at });
    if (did !== 'answered') continue;
    const { type, first, last } = answered.get(commandId) ?? { type: what, first: at, last: at };
    answered.set(commandId, {
      type: at < first ? what : type,
      first: Math.min(first, at),
      last: Math.max(last, at),
    });
  }
  return [...answered].flatMap(([commandId, { type, last }]) => {
    const command = sent.get(commandId);
    return command === undefined || last < command.at
      ? []
      : { act: command.act, type, delay: last - command.at };
  });
}

/** The most frequent answer of each command, and the median of its delays. */
export function usualAnswers(samples: readonly AnswerSample[]): ReadonlyMap<string, UsualAnswer> {
  const delays = new Map<string, Map<string, number[]>>();
  for (const { act, type, delay } of samples) {
    const types = delays.get(act) ?? new Map<string, number[]>();
    delays.set(act, types);
    const own = types.get(type) ?? [];
    types.set(type, own);
    own.push(delay);
  }
  const usual = new Map<string, UsualAnswer>();
  for (const [act, types] of delays) {
    const [most] = [...types].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
    if (most === undefined) continue;
    const [type, own] = most;
    const ordered = [...own].sort((a, b) => a - b);
    usual.set(act, { type, delay: ordered[Math.floor(ordered.length / 2)] ?? 0, samples: own.length });
  }
  return usual;
}

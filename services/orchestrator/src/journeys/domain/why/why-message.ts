// Why one message went out, or did not: the chain from the journey's beginning to what came of it.
import type { JournalEntry } from '../engine/output.js';
import { whyOf, type WhyRecord } from './why-record.js';

export type MessageState = 'sent' | 'waiting' | 'held' | 'skipped' | 'failed' | 'left';

export interface WhyMessage {
  readonly commandId: string;
  readonly instanceId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly state: MessageState;
  /** One sentence. */
  readonly text: string;
  /** The entry, the way into the step, and everything about the message, in order. */
  readonly chain: readonly WhyRecord[];
}

/** The command of an answering event in this journal; null when the event answers none. */
export function commandAnsweredBy(journal: readonly JournalEntry[], eventId: string): string | null {
  const entry = journal.find(({ input }) => input['id'] === eventId);
  const command = entry?.input['commandId'];
  return typeof command === 'string' ? command : null;
}

/** Null when the journal knows nothing of the message (any more). */
export function whyMessage(journal: readonly JournalEntry[], commandId: string): WhyMessage | null {
  const own = journal.flatMap((entry) => whyOf(entry).filter((record) => record.commandId === commandId));
  const last = own.at(-1);
  const entry = journal.find(({ deeds }) => deeds.some((deed) => deed['commandId'] === commandId));
  if (last === undefined || entry === undefined) return null;
  const beginning = journal.flatMap((each) => whyOf(each, ['entered']));
  const ways = journal
    .flatMap((each) => whyOf(each, ['experiment', 'decision']))
    .filter(({ at }) => at <= last.at);
  const chain = [...beginning, ...ways, ...own].sort((a, b) => a.at - b.at);
  const ending = journal.flatMap((each) => whyOf(each, ['ended', 'exited'])).at(-1);
  const state = stateOf(last, ending !== undefined);
  const { journey, version, instance: instanceId } = entry;
  const step = last.step ?? entry.step;
  const isOver = state === 'left' && ending !== undefined;
  return {
    commandId,
    instanceId,
    journey,
    version,
    step,
    state,
    text: `${SAYS[state]}: ${isOver ? `the journey ${ending.text}` : last.text}`,
    chain: isOver ? [...chain, ending] : chain,
  };
}

const SAYS: Readonly<Record<MessageState, string>> = {
  sent: 'It went out',
  waiting: 'It was asked for and is not answered yet',
  held: 'It is held',
  skipped: 'It was left out',
  failed: 'It did not go out',
  left: 'It was given up before it went out',
};

function stateOf({ kind, inputs }: WhyRecord, isOver: boolean): MessageState {
  switch (kind) {
    case 'held':
      return isOver ? 'left' : 'held';
    case 'skipped':
      return 'skipped';
    case 'answered':
      return inputs['meaning'] === 'done' ? 'sent' : inputs['meaning'] === 'failed' ? 'failed' : 'skipped';
    default:
      return isOver ? 'left' : 'waiting';
  }
}

// What a record of why says, as the key of a text and what goes into it: the sentence itself is the languages' business.
import type { WhyKind, WhyRecord } from './why-api.js';

/** A sentence: `why:sentence.<key>` with these values. */
export interface Sentence<Key extends string = string> {
  readonly key: Key;
  readonly values: Readonly<Record<string, string | number>>;
}

export type SentenceKey =
  | Exclude<WhyKind, 'decision' | 'moved'>
  | 'answeredInRevision'
  | 'decided'
  | 'undecided'
  | 'migrated'
  | 'moved'
  | 'erased';

/** What would have to be otherwise; of rules that a text is there for. */
export type ChangeKey =
  | 'consent'
  | 'quiet'
  | 'cap'
  | 'matter'
  | 'segment'
  | 'unreachable'
  | 'stop'
  | 'paused'
  | 'late'
  | 'running'
  | 'again'
  | 'times'
  | 'audience'
  | 'crowd'
  | 'concurrency'
  | 'group'
  | 'holdout'
  | 'pace';

export function sentenceOf(record: WhyRecord): Sentence<SentenceKey> {
  const { kind, journey, inputs, step } = record;
  const said = (name: string): string => textOf(inputs[name]);
  const values = { journey, step: step ?? '', rule: record.rule ?? '' };
  switch (kind) {
    case 'experiment':
      return { key: 'experiment', values: { ...values, arm: said('arm'), experiment: said('experiment') } };
    case 'decision': {
      const winner = said('winner');
      return { key: winner === '' ? 'undecided' : 'decided', values: { ...values, winner } };
    }
    case 'sent':
      return { key: 'sent', values: { ...values, command: said('command'), attempt: said('attempt') } };
    case 'answered':
      return {
        key: inputs['templateRevision'] === undefined ? 'answered' : 'answeredInRevision',
        values: { ...values, meaning: said('meaning'), revision: said('templateRevision') },
      };
    case 'exited':
      return { key: 'exited', values: { ...values, outcome: said('outcome') } };
    case 'goal':
      return { key: 'goal', values: { ...values, goal: said('goal') } };
    case 'incident':
      return { key: 'incident', values: { ...values, code: record.rule ?? said('code') } };
    case 'operator':
      return { key: 'operator', values: { ...values, actor: said('actor') } };
    case 'moved':
      return inputs['to'] !== undefined && inputs['migration'] !== undefined
        ? { key: 'migrated', values: { ...values, from: said('from'), to: said('to') } }
        : { key: 'moved', values };
    case 'ended': {
      // That the customer was erased is told beside the end that it brought.
      const outcome = said('outcome');
      return { key: outcome === '' ? 'erased' : 'ended', values: { ...values, outcome } };
    }
    default:
      return { key: kind, values };
  }
}

/** Of what did not happen: what would have let it happen. Undefined where nothing more is known. */
export function changeOf(record: WhyRecord): Sentence<ChangeKey> | undefined {
  const { kind, rule, inputs } = record;
  if (!['declined', 'arbitration', 'held', 'skipped', 'held-out'].includes(kind)) return undefined;
  const key = byRule(kind, rule ?? '', inputs) ?? byInputs(inputs);
  return (
    key && {
      key,
      values: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, textOf(value)])),
    }
  );
}

function byRule(kind: WhyKind, rule: string, inputs: WhyRecord['inputs']): ChangeKey | undefined {
  if (kind === 'held-out' || rule === 'holdout') return 'holdout';
  switch (rule) {
    case 'stop':
      return 'stop';
    case 'journey-paused':
      return 'paused';
    case 'not-after':
      return 'late';
    case 'audience':
    case 'crowd':
    case 'concurrency':
    case 'group':
      return rule;
    case 'reentry':
      return inputs['running'] !== undefined ? 'running' : inputs['max'] !== undefined ? 'times' : 'again';
    default:
      return undefined;
  }
}

/** Rules of guardrails have names that an organisation gave them; what they looked at says which kind they are. */
function byInputs(inputs: WhyRecord['inputs']): ChangeKey | undefined {
  const has = (name: string): boolean => inputs[name] !== undefined;
  if (has('consent')) return 'consent';
  if (has('made') && has('max')) return 'cap';
  if (has('matter')) return 'matter';
  if (has('segment')) return 'segment';
  if (inputs['reachable'] === false) return 'unreachable';
  if (has('zone')) return 'quiet';
  return has('slot') ? 'pace' : undefined;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

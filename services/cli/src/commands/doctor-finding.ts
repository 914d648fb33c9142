// What a check of `doctor` answers.
import type { CommandContext } from './command.js';

/** One thing that was looked at. `advice` says what to do when it isn't well. */
export interface Finding {
  readonly what: string;
  readonly state: 'well' | 'warning' | 'wrong' | 'skipped';
  readonly detail: string;
  readonly advice?: string;
}

export type Check = (context: CommandContext) => Promise<readonly Finding[]>;

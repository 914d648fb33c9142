// What a service did by command: a command that comes again is answered with that, and nothing is done twice.
import { ignored } from '@continuo/kernel';
import type { OutgoingEvent, RecordAnswer, RecordContext } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/** The event that answers a command; command id and profile are those of the command. */
export type CommandAnswer = Pick<OutgoingEvent, 'type' | 'topic' | 'key' | 'value'>;

/** What came of carrying a command out. */
export interface CommandOutcome {
  readonly answer: CommandAnswer;
  /**
   * False for a failure that changed nothing: it is answered and forgotten, so that a later attempt of the same command
   * can succeed. @default true
   */
  readonly keep?: boolean;
  /** Further events of the same transaction. */
  readonly also?: readonly OutgoingEvent[];
}

/** How long an answer is known. */
const KEPT_DAYS = 30;

/** Injectable in every service with a database. */
@Injectable()
export class AnsweredCommands {
  /**
   * Carries a command out once: `act` runs for a new command id; a known one is answered as before. `act` answers
   * undefined when the answer comes later (an intent's worker gives it, with `keep` and `answerEvent`).
   * A record that is no command (it lacks command id or profile) is counted as `not-a-command`.
   */
  async once(
    { record, tx }: RecordContext,
    act: (command: {
      readonly commandId: string;
      readonly profileId: string;
    }) => Promise<CommandOutcome | undefined>,
  ): Promise<RecordAnswer> {
    const { commandid: commandId } = record.headers;
    const { profileId } = record;
    if (commandId === undefined || profileId === undefined) return ignored('not-a-command');
    const before = await this.find(tx, commandId);
    if (before !== undefined) return answerEvent(before, { commandId, profileId });
    const outcome = await act({ commandId, profileId });
    if (outcome === undefined) return ignored('answered-later');
    if (outcome.keep ?? true) await this.keep(tx, commandId, outcome.answer);
    return [...(outcome.also ?? []), answerEvent(outcome.answer, { commandId, profileId })];
  }

  /** The answer that a command was given before; undefined when it is new or not answered yet. */
  async find(tx: Transaction, commandId: string): Promise<CommandAnswer | undefined> {
    const { rows } = await tx.client.query<{ answer: CommandAnswer }>(
      'select answer from service_kit.answered_command where command_id = $1',
      [commandId],
    );
    return rows[0]?.answer;
  }

  /** Remembers what was done, and forgets what is too old to be asked for again. */
  async keep(tx: Transaction, commandId: string, answer: CommandAnswer): Promise<void> {
    await tx.client.query(
      `insert into service_kit.answered_command (command_id, answer) values ($1, $2) on conflict do nothing`,
      [commandId, JSON.stringify(answer)],
    );
    await tx.client.query(
      `delete from service_kit.answered_command where command_id in (
         select command_id from service_kit.answered_command
         where answered_at < now() - make_interval(days => $1) limit 10)`,
      [KEPT_DAYS],
    );
  }
}

/** The answer as an event under the profile that the command speaks of; the platform follows it through merges. */
export function answerEvent(
  answer: CommandAnswer,
  command: { readonly commandId: string; readonly profileId: string },
): OutgoingEvent {
  return { ...answer, ...command };
}

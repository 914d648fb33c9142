// What a service did by command: a command that comes again is answered with that, and nothing is done twice.
import { ignored, type Ignored } from '@continuo/kernel';
import type { OutgoingEvent, RecordAnswer, RecordContext } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/** The event that answers a command; command id and profile are those of the command. */
export type CommandAnswer = Pick<OutgoingEvent, 'type' | 'topic' | 'key' | 'value'>;

/** Which command, and for whom. */
export interface Command {
  readonly commandId: string;
  readonly profileId: string;
}

type Incoming = Pick<RecordContext, 'record' | 'tx'>;

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
   * Carries a command out once: `act` runs for a new command id; a known one is answered as before. Where there is
   * nothing to do and nobody to answer, `act` says why. A record that is no command (it lacks command id or profile) is
   * counted as `not-a-command`. The same id may come by two partitions at once, under both profiles of a merge: the
   * second waits for the first's end.
   */
  async once(
    { record, tx }: Incoming,
    act: (command: Command) => Promise<CommandOutcome | Ignored>,
  ): Promise<RecordAnswer> {
    const command = commandOf(record);
    if (command === undefined) return ignored('not-a-command');
    const { commandId } = command;
    const isOurs = await this.claim(tx, commandId);
    const before = isOurs ? undefined : await this.find(tx, commandId);
    if (before !== undefined) return answerEvent(before, command);
    const outcome = await act(command);
    if ('answer' in outcome && (outcome.keep ?? true)) await this.keep(tx, commandId, outcome.answer);
    else await this.unclaim(tx, commandId);
    if ('ignored' in outcome) return outcome;
    return [...(outcome.also ?? []), answerEvent(outcome.answer, command)];
  }

  /**
   * For commands whose answer comes later, from an intent's worker by `keep` and `answerEvent`: a known one is answered
   * as before, else `accept` says what is ignored and why. It locks nothing, so that a worker which has locked what it
   * settles can keep its answer: what `accept` writes must itself be there once by the command's id.
   */
  async later(
    { record, tx }: Incoming,
    accept: (command: Command) => Promise<Ignored>,
  ): Promise<RecordAnswer> {
    const command = commandOf(record);
    if (command === undefined) return ignored('not-a-command');
    const before = await this.find(tx, command.commandId);
    return before === undefined ? accept(command) : answerEvent(before, command);
  }

  /** Remembers what was done, and forgets what is too old to be asked for again. */
  async keep(tx: Transaction, commandId: string, answer: CommandAnswer): Promise<void> {
    await tx.client.query(
      `insert into service_kit.answered_command as known (command_id, answer) values ($1, $2)
       on conflict (command_id) do update set answer = excluded.answer where known.answer = 'null'`,
      [commandId, JSON.stringify(answer)],
    );
    await tx.client.query(
      `delete from service_kit.answered_command where command_id in (
         select command_id from service_kit.answered_command
         where answered_at < now() - make_interval(days => $1) limit 10)`,
      [KEPT_DAYS],
    );
  }

  private async find(tx: Transaction, commandId: string): Promise<CommandAnswer | undefined> {
    const { rows } = await tx.client.query<{ answer: CommandAnswer | null }>(
      'select answer from service_kit.answered_command where command_id = $1',
      [commandId],
    );
    return rows[0]?.answer ?? undefined;
  }

  /** A row without an answer, which nobody else sees: true when the command is new. Waits for who has it in hand. */
  private async claim(tx: Transaction, commandId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into service_kit.answered_command (command_id, answer) values ($1, 'null') on conflict do nothing`,
      [commandId],
    );
    return rowCount === 1;
  }

  private async unclaim(tx: Transaction, commandId: string): Promise<void> {
    await tx.client.query(
      `delete from service_kit.answered_command where command_id = $1 and answer = 'null'`,
      [commandId],
    );
  }
}

/** The answer as an event under the profile that the command speaks of; the platform follows it through merges. */
export function answerEvent(answer: CommandAnswer, command: Command): OutgoingEvent {
  return { ...answer, ...command };
}

function commandOf({ headers, profileId }: RecordContext['record']): Command | undefined {
  const { commandid: commandId } = headers;
  return commandId === undefined || profileId === undefined ? undefined : { commandId, profileId };
}

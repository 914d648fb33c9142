// What was sent, by command: a command that comes again is answered with what was done, not done again.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';
import type { Answer } from './domain/answer.js';

/** How long the answer to a command is known. */
const keptDays = 30;

@Injectable()
export class MessagesStore {
  /** The answer that a command was given before; undefined when it is new. */
  async answered(tx: Transaction, commandId: string): Promise<Answer | undefined> {
    const { rows } = await tx.client.query<{ answer: Answer }>(
      'select answer from sent_message where command_id = $1',
      [commandId],
    );
    return rows[0]?.answer;
  }

  /** Remembers what was done, and forgets what is too old to be asked for again. */
  async remember(tx: Transaction, commandId: string, profileId: string, answer: Answer): Promise<void> {
    await tx.client.query('insert into sent_message (command_id, profile_id, answer) values ($1, $2, $3)', [
      commandId,
      profileId,
      JSON.stringify(answer),
    ]);
    await tx.client.query(
      `delete from sent_message where command_id in (
         select command_id from sent_message where answered_at < now() - make_interval(days => $1) limit 10)`,
      [keptDays],
    );
  }
}

// What was done with tasks and by whom, refused attempts at decisions too; and commands that were closed before they came.
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';

export interface HistoryEntry {
  readonly action: string;
  /** Opaque subject of the token; null: the journey. */
  readonly subject: string | null;
  /** What came of it, or the rule that refused it. */
  readonly code: string | null;
  /** Of a handover: for whom it is from then on. */
  readonly role: string | null;
  readonly delegate: string | null;
}

export interface StoredEntry extends HistoryEntry {
  readonly id: number;
  readonly at: Date;
}

@Injectable()
export class TaskHistoryStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('collaboration.task_history', 'task_history'));
    personalData.add(personalRows('collaboration.task_closed_before', 'task_closed_before'));
  }

  /** False when a refused attempt of this kind stands there already. */
  async write(
    tx: Transaction,
    task: { readonly taskId: string; readonly profileId: string },
    at: Date,
    { action, subject, code, role, delegate }: HistoryEntry,
  ): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into task_history (task_id, profile_id, at, action, subject, code, role, delegate)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [task.taskId, task.profileId, at, action, subject, code, role, delegate],
    );
    return rowCount === 1;
  }

  /** Oldest first. */
  async list(
    tx: Transaction,
    taskId: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly StoredEntry[]> {
    const { rows } = await tx.client.query<StoredEntry>(
      `select id::float8 as id, at, action, subject, code, role, delegate from task_history
       where task_id = $1 and id > $2 order by id limit $3`,
      [taskId, page.after, page.limit],
    );
    return rows;
  }

  /** Creating and closing by one command wait for each other: both may come at once, by two partitions of a merge. */
  async lockCommand(tx: Transaction, commandId: string): Promise<void> {
    await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`task ${commandId}`]);
  }

  async closeBefore(tx: Transaction, commandId: string, profileId: string): Promise<void> {
    await tx.client.query(
      'insert into task_closed_before (command_id, profile_id) values ($1, $2) on conflict do nothing',
      [commandId, profileId],
    );
  }

  async wasClosedBefore(tx: Transaction, commandId: string): Promise<boolean> {
    const { rows } = await tx.client.query('select from task_closed_before where command_id = $1', [
      commandId,
    ]);
    return rows.length > 0;
  }
}

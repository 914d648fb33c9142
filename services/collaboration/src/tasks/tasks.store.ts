// Tasks in the database, with the notes that people wrote, and who read those.
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { TaskDetails } from './domain/new-task.js';
import type { TaskFacts, TaskState } from './domain/task.js';

/** The command that asked for it: what comes of it is told as its consequence. */
export interface TaskCause {
  readonly id: string;
  readonly correlationId: string;
  readonly hops: number;
}

export interface StoredTask extends TaskFacts {
  readonly taskId: string;
  readonly taskType: string;
  readonly orderId: string | null;
  readonly caseId: string | null;
  readonly profileId: string;
  /** The command that created it: a decision answers it, and further commands name the task by it. */
  readonly commandId: string | null;
  readonly dueAt: Date | null;
  readonly details: TaskDetails;
  readonly createdAt: Date;
  readonly claimedAt: Date | null;
  readonly endedAt: Date | null;
  /** What the person who did it wrote: personal, and shown by itself only. */
  readonly note: string | null;
  readonly version: number;
  readonly cause: TaskCause;
}

export type NewTask = Pick<
  StoredTask,
  | 'taskId'
  | 'taskType'
  | 'role'
  | 'orderId'
  | 'caseId'
  | 'profileId'
  | 'commandId'
  | 'dueAt'
  | 'outcomes'
  | 'closesAt'
  | 'notBy'
  | 'details'
  | 'createdAt'
  | 'cause'
>;

/** A task locked for a change, with the database's time. */
export interface LockedTask {
  readonly task: StoredTask;
  readonly now: Date;
}

export interface TaskPage {
  readonly role?: string;
  readonly state?: TaskState;
  readonly taskType?: string;
  /** All profiles of one person. */
  readonly profileIds?: readonly string[];
  /** Claimed by somebody, or not by them. */
  readonly claimedBy?: { readonly subject: string; readonly is: boolean };
  /** Handed by name to this subject. */
  readonly delegate?: string;
  readonly dueBefore?: Date;
  /** Where the page begins: due time (null: without one) and id of the last task before it. */
  readonly after?: { readonly dueAt: Date | null; readonly taskId: string };
  readonly limit: number;
}

const columns = `task_id as "taskId", task_type as "taskType", role, order_id as "orderId", case_id as "caseId",
  profile_id as "profileId", due_at as "dueAt", state, claimed_by as "claimedBy", claimed_at as "claimedAt", outcome,
  ended_at as "endedAt", note, created_at as "createdAt", version, cause, command_id as "commandId", outcomes,
  (extract(epoch from closes_at) * 1000)::float8 as "closesAt", not_by as "notBy", delegate, details`;
/** Tasks without a due time come last. */
const due = `coalesce(due_at, 'infinity'::timestamptz)`;

@Injectable()
export class TasksStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('collaboration.task', 'task'));
    personalData.add(personalRows('collaboration.task_access', 'task_access'));
  }

  async insert(tx: Transaction, task: NewTask): Promise<void> {
    await tx.client.query(
      `insert into task (task_id, task_type, role, order_id, case_id, profile_id, due_at, created_at, cause, command_id,
         outcomes, closes_at, not_by, details)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($12::float8 / 1000), $13, $14)`,
      [
        task.taskId,
        task.taskType,
        task.role,
        task.orderId,
        task.caseId,
        task.profileId,
        task.dueAt,
        task.createdAt,
        JSON.stringify(task.cause),
        task.commandId,
        task.outcomes,
        task.closesAt,
        task.notBy,
        JSON.stringify(task.details),
      ],
    );
  }

  async find(tx: Transaction, taskId: string): Promise<StoredTask | undefined> {
    const { rows } = await tx.client.query<StoredTask>(`select ${columns} from task where task_id = $1`, [
      taskId,
    ]);
    return rows[0];
  }

  /** Locks a task until the end of the transaction: of two who claim it, the second sees the first. */
  async lock(tx: Transaction, taskId: string): Promise<LockedTask | undefined> {
    return this.lockBy(tx, 'task_id', taskId);
  }

  /** The same, by the command that created it. */
  async lockByCommand(tx: Transaction, commandId: string): Promise<LockedTask | undefined> {
    return this.lockBy(tx, 'command_id', commandId);
  }

  private async lockBy(
    tx: Transaction,
    column: 'task_id' | 'command_id',
    id: string,
  ): Promise<LockedTask | undefined> {
    const { rows } = await tx.client.query<StoredTask>(
      `select ${columns} from task where ${column} = $1 for update`,
      [id],
    );
    const [task] = rows;
    if (task === undefined) return undefined;
    // A statement of its own: the time after the lock was got, not before it was waited for.
    const clock = await tx.client.query<{ now: Date }>('select clock_timestamp() as now');
    return { task, now: clock.rows[0]?.now ?? new Date() };
  }

  async change(
    tx: Transaction,
    taskId: string,
    change: Pick<
      StoredTask,
      'state' | 'claimedBy' | 'outcome' | 'claimedAt' | 'endedAt' | 'note' | 'role' | 'delegate'
    >,
  ): Promise<StoredTask | undefined> {
    const { rows } = await tx.client.query<StoredTask>(
      `update task set state = $2, claimed_by = $3, outcome = $4, claimed_at = $5, ended_at = $6, note = $7, role = $8,
         delegate = $9, version = version + 1
       where task_id = $1 returning ${columns}`,
      [
        taskId,
        change.state,
        change.claimedBy,
        change.outcome,
        change.claimedAt,
        change.endedAt,
        change.note,
        change.role,
        change.delegate,
      ],
    );
    return rows[0];
  }

  /** By due time, those without one last. */
  async list(tx: Transaction, page: TaskPage): Promise<readonly StoredTask[]> {
    const { rows } = await tx.client.query<StoredTask>(
      `select ${columns} from task
       where ($1::text is null or role = $1) and ($2::text is null or state = $2)
         and ($3::text is null or task_type = $3) and ($4::timestamptz is null or due_at < $4)
         and ($5::uuid is null or (${due}, task_id) > (coalesce($6::timestamptz, 'infinity'), $5))
         and ($7::uuid[] is null or profile_id = any($7))
         and ($8::text is null or (claimed_by is not distinct from $8) = $9::boolean)
         and ($10::text is null or delegate = $10)
       order by ${due}, task_id limit $11`,
      [
        page.role ?? null,
        page.state ?? null,
        page.taskType ?? null,
        page.dueBefore ?? null,
        page.after?.taskId ?? null,
        page.after?.dueAt ?? null,
        page.profileIds ?? null,
        page.claimedBy?.subject ?? null,
        page.claimedBy?.is ?? null,
        page.delegate ?? null,
        page.limit,
      ],
    );
    return rows;
  }

  /** Writes down who read a note, before it is handed out. */
  async recordAccess(
    tx: Transaction,
    { taskId, profileId }: Pick<StoredTask, 'taskId' | 'profileId'>,
    reader: { readonly subject: string; readonly client?: string },
  ): Promise<void> {
    await tx.client.query(
      'insert into task_access (subject, client, task_id, profile_id) values ($1, $2, $3, $4)',
      [reader.subject, reader.client ?? null, taskId, profileId],
    );
  }
}

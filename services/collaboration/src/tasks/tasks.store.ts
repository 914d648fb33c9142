// Tasks in the database, with the notes that people wrote, and who read those.
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
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
  readonly dueAt: Date | null;
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
  'taskId' | 'taskType' | 'role' | 'orderId' | 'caseId' | 'profileId' | 'dueAt' | 'createdAt' | 'cause'
>;

export interface TaskPage {
  readonly role?: string;
  readonly state?: TaskState;
  readonly taskType?: string;
  /** All profiles of one person. */
  readonly profileIds?: readonly string[];
  /** Claimed by somebody, or not by them. */
  readonly claimedBy?: { readonly subject: string; readonly is: boolean };
  readonly dueBefore?: Date;
  /** Where the page begins: due time (null: without one) and id of the last task before it. */
  readonly after?: { readonly dueAt: Date | null; readonly taskId: string };
  readonly limit: number;
}

const columns = `task_id as "taskId", task_type as "taskType", role, order_id as "orderId", case_id as "caseId",
  profile_id as "profileId", due_at as "dueAt", state, claimed_by as "claimedBy", claimed_at as "claimedAt", outcome,
  ended_at as "endedAt", note, created_at as "createdAt", version, cause`;
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
      `insert into task (task_id, task_type, role, order_id, case_id, profile_id, due_at, created_at, cause)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
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
  async lock(tx: Transaction, taskId: string): Promise<StoredTask | undefined> {
    const { rows } = await tx.client.query<StoredTask>(
      `select ${columns} from task where task_id = $1 for update`,
      [taskId],
    );
    return rows[0];
  }

  async change(
    tx: Transaction,
    taskId: string,
    change: Pick<StoredTask, 'state' | 'claimedBy' | 'outcome' | 'claimedAt' | 'endedAt' | 'note'>,
  ): Promise<StoredTask | undefined> {
    const { rows } = await tx.client.query<StoredTask>(
      `update task set state = $2, claimed_by = $3, outcome = $4, claimed_at = $5, ended_at = $6, note = $7,
         version = version + 1
       where task_id = $1 returning ${columns}`,
      [taskId, change.state, change.claimedBy, change.outcome, change.claimedAt, change.endedAt, change.note],
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
       order by ${due}, task_id limit $10`,
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

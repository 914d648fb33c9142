// Keeps what a call with an Idempotency-Key was answered, so that a repeated call gets the same and does nothing twice.
import type { Database, Transaction } from '@continuo/persistence';
import { seal, unseal, type CallSecret } from './sealed-answer.js';

export interface StoredAnswer {
  readonly status: number;
  /** Only the ones that belong to the answer: location, etag. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Claim =
  /** Nobody has done this: do it, then `complete` or `release`. */
  | { readonly kind: 'claimed' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'in-flight' }
  | { readonly kind: 'other-request' };

interface AnswerRow {
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: string | null;
  readonly sealed: Buffer | null;
}

const LEASE_SECONDS = 60;
const KEPT_HOURS = 24;
const SWEEP_EVERY = 200;
const SWEEP_AFTER_MS = 60 * 60 * 1_000;

/**
 * The store. A key belongs to its caller: two callers may use the same one. Bodies are sealed with the call, so that a
 * copy of the table shows nothing of them, and an erasure has nothing to look for; they are gone after a day.
 */
export class StoredAnswers {
  #claims = 0;
  #sweptAt = Date.now();

  constructor(private readonly database: Database) {}

  /**
   * Takes the key, or says who has it. A call that died while it was in flight gives its key free after a minute; a key
   * older than a day is as good as new.
   */
  async claim(caller: string, key: string, secret: CallSecret): Promise<Claim> {
    const { fingerprint } = secret;
    this.#claims += 1;
    const late = Date.now() - this.#sweptAt > SWEEP_AFTER_MS;
    if (late || this.#claims % SWEEP_EVERY === 0) await this.#sweep();
    const claimed = await this.database.query(
      `insert into service_kit.stored_answer as known (caller, key, fingerprint, lease_until)
       values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))
       on conflict (caller, key) do update
         set fingerprint = excluded.fingerprint, claimed_at = clock_timestamp(), lease_until = excluded.lease_until,
             status = null, headers = null, body = null,
             sealed = null
         where known.claimed_at < clock_timestamp() - make_interval(hours => $5)
            or (known.status is null and known.lease_until < clock_timestamp()
                and known.fingerprint = excluded.fingerprint)
       returning 1`,
      [caller, key, fingerprint, LEASE_SECONDS, KEPT_HOURS],
    );
    if (claimed.length > 0) return { kind: 'claimed' };
    const [row] = await this.database.query<AnswerRow & Record<string, unknown>>(
      `select fingerprint, status, headers, body, sealed from service_kit.stored_answer
       where caller = $1 and key = $2`,
      [caller, key],
    );
    // Released between the two statements: whoever had it failed, and the caller may try again.
    if (row === undefined) return { kind: 'in-flight' };
    if (!row.fingerprint.equals(fingerprint)) return { kind: 'other-request' };
    if (row.status === null) return { kind: 'in-flight' };
    return {
      kind: 'answered',
      answer: {
        status: row.status,
        headers: row.headers ?? {},
        body: row.sealed === null ? (row.body ?? '') : unseal(secret, row.sealed),
      },
    };
  }

  /**
   * Stores the answer; in the transaction of the effect when one is given, and then nothing is ever done twice. False
   * when somebody else has answered this call meanwhile, whose effect is the one that counts.
   */
  async complete(
    caller: string,
    key: string,
    secret: CallSecret,
    answer: StoredAnswer,
    tx?: Transaction,
  ): Promise<boolean> {
    const statement = `update service_kit.stored_answer set status = $3, headers = $4, sealed = $5
      where caller = $1 and key = $2 and status is null returning 1`;
    const values = [caller, key, answer.status, JSON.stringify(answer.headers), seal(secret, answer.body)];
    if (tx === undefined) return (await this.database.query(statement, values)).length === 1;
    return (await tx.client.query(statement, values)).rowCount === 1;
  }

  /** Gives the key free: the call changed nothing, so it may be tried again. */
  async release(caller: string, key: string): Promise<void> {
    await this.database.query(
      'delete from service_kit.stored_answer where caller = $1 and key = $2 and status is null',
      [caller, key],
    );
  }

  /** Old answers go in portions, beside the calls that come anyway. */
  async #sweep(): Promise<void> {
    this.#sweptAt = Date.now();
    await this.database.query(
      `delete from service_kit.stored_answer where (caller, key) in (
         select caller, key from service_kit.stored_answer
         where claimed_at < clock_timestamp() - make_interval(hours => $1) limit 1000)`,
      [KEPT_HOURS],
    );
  }
}

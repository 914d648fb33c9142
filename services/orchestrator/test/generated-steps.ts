// Turns generated seeds into the steps of a definition that compiles: every step is reached, every loop waits.
import type { StepSource } from '../src/journeys/domain/language/definition.js';

export type Steps = Record<string, StepSource>;

/** A step to come, whose place is not known yet: `jump` picks one of the steps that it may lead to. */
export type Seed =
  | {
      readonly kind: 'act';
      readonly send: boolean;
      readonly attempts: number;
      readonly undo: boolean;
      readonly jumps: readonly (number | null)[];
    }
  | { readonly kind: 'wait'; readonly events: readonly WaitSeed[]; readonly time: TimeSeed }
  | { readonly kind: 'choose'; readonly when: string; readonly jump: number }
  | { readonly kind: 'set'; readonly value: string }
  | { readonly kind: 'stop'; readonly when: string; readonly undo: boolean }
  | {
      readonly kind: 'parallel';
      readonly join: 'all' | 'any';
      readonly branches: readonly (readonly Seed[])[];
    }
  | {
      readonly kind: 'journey';
      readonly which: number;
      readonly key: string;
      readonly awaited: boolean;
      readonly leave: boolean;
      readonly jumps: readonly (number | null)[];
    };

export interface WaitSeed {
  readonly on: string;
  readonly since: 'entry' | 'step';
  readonly restart: boolean;
  /** From 0 up to 1 over all steps beside it: a wait may lead back. */
  readonly to: number;
}

export type TimeSeed =
  { readonly after: string } | { readonly until: string; readonly zone?: string; readonly at?: string };

/** Turns seeds into steps with names of their own. What follows the last one is `after`. */
export class StepBuilder {
  #count = 0;

  constructor(private readonly others: readonly string[]) {}

  /** The steps of a list, in order; `after` is where the last one leads to. */
  list(seeds: readonly Seed[], after: string): Steps {
    const names = seeds.map(({ kind }) => `${kind}-${(this.#count += 1)}`);
    const steps: Steps = {};
    for (const [at, seed] of seeds.entries()) {
      const name = names[at] ?? '';
      const ahead = [...names.slice(at + 1), after];
      const next = ahead[0] ?? after;
      const to = (place: number | null | undefined): string | undefined =>
        place === null || place === undefined ? undefined : ahead[place % ahead.length];
      steps[name] = this.#step(name, seed, next, to, [...names, after]);
      if (seed.kind === 'stop') steps[`end-${name}`] = { end: 'stopped', undo: seed.undo };
    }
    return steps;
  }

  #step(
    name: string,
    seed: Seed,
    next: string,
    to: (place: number | null | undefined) => string | undefined,
    all: readonly string[],
  ): StepSource {
    switch (seed.kind) {
      case 'act':
        return act(seed, next, to);
      case 'wait':
        return wait(seed, next, all);
      case 'choose':
        return {
          office: 'middle',
          choose: [
            { when: seed.when, next: to(seed.jump) ?? next },
            { else: true, next },
          ],
        };
      case 'set':
        return { office: 'middle', set: { n: seed.value }, next };
      case 'stop':
        return {
          office: 'middle',
          choose: [
            { when: seed.when, next: `end-${name}` },
            { else: true, next },
          ],
        };
      case 'parallel': {
        const branches = seed.branches.map(
          (inner, at) => [`b${at}`, { steps: this.list(inner, name) }] as const,
        );
        return { office: 'middle', parallel: seed.join, branches: Object.fromEntries(branches), next };
      }
      case 'journey': {
        const [outcome, timedOut, failed] = seed.jumps.map(to);
        const waited = {
          timeout: 'PT6H',
          onTimeout: seed.leave ? ('leave' as const) : ('cancel' as const),
          ...(outcome === undefined ? {} : { outcomes: { over: outcome } }),
          ...(timedOut === undefined ? {} : { timedOut }),
        };
        return {
          office: 'middle',
          journey: this.others[seed.which % this.others.length] ?? '',
          key: seed.key,
          with: { n: '2' },
          await: seed.awaited,
          ...(seed.awaited ? waited : {}),
          ...(failed === undefined ? {} : { failed }),
          next,
        };
      }
    }
  }
}

function act(
  { send, attempts, undo, jumps }: Extract<Seed, { kind: 'act' }>,
  next: string,
  to: (place: number | null | undefined) => string | undefined,
): StepSource {
  const [failed, refused, timedOut] = jumps.map(to);
  return {
    office: 'back',
    ...(send
      ? { act: 'collaboration.AlertStaff', with: { placeId: 'vars.storeId', orderId: 'key' } }
      : { act: 'operations.ReserveStock', with: { orderId: 'key' } }),
    retry: { attempts, backoff: 'PT10S' },
    timeout: 'PT30M',
    ...(undo ? { compensate: { act: 'operations.ReleaseStock', with: { orderId: 'key' } } } : {}),
    ...(failed === undefined ? {} : { failed }),
    ...(refused === undefined ? {} : { refused }),
    ...(timedOut === undefined ? {} : { timedOut }),
    next,
  };
}

function wait(
  { events, time }: Extract<Seed, { kind: 'wait' }>,
  next: string,
  all: readonly string[],
): StepSource {
  const branches = events.map(({ on, since, restart, to }) => {
    const type = `continuo.${on}.v1`;
    return restart
      ? { on: type, restart: true as const }
      : { on: type, since, next: all[Math.floor(to * all.length)] ?? next };
  });
  return { office: 'back', wait: [...branches, { ...time, next }] };
}

// What a journey waits for, as the orchestrator tells it, taken apart: its codes are named in the chosen language.

export type Wait =
  | { readonly kind: 'event'; readonly type: string; readonly when: string; readonly anew: boolean }
  /** `ms` where the time is written as such, and not computed. */
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'held' | 'journey' | 'branch'; readonly name: string }
  /** In the service's own words. */
  | { readonly kind: 'told'; readonly text: string };

const EVENT = /^(continuo\.[\w.]+\.v\d+)(?: when (.+?))?( \(begins anew\))?$/;
const NAMED = {
  held: /^what holds it back: (.+)$/,
  journey: /^the end of ([a-z0-9-]+)$/,
  branch: /^branch ([\w-]+)$/,
} as const;

export function waitOf(text: string): Wait {
  const [, type, when = '', anew] = EVENT.exec(text) ?? [];
  if (type !== undefined) return { kind: 'event', type, when, anew: anew !== undefined };
  for (const kind of ['held', 'journey', 'branch'] as const) {
    const name = NAMED[kind].exec(text)?.[1];
    if (name !== undefined) return { kind, name };
  }
  const ms = text.startsWith('after ') ? durationOf(text.slice('after '.length)) : undefined;
  return ms === undefined ? { kind: 'told', text } : { kind: 'time', ms };
}

const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SIZES = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of `PT4H`; undefined for what is no such text. Months and years have no length of their own. */
export function durationOf(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (found === null) return undefined;
  return SIZES.reduce((sum, size, at) => sum + size * Number(found[at + 1] ?? 0), 0);
}

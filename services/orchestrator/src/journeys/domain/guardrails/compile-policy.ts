// Turns a policy into what the guard runs, or says everything that is wrong with it at once.
import type { DefinitionProblem } from '../language/definition.js';
import { compileSpan } from '../language/duration.js';
import type { ContactMade } from '../engine/memory.js';
import {
  WEEKDAYS,
  type AppliesTo,
  type Cap,
  type CapSource,
  type Matters,
  type Policy,
  type PolicySource,
  type QuietHours,
  type QuietHoursSource,
} from './policy.js';

export type CompiledPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] };

type Path = readonly (string | number)[];

const DAY = 86_400_000;
const LONGEST = 366 * DAY;
/** What the caps of a policy may look at in all: it bounds what is remembered of a customer. */
const MOST_COUNTED = 512;
const KINDS = ['suppression', 'consent', 'quietHours', 'matters', 'caps', 'pace'] as const;

/** Compiles a policy. Its shape must be right already (guardrails.schema.json). */
export function compilePolicy(source: PolicySource): CompiledPolicy {
  const checks = new Checks();
  checks.zone(source.timeZone, ['timeZone']);
  for (const kind of KINDS) checks.names(source[kind] ?? [], kind);
  const holdAtMost = checks.time(source.holdAtMost, ['holdAtMost']) ?? 7 * DAY;
  const remember = checks.time(source.remember, ['remember']) ?? 0;
  const caps = (source.caps ?? []).map((cap, at) => compileCap(cap, ['caps', at], checks));
  const matters = (source.matters ?? []).map((each, at): Matters => ({
    ...ruleOf('matters', each),
    while: new Set(each.while),
    then: each.then,
    atMost: checks.time(each.atMost, ['matters', at, 'atMost']) ?? holdAtMost,
  }));
  checks.counted(caps);
  const quietHours = (source.quietHours ?? []).map((each, at) =>
    compileQuietHours(each, ['quietHours', at], checks),
  );
  if (checks.problems.length > 0) return { ok: false, problems: checks.problems };
  return { ok: true, policy: policyOf(source, { holdAtMost, remember, caps, matters, quietHours }) };
}

interface Compiled extends Pick<Policy, 'holdAtMost' | 'caps' | 'matters' | 'quietHours'> {
  readonly remember: number;
}

function policyOf(source: PolicySource, { remember, ...compiled }: Compiled): Policy {
  const { purposes = [], categories = [] } = source.mandatory ?? {};
  const longest = Math.max(remember, ...compiled.caps.map(({ window }) => window));
  return {
    ...compiled,
    timeZone: source.timeZone ?? 'UTC',
    isMandatory: (send) => purposes.includes(send.purpose) || categories.includes(send.category),
    suppression: (source.suppression ?? []).map((each) => ({
      ...ruleOf('suppression', each),
      segments: each.segments ?? [],
      unreachable: each.unreachable ?? false,
    })),
    consent: (source.consent ?? []).map((each) => ({ ...ruleOf('consent', each), unknown: each.unknown })),
    pace: (source.pace ?? []).map((each) => ({ ...ruleOf('pace', each), interval: 60_000 / each.perMinute })),
    keeps: longest === 0 ? null : { longest, caps: compiled.caps },
  };
}

function ruleOf(
  kind: string,
  source: AppliesTo & { readonly name: string },
): Pick<Cap, 'rule' | 'appliesTo'> {
  const { channels, purposes, categories } = source;
  return {
    rule: `${kind}/${source.name}`,
    // Which channel it will be is not known yet: it could be one of the rule's.
    appliesTo: ({ channel, purpose, category }) =>
      (channels === undefined || channel === null || channels.includes(channel)) &&
      (purposes?.includes(purpose) ?? true) &&
      (categories?.includes(category) ?? true),
  };
}

function compileCap(source: CapSource, path: Path, checks: Checks): Cap {
  const { max, per, then } = source;
  const rule = ruleOf('caps', source);
  const window = checks.time(per, [...path, 'per']) ?? 0;
  return { ...rule, max, window, then, counts: (contact: ContactMade) => rule.appliesTo(contact) };
}

function compileQuietHours(source: QuietHoursSource, path: Path, checks: Checks): QuietHours {
  const [from, to] = [minutesOf(source.from), minutesOf(source.to)];
  if (from === to)
    checks.problem(
      [...path, 'to'],
      'quiet-hours-empty',
      'they end when they begin; a whole day is 00:00 to 24:00',
    );
  const days = (source.days ?? WEEKDAYS).map((day) => WEEKDAYS.indexOf(day) + 1);
  return { ...ruleOf('quietHours', source), from, to, days: new Set(days), then: source.then };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

class Checks {
  readonly problems: DefinitionProblem[] = [];

  problem(path: Path, rule: string, message: string): void {
    this.problems.push({ path, rule, message });
  }

  zone(timeZone: string | undefined, path: Path): void {
    if (timeZone !== undefined && compileSpan('P1D', timeZone) === null)
      this.problem(path, 'time-zone', `${timeZone} is not an IANA time zone`);
  }

  /** A duration in milliseconds: a day has 24 hours, a month 31 days. */
  time(source: string | undefined, path: Path): number | null {
    if (source === undefined) return null;
    const span = compileSpan(source, 'UTC');
    if (span === null) this.problem(path, 'duration', `${source} is not a duration above zero`);
    else if (span.longest > LONGEST) this.problem(path, 'too-long', `${source} is longer than a year`);
    return span?.longest ?? null;
  }

  names(rules: readonly { readonly name: string }[], kind: string): void {
    rules.forEach(({ name }, at) => {
      if (rules.findIndex((other) => other.name === name) !== at)
        this.problem([kind, at, 'name'], 'name-twice', `${name} is the name of another rule of ${kind}`);
    });
  }

  counted(caps: readonly Cap[]): void {
    const sum = caps.reduce((total, { max }) => total + max, 0);
    if (sum > MOST_COUNTED)
      this.problem(
        ['caps'],
        'too-many-counted',
        `the caps count up to ${sum} contacts; ${MOST_COUNTED} in all`,
      );
  }
}

// What an identify call says of a person: traits to keep, and facts that decisions may use.
import type { FactChange } from './facts.js';

export interface SaidTrait {
  readonly name: string;
  /** JSON text, as it was said. */
  readonly value: string;
}

/** More names than this are a document, not traits; the rest stays with the call. */
const mostTraits = 200;
const longestName = 200;

/** The traits of an identify call, each as JSON text. */
export function traitsOf(body: unknown): readonly SaidTrait[] {
  const traits = member(body, 'traits');
  if (!isRecord(traits)) return [];
  return Object.entries(traits)
    .filter(([name]) => name !== '' && name.length <= longestName)
    .slice(0, mostTraits)
    .map(([name, value]) => ({
      name: name.toWellFormed().replaceAll('\u0000', '\ufffd'),
      value: JSON.stringify(value),
    }));
}

/** Language and time zone, by the names that Segment's SDKs use; a trait is stronger than the context. */
export function factsOf(body: unknown, at: number): readonly FactChange[] {
  const traits = member(body, 'traits');
  const context = member(body, 'context');
  const changes: FactChange[] = [];
  const language = first(
    [member(traits, 'language'), member(traits, 'locale'), member(context, 'locale')],
    languageTag,
  );
  if (language !== undefined) changes.push({ fact: 'language', said: { value: language, at } });
  const zone = first(
    [member(traits, 'timeZone'), member(traits, 'timezone'), member(context, 'timezone')],
    timeZone,
  );
  if (zone !== undefined) changes.push({ fact: 'timeZone', said: { value: zone, at } });
  return changes;
}

/** BCP 47 in its canonical spelling (`de_ch` is `de-CH`); undefined for anything that is no language tag. */
export function languageTag(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 35) return undefined;
  try {
    return Intl.getCanonicalLocales(value.trim().replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}

/** An IANA name; undefined for anything else, offsets included: they don't know of summer time. */
export function timeZone(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 64 || !/^[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*$/.test(value))
    return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function first<T>(values: readonly unknown[], read: (value: unknown) => T | undefined): T | undefined {
  for (const value of values) {
    const found = read(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

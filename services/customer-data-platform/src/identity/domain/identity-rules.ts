// The rules by which records find their person: data, read once, refused by name when they make no sense.
import { ok, refuse, type Result } from '@continuo/kernel';

export interface KindRule {
  readonly links: boolean;
  /** 1 is strongest. */
  readonly priority: number;
  /** How many values of this kind one profile may have. */
  readonly max: number;
}

/** What `identity.yaml` says. */
export interface IdentityRulesFile {
  readonly kinds: ReadonlyMap<string, KindRule>;
  readonly blocked: readonly string[];
  readonly blockedAddresses: ReadonlyMap<string, readonly string[]>;
}

/** The rules as the resolver asks them. Kinds may carry their key version (`email.h1`). */
export interface IdentityRules {
  /** Undefined for a kind that the rules don't know. */
  ruleOf(kind: string): KindRule | undefined;
  /** `key` is `kind=value` as the header spells it. */
  isBlocked(kind: string, key: string): boolean;
}

const invalid = (field: string, message: string): ReturnType<typeof refuse<'identity-rules-invalid'>> =>
  refuse('identity-rules-invalid', `${field}: ${message}`, { field });

/** Reads what was parsed from YAML. */
export function parseIdentityRules(raw: unknown): Result<IdentityRulesFile, 'identity-rules-invalid'> {
  if (!isRecord(raw) || !isRecord(raw.kinds)) return invalid('kinds', 'expected a mapping');
  const kinds = new Map<string, KindRule>();
  for (const [kind, rule] of Object.entries(raw.kinds)) {
    const parsed = kindRule(kind, rule);
    if (!parsed.ok) return parsed;
    kinds.set(kind, parsed.value);
  }
  const blocked = textList(raw.blocked ?? []);
  if (blocked === undefined) return invalid('blocked', 'expected a list of texts');
  const blockedAddresses = new Map<string, readonly string[]>();
  if (raw.blockedAddresses !== undefined && !isRecord(raw.blockedAddresses)) {
    return invalid('blockedAddresses', 'expected a mapping');
  }
  for (const [kind, values] of Object.entries(raw.blockedAddresses ?? {})) {
    const list = textList(values);
    if (list === undefined || !kinds.has(kind))
      return invalid(`blockedAddresses.${kind}`, 'expected a list of a known kind');
    blockedAddresses.set(kind, list);
  }
  return ok({ kinds, blocked, blockedAddresses });
}

/** Makes the rules ready; `blockedKeys` are the blocked addresses as the header would spell them. */
export function identityRules(file: IdentityRulesFile, blockedKeys: readonly string[] = []): IdentityRules {
  const values = new Set(file.blocked.map((value) => value.toLowerCase()));
  const keys = new Set(blockedKeys);
  const known = new Map<string, KindRule | undefined>();
  return {
    ruleOf(kind) {
      if (known.has(kind)) return known.get(kind);
      const rule = file.kinds.get(kind.replace(/\.h\d+$/, ''));
      // Kinds come from a closed list of the contract, so this can't grow without end.
      known.set(kind, rule);
      return rule;
    },
    isBlocked: (kind, key) => keys.has(key) || values.has(key.slice(kind.length + 1).toLowerCase()),
  };
}

function kindRule(kind: string, raw: unknown): Result<KindRule, 'identity-rules-invalid'> {
  const where = `kinds.${kind}`;
  if (!/^[a-z][a-z.-]*$/.test(kind)) return invalid(where, 'a kind is written in lower case');
  if (!isRecord(raw) || typeof raw.links !== 'boolean')
    return invalid(`${where}.links`, 'expected true or false');
  const stranger = Object.keys(raw).find((name) => !['links', 'priority', 'max'].includes(name));
  if (stranger !== undefined) return invalid(`${where}.${stranger}`, 'expected links, priority or max');
  const { priority = Number.MAX_SAFE_INTEGER, max = Number.POSITIVE_INFINITY } = raw;
  if (raw.links && !isPositive(raw.priority))
    return invalid(`${where}.priority`, 'a kind that links needs one, from 1');
  if (raw.max !== undefined && !isPositive(raw.max))
    return invalid(`${where}.max`, 'expected a number from 1');
  return ok({ links: raw.links, priority: priority as number, max: max as number });
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
    ? (value as string[])
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

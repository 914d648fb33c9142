// What the provider's answer to a call means: handed over, try again, failed for now, or a rule of theirs that says no.

export type ProviderOutcome =
  | { readonly kind: 'sent'; readonly providerId: string | null }
  /** Trying again without anybody's help may succeed. */
  | { readonly kind: 'retry'; readonly code: string }
  /** Nothing was sent; another attempt, when somebody changed something, may succeed. */
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string };

/** The customer stopped the marketing messages of this business. */
export const STOPPED_MARKETING = '131050';

/** Limits, overload and outages by Meta's list, and our own credentials, which an operator renews meanwhile. */
const passing = new Set([
  0, 1, 2, 3, 4, 10, 190, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004,
]);

const rules: ReadonlyMap<number, string> = new Map([
  [131050, 'suppressed'],
  [131047, 'outside-session-window'],
  [131030, 'recipient-not-allowed'],
  [131026, 'undeliverable'],
  [131021, 'undeliverable'],
  [130472, 'undeliverable'],
  [132001, 'not-approved'],
  [132007, 'not-approved'],
  [132015, 'not-approved'],
  [132016, 'not-approved'],
]);

/** `code` is the one inside Meta's error object, where there is one: it says more than the HTTP status. */
export function outcomeOfError(status: number, code: number | null): ProviderOutcome {
  const refusal = code === null ? undefined : rules.get(code);
  if (refusal !== undefined) return { kind: 'refused', code: refusal };
  const named = `provider-${code ?? status}`;
  const isPassing = status >= 500 || status === 429 || status === 408 || status === 401 || status === 403;
  if (isPassing || (code !== null && passing.has(code))) return { kind: 'retry', code: named };
  return { kind: 'failed', code: named };
}

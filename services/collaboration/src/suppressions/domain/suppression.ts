// Which messages a suppressed address still gets.

/** `all` is silence; `marketing` leaves what the customer asked for: everything but the purpose `service` is held back. */
export type SuppressionScope = 'all' | 'marketing';

/** Who asked for it: the customer's own word, the provider, or a member of staff. */
export type SuppressionSource = 'customer' | 'provider' | 'staff';

/** Of several entries for one address any may forbid. */
export function isSuppressed(scopes: readonly SuppressionScope[], purpose: string): boolean {
  return scopes.some((scope) => scope === 'all' || purpose !== 'service');
}

/** A wider one replaces a narrower one, never the other way round. */
export function widest(a: SuppressionScope | undefined, b: SuppressionScope): SuppressionScope {
  return a === 'all' || b === 'all' ? 'all' : 'marketing';
}

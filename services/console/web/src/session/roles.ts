// Who may open what. The services decide; this only keeps the console from showing what would be refused.

export const ROLES = ['agent', 'supervisor', 'designer', 'operator', 'integrator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** `admin` may do what any of them may; an empty list is for everybody who is signed in. */
export function mayOpen(roles: readonly string[], any: readonly Role[]): boolean {
  return any.length === 0 || roles.includes('admin') || any.some((role) => roles.includes(role));
}

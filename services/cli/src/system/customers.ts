// Finds a customer by one of their identifiers; the customer data platform hashes what must not travel in clear.
import { z } from 'zod';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { RunningSystem } from './running-system.js';

export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

const profileSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  mergedIds: z.array(z.string()),
  version: z.number(),
  facts: z.record(z.string(), z.unknown()),
  identifiers: z.array(z.object({ key: z.string(), firstSeen: z.string() })).default([]),
});
const lookUpSchema = z.object({ profileIds: z.array(z.string().nullable()) });

export type Profile = z.output<typeof profileSchema>;

const PROFILES = '/api/customer-data-platform/profiles';

/** `kind=value`, e.g. `user=u-17`, `email=ada@example.com`, `profile=<id>`. */
export function parseIdentifier(text: string): Identifier {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return { kind: text.slice(0, at), value: text.slice(at + 1) };
  throw new CommandFailure(
    EXIT.usage,
    `${text} names no customer.`,
    'Write kind=value, e.g. anonymous=visitor-1, user=u-17, email=ada@example.com, or profile=<id>.',
  );
}

/** The id of the profile behind an identifier; undefined when nobody is known by it. Addresses travel in the body only. */
export async function profileIdOf(
  system: RunningSystem,
  { kind, value }: Identifier,
): Promise<string | undefined> {
  if (kind === 'profile') return value;
  const { profileIds } = await system.gateway.ask(`${PROFILES}:lookup`, lookUpSchema, {
    method: 'POST',
    role: 'operator',
    body: { customers: [{ kind, value }] },
  });
  return profileIds[0] ?? undefined;
}

/** The profile as it is now; of a merged id the survivor. Undefined when nobody is known by the identifier. */
export async function profileOf(system: RunningSystem, identifier: Identifier): Promise<Profile | undefined> {
  const id = await profileIdOf(system, identifier);
  if (id === undefined) return undefined;
  const path = `${PROFILES}/${encodeURIComponent(id)}`;
  return system.gateway.ask(path, profileSchema, { role: 'operator', orMissing: true });
}

/** `profileOf` for commands that can't go on without one. */
export async function requireProfile(system: RunningSystem, identifier: Identifier): Promise<Profile> {
  const profile = await profileOf(system, identifier);
  if (profile !== undefined) return profile;
  throw new CommandFailure(
    EXIT.notFound,
    identifier.kind === 'profile' ? 'No profile has this id.' : `Nobody is known by this ${identifier.kind}.`,
    'An event that names a customer makes one known; it may be on its way still: continuo status.',
  );
}

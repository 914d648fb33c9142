// Finds a customer by one of their identifiers; the customer data platform hashes what must not travel in clear.
import { z } from 'zod';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { RunningSystem } from './running-system.js';

export interface Identifier {
  readonly kind: string;
  readonly value: string;
}

const profileSchema = z.looseObject({ profileId: z.string(), mergedFrom: z.array(z.string()).default([]) });

export type Profile = z.output<typeof profileSchema>;

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

/** The profile, as the customer data platform knows it now; undefined when it knows none. */
export function profileOf(system: RunningSystem, { kind, value }: Identifier): Promise<Profile | undefined> {
  return system.gateway.ask('/api/customer-data-platform/profiles/lookup', profileSchema, {
    method: 'POST',
    role: 'agent',
    body: { kind, value },
    orMissing: true,
  });
}

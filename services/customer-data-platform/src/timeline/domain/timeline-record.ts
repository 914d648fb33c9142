// How a source record becomes a record of the timeline: whom its envelope names, and the envelope it gets.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { NamedIdentifier } from '../../identity/domain/identity-graph.js';

export interface Envelope {
  readonly identifiers: readonly NamedIdentifier[];
  readonly profileId?: string;
}

export type EnvelopeRefusal = 'customer-missing' | 'customer-malformed' | 'profile-id-malformed';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hashedKey = /^[a-z][a-z-]*\.h\d+=/;
/** The spelling that our own producers write: already encoded, so it is the identifier's key as it stands. */
const canonicalPart = /^[a-z][a-z0-9.-]*=[!-$&-:<>-~%]+$/;

/**
 * Whom a record names. A profile id (an answer to a command repeats it) is stronger than identifiers: they would only
 * say again who the command was about.
 */
export function envelopeOf(headers: Readonly<Record<string, string>>): Result<Envelope, EnvelopeRefusal> {
  const profileId = headers.ce_profileid;
  if (profileId !== undefined) {
    if (!uuid.test(profileId)) return refuse('profile-id-malformed', 'ce_profileid is not a UUID');
    return ok({ identifiers: [], profileId });
  }
  const header = headers.customer;
  if (header === undefined || header === '') return refuse('customer-missing', 'the record names nobody');
  const identifiers: NamedIdentifier[] = [];
  for (const key of header.split(';')) {
    if (key === '') continue;
    if (!canonicalPart.test(key))
      return refuse('customer-malformed', 'the customer header is not kind=value;…');
    identifiers.push({ kind: key.slice(0, key.indexOf('=')), key });
  }
  return identifiers.length > 0 ? ok({ identifiers }) : refuse('customer-missing', 'the record names nobody');
}

/** The headers on the timeline: the customer replaced by the profile, the transport's own left to the relay. */
export function timelineHeaders(
  headers: Readonly<Record<string, string>>,
  profileId: string,
): Record<string, string> {
  const kept: Record<string, string> = { ...headers, ce_profileid: profileId };
  delete kept.customer;
  delete kept.publisher;
  delete kept['publisher-sequence'];
  // A record that is keyed by a hash has it as its subject: on the timeline it would outlive the source.
  if (hashedKey.test(kept.ce_subject ?? '')) kept.ce_subject = profileId;
  return kept;
}

// Whom a deployment may write to: in production everybody, elsewhere nobody but those who are listed.
import { normalisePhone } from '@continuo/messaging';

export type AllowedRecipients = ReadonlySet<string> | 'everybody';

/** Token of the allowed recipients. */
export const ALLOWED_RECIPIENTS = Symbol('collaboration:allowed-recipients');

export function allowedRecipients(config: {
  readonly NODE_ENV: string;
  readonly ALLOWED_RECIPIENTS: readonly string[];
  readonly DEFAULT_COUNTRY?: string;
}): AllowedRecipients {
  const listed = config.ALLOWED_RECIPIENTS;
  if (config.NODE_ENV === 'production' || listed.includes('*')) return 'everybody';
  return new Set(listed.flatMap((each) => normalisePhone(each, config.DEFAULT_COUNTRY) ?? []));
}

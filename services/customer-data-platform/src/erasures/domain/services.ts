// The services that keep something about persons, as the configuration names them.
import { ok, refuse, type Result } from '@continuo/kernel';

export interface PersonalDataService {
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
}

/** The platform itself, in a proof's table. */
export const SELF = 'customer-data-platform';

const entry = /^([a-z][a-z0-9-]{0,63})=(https?:\/\/[^\s,]+)$/;

/** `crm=http://crm:8101,…`; empty for none. */
export function parseServices(text: string): Result<readonly PersonalDataService[], 'services-malformed'> {
  const services: PersonalDataService[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const [, name, url] = entry.exec(part) ?? [];
    if (name === undefined || url === undefined)
      return refuse('services-malformed', 'service=http://address,… (one of them is not)');
    if (name === SELF || services.some((other) => other.name === name))
      return refuse('services-malformed', `every other service once (${name} is not)`);
    services.push({ name, url: url.replace(/\/+$/, '') });
  }
  return ok(services);
}

// The services behind the gateway: their names, what each decides, and where it is.
import type { ConsoleConfig } from './config.js';

export interface Upstream {
  /** The folder's name; its interface lies under `/api/<name>`. */
  readonly name: string;
  readonly title: string;
  /** What it decides, in a few words for people. */
  readonly decides: string;
  readonly url: string;
  /** Further paths of its own that the gateway hands on. */
  readonly paths?: readonly string[];
}

/** A service that a deployment may leave out: then it has no address. */
type Possible = Omit<Upstream, 'url'> & { readonly url: string | undefined };

/** In the order of an event's way: in, resolved, decided, done. */
export function upstreamsOf(config: ConsoleConfig): readonly Upstream[] {
  const possible: readonly Possible[] = [
    {
      name: 'customer-data-platform',
      title: 'Customer data platform',
      decides: 'who this is, and what we may do',
      url: config.CUSTOMER_DATA_PLATFORM_URL,
      paths: ['/v1'],
    },
    {
      name: 'orchestrator',
      title: 'Orchestrator',
      decides: 'what happens next',
      url: config.ORCHESTRATOR_URL,
    },
    {
      name: 'collaboration',
      title: 'Collaboration',
      decides: 'how a message or a task reaches a person',
      url: config.COLLABORATION_URL,
    },
    {
      name: 'contact-centre',
      title: 'Contact centre',
      decides: 'who talks to whom, now',
      url: config.CONTACT_CENTRE_URL,
    },
    {
      name: 'crm',
      title: 'CRM',
      decides: 'who we do business with, and what we take care of for them',
      url: config.CRM_URL,
    },
    {
      name: 'operations',
      title: 'Operations',
      decides: 'how the promise is kept',
      url: config.OPERATIONS_URL,
    },
  ];
  return possible.filter((each): each is Upstream => each.url !== undefined);
}

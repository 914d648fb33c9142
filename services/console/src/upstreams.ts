// The services behind the gateway: their names, what each decides, and where it is.
import type { ConsoleConfig } from './config.js';

export interface Upstream {
  /** The folder's name; its interface lies under `/api/<name>`. */
  readonly name: string;
  readonly title: string;
  /** What it decides, in a few words for the start page. */
  readonly decides: string;
  readonly url: string;
  /** Further paths of its own that the gateway hands on. */
  readonly paths?: readonly string[];
}

/** In the order of an event's way: in, resolved, decided. */
export function upstreamsOf(config: ConsoleConfig): readonly Upstream[] {
  return [
    {
      name: 'customer-data-platform',
      title: 'Customer data platform',
      decides: 'who this is, and what we may do',
      url: config.CUSTOMER_DATA_PLATFORM_URL,
      paths: ['/v1'],
    },
    ...collaborationOf(config),
    {
      name: 'orchestrator',
      title: 'Orchestrator',
      decides: 'what happens next',
      url: config.ORCHESTRATOR_URL,
    },
  ];
}

function collaborationOf({ COLLABORATION_URL: url }: ConsoleConfig): readonly Upstream[] {
  if (url === undefined) return [];
  const decides = 'how a message reaches a person (played by the demonstration)';
  return [{ name: 'collaboration', title: 'Collaboration', decides, url }];
}

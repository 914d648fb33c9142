// What the events of the timeline are to people: the channel they came by, and their name.

/** Each with the types that come by it, as the contract names them without `continuo.` and `.v1`. */
const TYPES = {
  web: ['cdp.TrackReceived', 'cdp.CustomerIdentified'],
  message: [
    'collaboration.MessageReceived',
    'collaboration.MessageSent',
    'collaboration.MessageFailed',
    'collaboration.MessageExpired',
    'collaboration.MessageRefused',
    'collaboration.DeliveryChanged',
  ],
  call: [
    'contact_centre.InteractionStarted',
    'contact_centre.InteractionOffered',
    'contact_centre.OfferEnded',
    'contact_centre.InteractionAccepted',
    'contact_centre.InteractionEnded',
  ],
  shop: [
    'collaboration.PlaceEntered',
    'collaboration.PlaceLeft',
    'collaboration.StaffAlerted',
    'collaboration.StaffAlertAcknowledged',
    'collaboration.StaffAlertRefused',
  ],
  order: [
    'operations.OrderAccepted',
    'operations.StockReserved',
    'operations.ReservationFailed',
    'operations.StockReleased',
    'operations.ReservationRefused',
    'operations.OrderReady',
    'operations.OrderCollected',
    'operations.OrderCancelled',
    'operations.OrderFalloutRaised',
    'operations.OrderFalloutResolved',
  ],
  case: ['crm.CaseOpened', 'crm.CaseActivityAdded', 'crm.CaseClosed', 'crm.CaseReopened', 'crm.CaseRefused'],
  contact: ['crm.ContactCreated', 'crm.ContactUpdated'],
  consent: [
    'cdp.ConsentGranted',
    'cdp.ConsentWithdrawn',
    'collaboration.AddressSuppressed',
    'collaboration.AddressReleased',
  ],
  task: [
    'collaboration.TaskCreated',
    'collaboration.TaskClaimed',
    'collaboration.TaskCompleted',
    'collaboration.TaskCancelled',
    'collaboration.TaskRefused',
    'collaboration.TaskReassigned',
    'collaboration.TaskClosed',
    'collaboration.TaskDecisionRefused',
  ],
  journey: [
    'orchestrator.InstanceEntryRequested',
    'orchestrator.InstanceActionRequested',
    'orchestrator.InstanceMigrationRequested',
    'orchestrator.AnswerForwarded',
    'orchestrator.WorkerTaskSettled',
  ],
  profile: [
    'cdp.ProfileCreated',
    'cdp.ProfileMerged',
    'cdp.ProfileSplit',
    'cdp.ProfileChanged',
    'cdp.SegmentEntered',
    'cdp.SegmentLeft',
  ],
} as const;

export type Channel = keyof typeof TYPES;
type Typed = (typeof TYPES)[Channel][number];
/** `TrackReceived`: the part of a type that names what happened. */
export type EventName = Typed extends `${string}.${infer Name}` ? Name : never;

export const CHANNELS = Object.keys(TYPES) as readonly Channel[];
const CHANNEL_OF = new Map(
  CHANNELS.flatMap((channel) => TYPES[channel].map((type) => [type as string, channel] as const)),
);
const NAMES: ReadonlySet<string> = new Set([...CHANNEL_OF.keys()].map((type) => nameIn(type)));

/** What journeys ask other services for; there is a text for each. */
export const COMMANDS = [
  'SendMessage',
  'AlertStaff',
  'CreateTask',
  'ReassignTask',
  'CloseTask',
  'OpenCase',
  'CloseCase',
  'ReserveStock',
  'ReleaseStock',
] as const;

/** The channel of `continuo.crm.CaseOpened.v1`; one that came with a newer release belongs to its service's last one. */
export function channelOf(type: string): Channel {
  const known = CHANNEL_OF.get(bare(type));
  if (known !== undefined) return known;
  const service = bare(type).split('.')[0] ?? '';
  return CHANNELS.findLast((channel) => TYPES[channel][0].startsWith(`${service}.`)) ?? 'profile';
}

/** The types of a channel as a filter names them. */
export function typesOf(channel: Channel): readonly string[] {
  return TYPES[channel].map((type) => `continuo.${type}.v1`);
}

/** The event's name, when it is one of those that there is a text for. */
export function eventName(type: string): EventName | undefined {
  const name = nameIn(bare(type));
  return NAMES.has(name) ? (name as EventName) : undefined;
}

/** `OrderReady` as `Order ready`: what is shown of a type that there is no text for. */
export function spokenName(type: string): string {
  const words = nameIn(bare(type)).replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return words.charAt(0) + words.slice(1).toLowerCase();
}

/** Whether the event says what became of a message that a journey asked for. */
export function isDelivery(type: string): boolean {
  return /^collaboration\.(Message(Sent|Failed|Expired|Refused)|DeliveryChanged)$/.test(bare(type));
}

export function isInboundMessage(type: string): boolean {
  return bare(type) === 'collaboration.MessageReceived';
}

function bare(type: string): string {
  return type.replace(/^continuo\./, '').replace(/\.v\d+$/, '');
}

function nameIn(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

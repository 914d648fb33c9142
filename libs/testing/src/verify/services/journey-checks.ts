// Journeys, their commands and what reached somebody outside: begun once, answered once, one key whatever the calls.
import { contract } from '@continuo/contracts';
import { groupBy, ruleCheck, type Check } from './check.js';
import { nameOf, type LogRecord } from './log-checks.js';
import type { ProviderCall } from './played-providers.js';

export interface Instance {
  readonly id: string;
  readonly journey: string;
  readonly key: string;
  readonly status: string;
  readonly incident: string | null;
}

export interface DeliveryRow {
  readonly id: string;
  readonly commandId: string;
  readonly state: string;
  readonly isTried: boolean;
}

/** Each key began exactly one journey, in the table and on the topic. */
export function journeysOnce(
  what: string,
  journey: string,
  wanted: ReadonlySet<string>,
  instances: readonly Instance[],
  records: readonly LogRecord[],
): Check {
  const faults: string[] = [];
  let doubled = 0;
  const rows = groupBy(instances, (one) => (one.journey === journey ? one.key : undefined));
  const started = groupBy(records, (record) =>
    nameOf(record) === 'JourneyStarted' && record.value.journey === journey
      ? String(record.value.key)
      : undefined,
  );
  for (const key of wanted) {
    const [inTable, onTopic] = [rows.get(key)?.length ?? 0, started.get(key)?.length ?? 0];
    if (inTable > 1 || onTopic > 1) doubled += 1;
    if (inTable !== 1 || onTopic !== 1)
      faults.push(`${key} began ${inTable} journeys in the table and ${onTopic} on the topic`);
  }
  return { what, wanted: wanted.size, found: rows.size, doubled, faults };
}

/**
 * A journey that gave up on a customer who collected at that very moment: there is nothing to give back any more. The
 * version before says so by a refusal, which waits for a person.
 */
export function isExplained(
  { journey, status, incident, key }: Instance,
  collected: ReadonlySet<string>,
): boolean {
  return (
    journey === 'click-and-collect' && status === 'undoing' && incident === 'refused' && collected.has(key)
  );
}

/** Each journey came to its end once, and nothing waits for a person without a reason that is known. */
export function journeysEnd(
  instances: readonly Instance[],
  records: readonly LogRecord[],
  collected: ReadonlySet<string>,
): Check {
  const ended = groupBy(records, (record) =>
    nameOf(record) === 'JourneyEnded' ? String(record.value.instanceId) : undefined,
  );
  const faults: string[] = [];
  let doubled = 0;
  for (const instance of instances) {
    if (isExplained(instance, collected)) continue;
    const { id, journey, key, status, incident } = instance;
    const times = ended.get(id)?.length ?? 0;
    if (times > 1) doubled += 1;
    if (status !== 'ended' || times !== 1)
      faults.push(`${journey} of ${key} is ${status} and was said to end ${times} times`);
    if (incident !== null) faults.push(`${journey} of ${key} waits for a person: ${incident}`);
  }
  return { what: 'journeys ended', wanted: instances.length, found: ended.size, doubled, faults };
}

/** Each command was answered, and all its answers of one kind are the same one. */
export function commandsAnswered(records: readonly LogRecord[]): Check {
  const commands = new Map<string, LogRecord>();
  const faults: string[] = [];
  for (const record of records)
    if (record.topic.endsWith('.commands') && record.commandId !== undefined)
      commands.set(record.commandId, record);
  const answers = groupBy(records, ({ topic, commandId }) =>
    topic.endsWith('.commands') ? undefined : commandId,
  );
  let doubled = 0;
  for (const [commandId, command] of commands) {
    const kinds = contract.type(command.type)?.answers;
    const all = answers.get(commandId) ?? [];
    const done = all.filter(({ type }) => kinds?.done.includes(type));
    if (all.length === 0) faults.push(`${nameOf(command)} ${commandId} was never answered`);
    if (new Set(done.map(({ value }) => JSON.stringify(value))).size > 1) {
      doubled += 1;
      faults.push(`${nameOf(command)} ${commandId} was done more than once`);
    }
  }
  return { what: 'commands answered', wanted: commands.size, found: answers.size, doubled, faults };
}

/** Each command to send is one delivery that came to an end, with one stored answer unless it failed. */
export function deliveriesOnce(
  records: readonly LogRecord[],
  deliveries: readonly DeliveryRow[],
  stored: ReadonlySet<string>,
): Check {
  const commands = new Set(
    records.flatMap((record) =>
      nameOf(record) === 'SendMessage' && record.commandId !== undefined ? [record.commandId] : [],
    ),
  );
  const byCommand = groupBy(deliveries, ({ commandId }) => commandId);
  const faults: string[] = [];
  let doubled = 0;
  for (const commandId of commands) {
    const rows = byCommand.get(commandId) ?? [];
    const [delivery] = rows;
    if (rows.length > 1) doubled += 1;
    if (delivery === undefined || rows.length > 1)
      faults.push(`SendMessage ${commandId} is ${rows.length} deliveries`);
    else if (delivery.state === 'queued' || delivery.state === 'held')
      faults.push(`the delivery of SendMessage ${commandId} is still ${delivery.state}`);
    else if (delivery.state !== 'failed' && !stored.has(commandId))
      faults.push(`SendMessage ${commandId} is ${delivery.state} and has no stored answer`);
  }
  return { what: 'deliveries', wanted: commands.size, found: byCommand.size, doubled, faults };
}

/** However many calls a delivery took, they had one key; and whatever counts as sent was handed over. */
export function providerKeys(calls: readonly ProviderCall[], deliveries: readonly DeliveryRow[]): Check {
  const sent = calls.filter(({ provider }) => provider === 'whatsapp');
  const byKey = groupBy(sent, ({ key }) => key);
  const known = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const faults: string[] = [];
  for (const [key, all] of byKey) {
    if (known.get(key)?.isTried !== true)
      faults.push(`the provider was called with ${key}, which is no delivery`);
    if (new Set(all.map(({ to }) => to)).size > 1) faults.push(`${key} went to more than one number`);
  }
  const handedOver = deliveries.filter(({ state }) => state === 'sent');
  for (const { id } of handedOver)
    if (!byKey.has(id)) faults.push(`${id} counts as sent and was not handed over`);
  return {
    what: 'messages at the provider',
    wanted: handedOver.length,
    found: byKey.size,
    doubled: 0,
    faults,
  };
}

/** A call is put through with the key of the one offer that was accepted. */
export function connectedOnce(calls: readonly ProviderCall[], records: readonly LogRecord[]): Check {
  const accepted = new Set(
    records.flatMap((record) =>
      nameOf(record) === 'InteractionAccepted' ? [String(record.value.offerId)] : [],
    ),
  );
  const byCall = groupBy(calls, ({ provider, to }) => (provider === 'twilio' ? to : undefined));
  const faults: string[] = [];
  let doubled = 0;
  for (const [callSid, all] of byCall) {
    const keys = new Set(all.map(({ key }) => key));
    if (keys.size > 1) doubled += 1;
    if (keys.size > 1) faults.push(`${callSid} was put through with ${keys.size} keys`);
    for (const key of keys)
      if (!accepted.has(key)) faults.push(`${callSid} was put through for ${key}, not accepted`);
  }
  return { what: 'calls put through', wanted: byCall.size, found: byCall.size, doubled, faults };
}

/** What is left in a service's transport once nothing moves any more. */
export interface Remains {
  readonly service: string;
  readonly outbox: number;
  readonly inFlight: number;
  readonly parked: number;
  readonly heldKeys: number;
  readonly incidents: number;
  readonly intents: number;
  /** Records of subscribed topics that were not applied. */
  readonly behind: number;
}

export function nothingLeft(remains: readonly Remains[]): Check {
  const faults = remains.flatMap(({ service, ...counts }) =>
    Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${service}: ${what} ${count}`])),
  );
  return ruleCheck('outboxes, parked, intents, positions', remains.length * 7, faults);
}

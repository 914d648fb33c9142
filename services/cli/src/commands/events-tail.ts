// Events as they come, decoded, one after the other.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeTime } from '../terminal/durations.js';
import { readRecords, recordShower, type ShownRecord } from '../system/records.js';
import { parseIdentifier, profileOf } from '../system/customers.js';
import type { CommandContext } from './command.js';

export interface TailOptions {
  readonly topic?: readonly string[];
  readonly customer?: string;
  readonly last: string;
}

/** Goes on until Ctrl-C. */
export async function tailEvents(context: CommandContext, options: TailOptions): Promise<void> {
  const { terminal, system, interrupted, now } = context;
  const back = Number(options.last);
  if (!Number.isInteger(back) || back < 0) throw new CommandFailure(EXIT.usage, '--last is a whole number.');
  const topics = await topicsOf(context, options.topic);
  const isWanted = await customerFilter(context, options.customer);
  const show = await recordShower(system);
  terminal.note(
    terminal.tone(
      'quiet',
      `listening on ${topics.length === 1 ? topics[0] : `${topics.length} topics`}; Ctrl-C ends`,
    ),
  );
  for await (const record of readRecords(system, { topics, mode: 'what-comes', back, interrupted })) {
    const shown = await show(record);
    if (!isWanted(shown)) continue;
    if (terminal.format === 'json') terminal.json(shown, { compact: true });
    else showEvent(context, shown, now());
  }
}

/** Two lines: what and where, then the value. */
export function showEvent({ terminal }: CommandContext, event: ShownRecord, now: Date): void {
  const { topic, partition, offset, type, value, undecodable, profileId, customer } = event;
  const about = profileId === undefined ? customer : `profile ${profileId}`;
  terminal.line(
    [
      terminal.tone('quiet', describeTime(new Date(event.time), now)),
      terminal.colours.bold(shortType(type)),
      terminal.tone('quiet', `${topic}/${partition}@${offset}`),
      about ?? '',
    ]
      .join('  ')
      .trimEnd(),
  );
  if (undecodable !== undefined)
    terminal.line(`    ${terminal.tone('bad', `can't be decoded: ${undecodable}`)}`);
  else terminal.line(`    ${value === null ? terminal.tone('quiet', 'tombstone') : oneLine(value)}`);
}

export function shortType(type: string | undefined): string {
  return type === undefined ? '(no type)' : type.replace(/^continuo\./, '').replace(/\.v1$/, '');
}

/** Absent facts are left out: an Avro record names every optional field. Moments are shown as such. */
function oneLine(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (inner === null) return undefined;
    if (typeof inner === 'bigint') return inner.toString();
    const isMoment = typeof inner === 'number' && /(At|After|Until)$/.test(key) && inner > 1e12;
    return isMoment ? new Date(inner).toISOString() : inner;
  });
}

async function topicsOf(
  { system }: CommandContext,
  named: readonly string[] | undefined,
): Promise<readonly string[]> {
  const present = await (await system.kafka()).admin().topics();
  if (named === undefined) {
    const { contract } = await import('@continuo/contracts');
    const known = contract.topics.map(({ name }) => name).filter((name) => present.includes(name));
    if (known.length > 0) return known;
    throw new CommandFailure(
      EXIT.notFound,
      "None of the contract's topics exists.",
      'continuo topics apply makes them.',
    );
  }
  const missing = named.filter((name) => !present.includes(name));
  if (missing.length === 0) return named;
  throw new CommandFailure(
    EXIT.notFound,
    `There is no topic ${missing.join(', ')}.`,
    `Topics: ${[...present].sort().join(', ')}.`,
  );
}

/** On the timeline a customer is a profile; on source topics the header names the identifier itself. */
async function customerFilter(
  { system }: CommandContext,
  customer: string | undefined,
): Promise<(event: ShownRecord) => boolean> {
  if (customer === undefined) return () => true;
  const identifier = parseIdentifier(customer);
  const profile = await profileOf(system, identifier);
  const entry = `${identifier.kind}=${encodeURIComponent(identifier.value)}`;
  const ids = new Set(profile === undefined ? [] : [profile.id, ...profile.mergedIds]);
  return (event) =>
    (event.profileId !== undefined && ids.has(event.profileId)) ||
    (event.customer?.split(';').some((each) => each === entry || each === customer) ?? false);
}

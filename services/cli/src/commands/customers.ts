// One customer: who they are now, and everything that happened, in one order.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { parseIdentifier, requireProfile, type Profile } from '../system/customers.js';
import { readRecords, recordShower, type ShownRecord } from '../system/records.js';
import { describeTime } from '../terminal/durations.js';
import type { CommandContext } from './command.js';
import { showEvent } from './events-tail.js';

const TIMELINE = 'cdp.timeline';

export interface ShowCustomerOptions {
  readonly last: string;
}

export async function showCustomer(
  context: CommandContext,
  text: string,
  options: ShowCustomerOptions,
): Promise<void> {
  const { terminal, system, now } = context;
  const last = Number(options.last);
  if (!Number.isInteger(last) || last < 1)
    throw new CommandFailure(EXIT.usage, '--last is a whole number above 0.');
  const profile = await requireProfile(system, parseIdentifier(text));
  const timeline = await readTimeline(context, profile);
  const shown = timeline.slice(-last);
  terminal.result({ profile, timeline: shown }, () => {
    tellProfile(context, profile);
    terminal.line();
    const more = timeline.length - shown.length;
    terminal.heading(more > 0 ? `Timeline (the last ${shown.length} of ${timeline.length})` : 'Timeline');
    if (shown.length === 0) terminal.line(terminal.tone('quiet', 'Nothing is on the timeline yet.'));
    for (const event of shown) showEvent(context, { ...event, profileId: undefined }, now());
  });
}

/** Every record of the person, also those under ids that were merged into this one, by the time of the log. */
async function readTimeline(
  { terminal, system, interrupted }: CommandContext,
  { id, mergedIds }: Profile,
): Promise<ShownRecord[]> {
  const { partitionOf } = await import('@continuo/messaging');
  const admin = (await system.kafka()).admin();
  const ids = new Set([id, ...mergedIds]);
  const partitions = (await admin.logRanges(TIMELINE)).size;
  const wanted = new Set([...ids].map((each) => partitionOf(Buffer.from(each), partitions)));
  const progress = (read: bigint, all: bigint) =>
    terminal.progress(`reading the timeline … ${read} of ${all} records`);
  const show = await recordShower(system);
  const events: ShownRecord[] = [];
  const wants = ({ partition }: { partition: number }) => wanted.has(partition);
  for await (const record of readRecords(system, {
    topics: [TIMELINE],
    mode: 'what-is-there',
    wants,
    interrupted,
    progress,
  })) {
    if (record.key !== null && ids.has(record.key.toString('utf8'))) events.push(await show(record));
  }
  return events.sort((a, b) => a.time.localeCompare(b.time));
}

function tellProfile({ terminal, now }: CommandContext, profile: Profile): void {
  const { id, createdAt, mergedIds, identifiers, facts } = profile;
  const row = (name: string, value: string) => terminal.line(`  ${name.padEnd(13)} ${value}`);
  terminal.line(`${terminal.colours.bold('Profile')} ${id}`);
  row('known since', describeTime(new Date(createdAt), now()));
  if (mergedIds.length > 0) row('merged from', mergedIds.join(', '));
  for (const { key } of identifiers) row('identifier', key);
  for (const [name, value] of Object.entries(facts)) {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    if (value !== null && text !== '[]' && text !== '{}') row(name, text);
  }
}

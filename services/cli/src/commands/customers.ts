// One customer: who they are now, and everything that happened, in one order.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { parseIdentifier, profileOf, type Profile } from '../system/customers.js';
import { readRecords, recordShower, type ShownRecord } from '../system/records.js';
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
  const identifier = parseIdentifier(text);
  const profile = await profileOf(system, identifier);
  if (profile === undefined) {
    throw new CommandFailure(
      EXIT.notFound,
      `Nobody is known by ${identifier.kind}.`,
      'An event that names a customer makes one known; it may be on its way: continuo status.',
    );
  }
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
  { profileId, mergedFrom }: Profile,
): Promise<ShownRecord[]> {
  const { partitionOf } = await import('@continuo/messaging');
  const admin = (await system.kafka()).admin();
  const ids = new Set([profileId, ...mergedFrom]);
  const partitions = (await admin.logRanges(TIMELINE)).size;
  const wanted = new Set([...ids].map((id) => partitionOf(Buffer.from(id), partitions)));
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

function tellProfile({ terminal }: CommandContext, profile: Profile): void {
  const { profileId, mergedFrom, ...facts } = profile;
  terminal.line(`${terminal.colours.bold('Profile')} ${profileId}`);
  if (mergedFrom.length > 0) terminal.line(terminal.tone('quiet', `merged from ${mergedFrom.join(', ')}`));
  for (const [name, value] of Object.entries(facts)) {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    terminal.line(
      `  ${name.padEnd(14)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    );
  }
}

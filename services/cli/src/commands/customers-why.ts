// Why a customer got what they got, and did not get what they did not: the record in plain words.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeTime } from '../terminal/durations.js';
import { parseIdentifier, requireProfile } from '../system/customers.js';
import { reasonsOfCustomer, reasonsOfMessage, type ReasonRecord } from '../system/reasons.js';
import type { CommandContext } from './command.js';

export interface WhyCustomerOptions {
  readonly journey?: string;
  readonly kind?: string;
  readonly message?: string;
  readonly limit: string;
}

/** `who` is kind=value, or the id of a profile. */
export async function whyCustomer(
  context: CommandContext,
  who: string,
  { journey, kind, message, limit: text }: WhyCustomerOptions,
): Promise<void> {
  const { terminal, system } = context;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new CommandFailure(EXIT.usage, '--limit is from 1 to 200.');
  const { id } = await requireProfile(system, parseIdentifier(who.includes('=') ? who : `profile=${who}`));
  if (message !== undefined) return whyMessage(context, message, id);
  const page = await reasonsOfCustomer(system, id, { journey, kind, limit });
  terminal.result({ profileId: id, ...page }, () => {
    if (page.items.length === 0) terminal.line(terminal.tone('quiet', 'Nothing is on record.'));
    for (const record of page.items) tell(context, record);
    if (page.nextCursor !== undefined) terminal.note(`There is more: --limit shows up to 200, newest first.`);
  });
}

async function whyMessage(context: CommandContext, message: string, profileId: string): Promise<void> {
  const { terminal, system } = context;
  const found = await reasonsOfMessage(system, message, profileId);
  if (found === undefined)
    throw new CommandFailure(
      EXIT.notFound,
      `Nothing is known of the message ${message}.`,
      'Name the id of its command, or of the event that answered it (MessageSent).',
    );
  terminal.result(found, () => {
    terminal.line(`${terminal.colours.bold(`${found.journey} v${found.version}`)}  ${found.text}`);
    for (const record of found.chain) tell(context, record);
  });
}

const BAD = new Set(['incident']);
const WAITING = new Set(['held', 'skipped', 'declined', 'arbitration', 'held-out']);

function tell({ terminal, now }: CommandContext, { at, kind, journey, version, text }: ReasonRecord): void {
  const tone = BAD.has(kind) ? 'bad' : WAITING.has(kind) ? 'waiting' : 'good';
  const time = terminal.tone('quiet', describeTime(new Date(at), now()));
  terminal.line(`${time}  ${terminal.tone(tone, kind.padEnd(11))} ${journey} v${version}  ${text}`);
}

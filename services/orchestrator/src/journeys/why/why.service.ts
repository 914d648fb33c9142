// Why: the record of what mattered to a customer or an instance, and the chain behind one message.
import type { Database } from '@continuo/persistence';
import { touchDeclined, touchesOf, type Touch } from '../domain/why/touches.js';
import { commandAnsweredBy, whyMessage, type WhyMessage } from '../domain/why/why-message.js';
import { deedsOf, whyDeclined, whyOf, type WhyKind, type WhyRecord } from '../domain/why/why-record.js';
import { journalsOf } from '../instances/journal.store.js';
import { declinedBy, entriesNaming, instanceThatKnows } from './touches.store.js';
import { instanceOfCommand, readWhy, type WhyAfter } from './why.store.js';

export interface WhyAsked {
  readonly profileId?: string;
  readonly instanceId?: string;
  readonly journey?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** All when empty. */
  readonly kinds: readonly WhyKind[];
  readonly after?: WhyAfter;
  readonly limit: number;
}

export interface WhyPage {
  readonly records: readonly WhyRecord[];
  readonly next: WhyAfter | null;
}

export class WhyRecords {
  constructor(private readonly database: Database) {}

  /** Newest first. A page holds so many entries of the journal; one of them may tell of several things. */
  async page({ kinds, limit, ...asked }: WhyAsked): Promise<WhyPage> {
    const rows = await readWhy(this.database, {
      profileId: asked.profileId ?? null,
      instanceId: asked.instanceId ?? null,
      journey: asked.journey ?? null,
      from: asked.from ?? null,
      to: asked.to ?? null,
      deeds: deedsOf(kinds),
      declined: kinds.length === 0 || kinds.includes('declined') || kinds.includes('arbitration'),
      after: asked.after ?? null,
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const records = shown.flatMap((row) =>
      row.entry === null ? declinedOf(row.declined, kinds) : [...whyOf(row.entry, kinds)].reverse(),
    );
    return { records, next: rows.length > limit ? (shown.at(-1)?.place ?? null) : null };
  }

  /** What these events did in a customer's journeys, and which journeys they could have begun and did not; by time. */
  async touches(
    profileId: string,
    eventIds: readonly string[],
  ): Promise<{ readonly touches: readonly Touch[]; readonly isComplete: boolean }> {
    const asked = new Set(eventIds);
    const [entries, declined] = await Promise.all([
      entriesNaming(this.database, profileId, eventIds),
      declinedBy(this.database, profileId, eventIds),
    ]);
    const moved = entries.rows.flatMap((entry) => touchesOf(entry, asked));
    const left = declined.rows.flatMap((each) => touchDeclined(each, asked) ?? []);
    const touches = [...moved, ...left].sort((a, b) => a.at - b.at);
    return { touches, isComplete: entries.isComplete && declined.isComplete };
  }

  /** By the command's id, or with the customer by the id of the event that answered it; undefined when nobody knows it. */
  async message(id: string, profileId: string | undefined): Promise<WhyMessage | undefined> {
    const instanceId =
      (await instanceOfCommand(this.database, id)) ??
      (profileId === undefined ? undefined : await instanceThatKnows(this.database, profileId, id));
    if (instanceId === undefined) return undefined;
    const journal = (await journalsOf(this.database, [instanceId])).get(instanceId) ?? [];
    return whyMessage(journal, commandAnsweredBy(journal, id) ?? id) ?? undefined;
  }
}

function declinedOf(
  declined: Parameters<typeof whyDeclined>[0],
  kinds: readonly WhyKind[],
): readonly WhyRecord[] {
  const record = whyDeclined(declined);
  return kinds.length === 0 || kinds.includes(record.kind) ? [record] : [];
}

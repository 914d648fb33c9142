// Opens cases, for a profile or for a contact, and never for a person who was erased.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox, type IdentifierHasher, type OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Erasures, IDENTIFIER_HASHER } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { identifiersOf } from '../contacts/contact-identifiers.js';
import { ActivitiesStore } from './activities.store.js';
import { activityAdded, caseOpened, underCase } from './case-events.js';
import type { NewActivity, StoredCase } from './case-view.js';
import { CasesStore } from './cases.store.js';
import type { CaseSubject } from './domain/opening.js';

/** Whose case it is: exactly one of them. */
export interface CaseOwner {
  readonly contactId?: string;
  readonly profileId?: string;
}

export type OpeningRefusal = 'contact-unknown' | 'profile-erased';

@Injectable()
export class CaseOpeningService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CasesStore) private readonly store: CasesStore,
    @Inject(ActivitiesStore) private readonly activities: ActivitiesStore,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /**
   * Opens a case with what an agent wrote about it, if anything. `answered` keeps the answer of a repeatable call in the
   * transaction of the effect.
   */
  async open(
    owner: CaseOwner,
    subject: CaseSubject,
    { text, by }: { readonly text?: string; readonly by: string },
    answered: (tx: Transaction, opened: StoredCase) => Promise<void> | undefined,
  ): Promise<Result<StoredCase, OpeningRefusal>> {
    return this.outbox.transact<Result<StoredCase, OpeningRefusal>>(async (tx) => {
      const whose = await this.ownerOf(tx, owner);
      if (!whose.ok) return { result: whose, outgoing: [] };
      const stored = await this.record(tx, { ...whose.value, subject, by });
      const outgoing = [await this.opened(tx, stored)];
      if (text !== undefined) {
        const note = noteOf(text, by, stored.openedAt);
        await this.activities.add(tx, stored.id, note);
        outgoing.push(underCase(stored, activityAdded(stored.id, note)));
      }
      await answered(tx, stored);
      return { result: ok(stored), outgoing };
    });
  }

  /**
   * A case may be opened so soon after its contact was made that the platform reads of it first. By the contact's id
   * alone it would take the person for a new one, whom all that was known of them is then merged into; so the opening
   * says, as the contact's own event does, by what else the person is known.
   */
  private async opened(tx: Transaction, stored: StoredCase): Promise<OutgoingEvent> {
    const event = underCase(stored, caseOpened(stored));
    const { keyProfileId, contactId } = stored;
    if (keyProfileId !== null || contactId === null) return event;
    const names = await this.store.namesOfContact(tx, contactId);
    return names === undefined ? event : { ...event, customer: identifiersOf(contactId, names, this.hasher) };
  }

  /** Writes a case that a command asked for; undefined when its profile was erased. The answer tells of it. */
  async openByCommand(
    tx: Transaction,
    profileId: string,
    subject: CaseSubject,
    by: string,
  ): Promise<StoredCase | undefined> {
    if (await this.erasures.isErased(tx, profileId)) return undefined;
    return this.record(tx, { contactId: null, profileId, subject, by });
  }

  private async record(
    tx: Transaction,
    opening: {
      readonly contactId: string | null;
      readonly profileId: string | null;
      readonly subject: CaseSubject;
      readonly by: string;
    },
  ): Promise<StoredCase> {
    const { contactId, profileId, subject, by } = opening;
    const openedAt = new Date();
    const stored = await this.store.insert(tx, {
      ...subject,
      id: uuidv7(),
      state: 'open',
      assignee: null,
      resolution: null,
      closedBy: null,
      closedAt: null,
      contactId,
      profileId,
      keyProfileId: profileId,
      openedAt,
      openedBy: by,
    });
    const refs = Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== null));
    await this.activities.add(tx, stored.id, systemActivity('opened', { refs, at: openedAt, by }));
    return stored;
  }

  /**
   * The profile is locked against its erasure before the contact is: an erasure takes them in the same order. A contact
   * whose profile is not known is held, so that it learns it only when the case is there to be found.
   */
  private async ownerOf(
    tx: Transaction,
    { contactId, profileId }: CaseOwner,
  ): Promise<
    Result<{ readonly contactId: string | null; readonly profileId: string | null }, OpeningRefusal>
  > {
    if (contactId === undefined) {
      const id = profileId ?? null;
      const erased = id !== null && (await this.erasures.isErased(tx, id));
      return erased
        ? refuse('profile-erased', 'this person was erased', { field: 'profileId' })
        : ok({ contactId: null, profileId: id });
    }
    const unknown = refuse('contact-unknown', 'no contact has this id', { field: 'contactId' });
    const first = await this.store.profileOfContact(tx, contactId, { hold: false });
    if (typeof first === 'string' && (await this.erasures.isErased(tx, first))) return unknown;
    const held = await this.store.profileOfContact(tx, contactId, { hold: true });
    if (held === undefined) return unknown;
    if (held !== null && held !== first && (await this.erasures.isErased(tx, held))) return unknown;
    return ok({ contactId, profileId: held });
  }
}

/** What a person wrote, without any reference. */
export function noteOf(text: string, by: string, happenedAt: Date): NewActivity {
  const kind = { activityType: 'note', code: null, interactionId: null, refs: {} } as const;
  return { ...kind, id: uuidv7(), text, by, happenedAt };
}

/** What the service did, by its code. */
export function systemActivity(
  code: string,
  done: {
    readonly refs: Readonly<Record<string, string>>;
    readonly at: Date;
    readonly by: string;
    readonly text?: string;
  },
): NewActivity {
  const { refs, at, by, text = null } = done;
  return { id: uuidv7(), activityType: 'system', code, text, interactionId: null, refs, happenedAt: at, by };
}

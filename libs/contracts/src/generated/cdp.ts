// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of cdp.

/** A customer agreed to a purpose on a channel. */
export interface ConsentGranted {
  /** What the customer is contacted for, e.g. marketing. */
  readonly purpose: string;
  /** The channel, or * for every channel. */
  readonly channel: string;
  /** Version of the wording that was agreed to. */
  readonly version: string;
  /** Where it was said: a form, an agent, an import. */
  readonly source: string;
  /** When it was said. */
  readonly grantedAt: number;
  /** When it was accepted. */
  readonly receivedAt: number;
}

/** A customer withdrew agreement to a purpose on a channel. */
export interface ConsentWithdrawn {
  /** What the customer is contacted for, e.g. marketing. */
  readonly purpose: string;
  /** The channel, or * for every channel. */
  readonly channel: string;
  /** Version of the wording that was shown. */
  readonly version: string;
  /** Where it was said: a form, an agent, an import. */
  readonly source: string;
  /** When it was said. */
  readonly withdrawnAt: number;
  /** When it was accepted. */
  readonly receivedAt: number;
}

export type IdentifyKind = 'identify' | 'alias' | 'other';

/** An identify or alias call linked identifiers; the identifiers are in the envelope. */
export interface CustomerIdentified {
  /** The caller's id of the call, unique per write key. */
  readonly messageId: string;
  /** Which tracking call it was. */
  readonly kind: IdentifyKind;
  /** Name of the source, by its write key. */
  readonly source: string;
  /** Names of the traits that were given; their values stay with the owner. */
  readonly traitNames?: ReadonlyArray<string>;
  /** When it happened, corrected for the caller's clock. */
  readonly occurredAt: number;
  /** When the caller sent it, by the caller's clock. */
  readonly sentAt?: null | number;
  /** When it was accepted. */
  readonly receivedAt: number;
}

/** The newest word on one purpose and channel. */
export interface ConsentFact {
  /** The purpose. */
  readonly purpose: string;
  /** The channel, or * for every channel. */
  readonly channel: string;
  /** Whether the customer agreed. */
  readonly granted: boolean;
  /** Version of the wording. */
  readonly version: string;
  /** When it was said. */
  readonly changedAt: number;
}

/** What decisions need to know of a customer changed. Carries all facts, not only the changed ones. */
export interface ProfileChanged {
  /** The profile. */
  readonly profileId: string;
  /** Grows with every change of the profile. */
  readonly version: number;
  /** Names of the facts that differ from the version before. */
  readonly changed?: ReadonlyArray<string>;
  /** Names of the segments the customer is in. */
  readonly segments?: ReadonlyArray<string>;
  /** Consent by purpose and channel. */
  readonly consents?: ReadonlyArray<ConsentFact>;
  /** BCP 47, e.g. de-CH. */
  readonly language?: null | string;
  /** IANA name, e.g. Europe/Zurich. */
  readonly timeZone?: null | string;
  /** By channel: whether the customer can be reached there. */
  readonly reachability?: Readonly<Record<string, boolean>>;
  /** By name of the score. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Name of the value tier. */
  readonly valueTier?: null | string;
  /** When the facts changed. */
  readonly changedAt: number;
}

/** A customer was seen for the first time. */
export interface ProfileCreated {
  /** The new profile. */
  readonly profileId: string;
  /** When it was created. */
  readonly createdAt: number;
}

/** A customer was erased. Nothing is sent to them any more. */
export interface ProfileErased {
  /** The erased profile. */
  readonly profileId: string;
  /** Names the erasure, for its proof. */
  readonly erasureId: string;
  /** When it was erased. */
  readonly erasedAt: number;
}

/** Two profiles turned out to be one person. Published under both keys, as the last record of the loser. */
export interface ProfileMerged {
  /** Names this merge; a split that undoes it repeats it. */
  readonly mergeId: string;
  /** The profile that points to the survivor from now on. */
  readonly loserId: string;
  /** The profile that goes on. */
  readonly survivorId: string;
  /** Kind of the identifier that linked them. */
  readonly linkedBy: string;
  /** When they were merged. */
  readonly mergedAt: number;
}

/** A merge was undone. Published under both keys. */
export interface ProfileSplit {
  /** The merge that was undone. */
  readonly mergeId: string;
  /** The profile that lost then and lives again. */
  readonly restoredId: string;
  /** The profile that had survived. */
  readonly survivorId: string;
  /** When it was undone. */
  readonly splitAt: number;
}

export type SegmentEnteredCause = 'request' | 'merge' | 'split' | 'other';

/** A customer is in a segment now and was not before. Their facts told of it already. */
export interface SegmentEntered {
  /** Name of the segment. */
  readonly segment: string;
  /** A request put them in, a merge with somebody who was in it, or the undoing of a merge. */
  readonly cause: SegmentEnteredCause;
  /** When they came in. */
  readonly enteredAt: number;
}

export type SegmentLeftCause = 'request' | 'merge' | 'split' | 'other';

/** A customer was in a segment and is not any more. Their facts told of it already. */
export interface SegmentLeft {
  /** Name of the segment. */
  readonly segment: string;
  /** A request took them out, or the undoing of a merge with somebody who was in it. */
  readonly cause: SegmentLeftCause;
  /** When they left. */
  readonly leftAt: number;
}

export type TrackKind = 'track' | 'page' | 'screen' | 'group' | 'other';

/** A tracking call was accepted: track, page, screen or group. */
export interface TrackReceived {
  /** The caller's id of the call, unique per write key. */
  readonly messageId: string;
  /** Which tracking call it was. */
  readonly kind: TrackKind;
  /** Name of the event, page or screen; empty when the caller gave none. */
  readonly name: string;
  /** Name of the source, by its write key. */
  readonly source: string;
  /** The group of a group call, an opaque id. */
  readonly groupId?: null | string;
  /** Flat, without personal data: what the classifier kept back is null. */
  readonly properties?: Readonly<Record<string, null | boolean | number | string>>;
  /** When it happened, corrected for the caller's clock. */
  readonly occurredAt: number;
  /** When the caller sent it, by the caller's clock. */
  readonly sentAt?: null | number;
  /** When it was accepted. */
  readonly receivedAt: number;
}

// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of crm.

/** Something was done about a case. What was written stays with crm. */
export interface CaseActivityAdded {
  /** The case. */
  readonly caseId: string;
  /** The activity. */
  readonly activityId: string;
  /** Which kind, e.g. note or call. */
  readonly activityType: string;
  /** The interaction that it was. */
  readonly interactionId?: null | string;
  /** When. */
  readonly addedAt: number;
}

/** A case is closed. */
export interface CaseClosed {
  /** The case. */
  readonly caseId: string;
  /** Which kind of matter. */
  readonly caseType: string;
  /** Stable code of how it was settled. */
  readonly resolution: string;
  /** The product that it is about. */
  readonly productId?: null | string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** When. */
  readonly closedAt: number;
}

/** A matter of a customer is taken care of from now on. */
export interface CaseOpened {
  /** The case. */
  readonly caseId: string;
  /** Which kind of matter, e.g. product-question. */
  readonly caseType: string;
  /** The channel that it came by. */
  readonly channel?: null | string;
  /** The product that it is about. */
  readonly productId?: null | string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The message that it began with. */
  readonly messageId?: null | string;
  /** When. */
  readonly openedAt: number;
}

/** Nothing was done about a case, because a rule says no. */
export interface CaseRefused {
  /** The case that was named. */
  readonly caseId?: null | string;
  /** Stable code of the rule. */
  readonly code: string;
  /** When. */
  readonly refusedAt: number;
}

/** A closed case goes on. */
export interface CaseReopened {
  /** The case. */
  readonly caseId: string;
  /** Which kind of matter. */
  readonly caseType: string;
  /** When. */
  readonly reopenedAt: number;
}

/** A person we do business with is known. Name and addresses stay with crm. */
export interface ContactCreated {
  /** The contact. */
  readonly contactId: string;
  /** When. */
  readonly createdAt: number;
}

/** Something about a contact changed; it is read by id. */
export interface ContactUpdated {
  /** The contact. */
  readonly contactId: string;
  /** Grows with every change. */
  readonly version: number;
  /** Names of the fields that changed. */
  readonly changed: ReadonlyArray<string>;
  /** When. */
  readonly updatedAt: number;
}

/** Close a case. */
export interface CloseCase {
  /** The case. */
  readonly caseId: string;
  /** Stable code of how it was settled. */
  readonly resolution: string;
}

/** Open a case for the customer of the envelope. */
export interface OpenCase {
  /** Which kind of matter, e.g. product-question. */
  readonly caseType: string;
  /** The channel that it came by. */
  readonly channel?: null | string;
  /** The product that it is about. */
  readonly productId?: null | string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The message that it began with. */
  readonly messageId?: null | string;
}

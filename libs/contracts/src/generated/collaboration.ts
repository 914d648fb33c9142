// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of collaboration.

export type ReleasedBy = 'customer' | 'provider' | 'staff' | 'other';

/** An address that was suppressed may be written to again on a channel. Whose it is stands in the customer header, as its keyed hash. */
export interface AddressReleased {
  /** The channel, e.g. whatsapp. */
  readonly channel: string;
  /** Who lifted it. */
  readonly source: ReleasedBy;
  /** Stable code of why it had been suppressed. */
  readonly reason: string;
  /** When it was lifted. */
  readonly releasedAt: number;
}

export type SuppressedScope = 'all' | 'marketing';

export type SuppressedBy = 'customer' | 'provider' | 'staff' | 'other';

/** An address must not be written to on a channel. Whose it is stands in the customer header, as its keyed hash. */
export interface AddressSuppressed {
  /** The channel, e.g. whatsapp. */
  readonly channel: string;
  /** Nothing at all, or nothing but the purpose service. */
  readonly scope: SuppressedScope;
  /** Who asked for it. */
  readonly source: SuppressedBy;
  /** Stable code of why, e.g. opted-out. */
  readonly reason: string;
  /** Since when. */
  readonly suppressedAt: number;
}

export type DeliveryStatus = 'delivered' | 'read' | 'undelivered' | 'other';

/** The channel told what became of a message after it was sent. */
export interface DeliveryChanged {
  /** The delivery. */
  readonly deliveryId: string;
  /** Name of the template. */
  readonly template: string;
  /** What became of it. */
  readonly status: DeliveryStatus;
  /** The channel's code of a failure. */
  readonly code?: null | string;
  /** When, by the channel. */
  readonly changedAt: number;
}

/** A message was not sent, because its time had passed. */
export interface MessageExpired {
  /** Name of the template. */
  readonly template: string;
  /** The purpose it was sent for. */
  readonly purpose: string;
  /** The channel, where one was chosen. */
  readonly channel?: null | string;
  /** The time that had passed. */
  readonly notAfter?: null | number;
  /** When. */
  readonly expiredAt: number;
}

/** A message could not be handed over and nothing was sent; another attempt may succeed. */
export interface MessageFailed {
  /** Name of the template. */
  readonly template: string;
  /** The purpose it was sent for. */
  readonly purpose: string;
  /** The channel, where one was chosen. */
  readonly channel?: null | string;
  /** Stable code of the failure. */
  readonly code: string;
  /** When. */
  readonly failedAt: number;
  /** The revision of the template that would have been sent; null where none was looked at. */
  readonly templateRevision?: null | number;
}

export type MessageKind = 'text' | 'choice' | 'media' | 'place' | 'other';

/** A customer wrote to us. The text stays with collaboration and is read by the message id. */
export interface MessageReceived {
  /** The message; its text is read by this id. */
  readonly messageId: string;
  /** The channel it came by, e.g. whatsapp. */
  readonly channel: string;
  /** What it is made of: words, a chosen button or row, a file, a place on the map. */
  readonly kind: MessageKind;
  /** Id of the button or row that was chosen, else unknown. */
  readonly intent: string;
  /** The product it concerns, where the message or the one it answers names one. */
  readonly productId?: null | string;
  /** The delivery that it answers. */
  readonly replyTo?: null | string;
  /** When it was accepted. */
  readonly receivedAt: number;
}

/** A message was not sent, because a rule says no: consent, suppression, an unknown template. */
export interface MessageRefused {
  /** Name of the template. */
  readonly template: string;
  /** The purpose it was sent for. */
  readonly purpose: string;
  /** The channel, where one was chosen. */
  readonly channel?: null | string;
  /** Stable code of the rule. */
  readonly code: string;
  /** When. */
  readonly refusedAt: number;
  /** The revision of the template that would have been sent; null where none was looked at. */
  readonly templateRevision?: null | number;
}

/** A message was handed to its channel. */
export interface MessageSent {
  /** The delivery. */
  readonly deliveryId: string;
  /** Name of the template. */
  readonly template: string;
  /** The purpose it was sent for. */
  readonly purpose: string;
  /** The channel, where one was chosen. */
  readonly channel?: null | string;
  /** When. */
  readonly sentAt: number;
  /** The revision of the template that was sent; null where it was not recorded. */
  readonly templateRevision?: null | number;
}

/** A customer who agreed to it came near a place. Positions are not kept. */
export interface PlaceEntered {
  /** The place. */
  readonly placeId: string;
  /** When it was seen. */
  readonly enteredAt: number;
}

/** A customer went away from a place. */
export interface PlaceLeft {
  /** The place. */
  readonly placeId: string;
  /** When it was seen. */
  readonly leftAt: number;
}

/** A member of staff has taken an alert on. */
export interface StaffAlertAcknowledged {
  /** The alert. */
  readonly alertId: string;
  /** The place. */
  readonly placeId: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** When. */
  readonly acknowledgedAt: number;
}

/** Nobody was alerted, because a rule says no: an unknown place. */
export interface StaffAlertRefused {
  /** The place that was named. */
  readonly placeId: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** Stable code of the rule. */
  readonly code: string;
  /** When. */
  readonly refusedAt: number;
}

/** The staff of a place was told that a customer needs them. */
export interface StaffAlerted {
  /** The alert. */
  readonly alertId: string;
  /** The place. */
  readonly placeId: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** How many members of staff had the alerts of this place open. */
  readonly listening: number;
  /** When. */
  readonly alertedAt: number;
}

/** A task is not needed any more. */
export interface TaskCancelled {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The case that it is about. */
  readonly caseId?: null | string;
  /** Stable code of the reason. */
  readonly code: string;
  /** When. */
  readonly cancelledAt: number;
}

/** A person has taken a task on. */
export interface TaskClaimed {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The case that it is about. */
  readonly caseId?: null | string;
  /** When. */
  readonly claimedAt: number;
}

/** The answer to CloseTask: a task was closed, or had ended before, and how. */
export interface TaskClosed {
  /** The task; null when it had not been created yet and now never will be. */
  readonly taskId?: null | string;
  /** Which kind of task; empty when it is not known. */
  readonly taskType: string;
  /** What had come of it before; null when nothing had. */
  readonly outcome?: null | string;
  /** Of a decision, who had made it. */
  readonly completedBy?: null | string;
  /** Stable code of the reason, as the command gave it. */
  readonly code: string;
  /** When it ended. */
  readonly closedAt: number;
}

/** A task is done. */
export interface TaskCompleted {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The case that it is about. */
  readonly caseId?: null | string;
  /** Stable code of what came out of it. */
  readonly outcome: string;
  /** When. */
  readonly completedAt: number;
  /** Of a decision, who made it: the opaque subject of the token. */
  readonly completedBy?: null | string;
}

/** A task waits for a person. */
export interface TaskCreated {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The case that it is about. */
  readonly caseId?: null | string;
  /** The role that may do it. */
  readonly role: string;
  /** By when it should be done. */
  readonly dueAt?: null | number;
  /** When. */
  readonly createdAt: number;
}

/** Somebody tried to decide what they may not, or not any more. Told once per task, person and rule. */
export interface TaskDecisionRefused {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** What they wanted. */
  readonly outcome: string;
  /** Stable code of the rule, e.g. task-role-lost. */
  readonly code: string;
  /** Who: the opaque subject of the token. */
  readonly refusedTo: string;
  /** When. */
  readonly refusedAt: number;
}

/** A task waits for another role or person from now on. */
export interface TaskReassigned {
  /** The task. */
  readonly taskId: string;
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The role that may do it. */
  readonly role: string;
  /** The one person who may do it beside the role: the opaque subject of a token. */
  readonly delegate?: null | string;
  /** Who handed it over; null when the journey did. */
  readonly reassignedBy?: null | string;
  /** When. */
  readonly reassignedAt: number;
}

/** No task was created, because a rule says no. */
export interface TaskRefused {
  /** Which kind of task. */
  readonly taskType: string;
  /** Stable code of the rule. */
  readonly code: string;
  /** When. */
  readonly refusedAt: number;
}

/** Tell the staff of a place that the customer of the envelope needs them. */
export interface AlertStaff {
  /** The place. */
  readonly placeId: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
}

/** A task is not waited for any more. */
export interface CloseTask {
  /** The id of the command that created it. */
  readonly task: string;
  /** Stable code of the reason, e.g. deadline-passed. */
  readonly code: string;
}

/** Create a task for a person, about the customer of the envelope. */
export interface CreateTask {
  /** Which kind of task, e.g. call-back. */
  readonly taskType: string;
  /** The role that may do it. */
  readonly role: string;
  /** The order that it is about. */
  readonly orderId?: null | string;
  /** The case that it is about. */
  readonly caseId?: null | string;
  /** By when it should be done. */
  readonly dueAt?: null | number;
  /** The only outcomes that end it, e.g. approved and rejected: a decision, for its role and nobody above it. Empty: any outcome. */
  readonly outcomes?: ReadonlyArray<string>;
  /** From then on it cannot be done any more. */
  readonly closesAt?: null | number;
  /** Who may not do it, because they asked for it: the opaque subject of a token. */
  readonly notBy?: null | string;
  /** What it is about, in codes and numbers. */
  readonly details?: Readonly<Record<string, null | boolean | number | string>>;
}

/** Hand a task that nobody has done to another role. */
export interface ReassignTask {
  /** The id of the command that created it. */
  readonly task: string;
  /** The role that may do it from now on. */
  readonly role: string;
}

/** Send a templated message to the customer of the envelope. */
export interface SendMessage {
  /** Name of the template. */
  readonly template: string;
  /** Consent is checked for this purpose. */
  readonly purpose: string;
  /** The channel; null lets collaboration choose. */
  readonly channel?: null | string;
  /** What the template needs and is not personal; the rest is read by id. */
  readonly variables?: Readonly<Record<string, null | boolean | number | string>>;
  /** After this it expires. */
  readonly notAfter?: null | number;
  /** The words are those of the template's revision that was in force then, or of its first one after it; null takes those of now. */
  readonly contentAsOf?: null | number;
}

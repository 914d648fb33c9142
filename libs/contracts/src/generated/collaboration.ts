// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of collaboration.

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
}

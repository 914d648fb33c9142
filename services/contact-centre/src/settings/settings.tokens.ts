// Names and shapes under which settings are injected.
export const QUEUES = Symbol('the queues of queues.yaml');
export const ROUTING_RULES = Symbol('how long is waited for whom');
export const TWILIO = Symbol('the account at Twilio');

/** Milliseconds. */
export interface RoutingRules {
  readonly offerMs: number;
  readonly contextWaitMs: number;
  readonly presenceMs: number;
}

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiUrl: string;
  /** Where Twilio reaches us. */
  readonly publicUrl: string;
}

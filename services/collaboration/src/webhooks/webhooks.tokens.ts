// What the webhook is configured with.

export interface WebhookOptions {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Webhooks of an account speak of all its numbers; only ours is listened to. */
  readonly numberId: string;
}

/** Token of the options. */
export const WEBHOOK_OPTIONS = Symbol('collaboration:webhook-options');

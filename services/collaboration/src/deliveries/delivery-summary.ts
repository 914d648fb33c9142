// A delivery as people see it in lists, and with its words.
import type { DeliveryState } from './domain/delivery-state.js';

export interface DeliverySummary {
  readonly id: string;
  readonly commandId: string;
  readonly profileId: string;
  readonly template: string;
  /** What was looked at last, or sent; null before, and of what was sent before revisions were kept. */
  readonly templateRevision: number | null;
  readonly purpose: string;
  readonly channel: string;
  readonly language: string | null;
  readonly state: DeliveryState;
  readonly code: string | null;
  readonly notAfter: Date | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly changedAt: Date;
}

export interface DeliveryWords extends DeliverySummary {
  readonly text: string | null;
}

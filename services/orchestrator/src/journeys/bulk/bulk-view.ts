// One change that is asked of many instances, as it is shown.

export type BulkKind = 'release' | 'cancel' | 'migrate';
export type BulkState = 'running' | 'paused' | 'reverting' | 'done';

/** What a migration was asked for; empty for the other kinds. */
export interface MigrationPlan {
  readonly from: number;
  readonly to: number;
  /** Steps of the new version by those of the old one. */
  readonly map: Readonly<Record<string, string>>;
  /** Expressions (CEL) by the var that they give. */
  readonly vars: Readonly<Record<string, string>>;
}

export interface Bulk {
  readonly id: string;
  readonly journey: string;
  readonly kind: BulkKind;
  readonly state: BulkState;
  readonly plan: Partial<MigrationPlan>;
  /** Counts its changes: the ETag. */
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

/** How far it is. */
export interface BulkProgress {
  readonly asked: number;
  readonly applied: number;
  /** Not changed, each with its reason. */
  readonly stayed: number;
  readonly open: number;
  readonly reverted: number;
}

export interface BulkInstance {
  readonly instanceId: string;
  readonly step: string;
  /** Null while its request is on its way; `applied`, or why nothing was changed. */
  readonly outcome: string | null;
  /** Of the way back: `reverted`, `ended` or `gone` (erased) meanwhile, or why else it stays; null while nothing is known. */
  readonly reverted: string | null;
}

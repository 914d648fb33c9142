// A published definition as it is shown.

export interface StoredDefinition {
  readonly journey: string;
  readonly version: number;
  readonly source: string;
  readonly hash: string;
  readonly owner: string;
  readonly title: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  readonly current: boolean;
}

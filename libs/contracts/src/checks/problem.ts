// What a check of the contract's sources finds wrong: which file, which field, which rule.

export interface Problem {
  /** File under `schemas/`. */
  readonly file: string;
  /** Path of the field, where it is one field's fault. */
  readonly field?: string;
  /** Stable name of the rule, e.g. `pii-declared`. */
  readonly rule: string;
  readonly message: string;
}

/** One line for people. */
export function problemText({ file, field, rule, message }: Problem): string {
  return `schemas/${file}${field === undefined ? '' : ` ${field}`}: ${message} [${rule}]`;
}

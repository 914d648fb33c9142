// A business refusal is a value with a code, never an exception: callers must look at it.

/** Why a rule said no. `code` is stable and machine-readable; `field` names the input, `rule` says what it broke. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly field?: string;
  readonly rule?: string;
}

/** Either what was asked for, or the refusal that explains why not. */
export type Result<T, Code extends string = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal<Code> };

/** A success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A refusal as a value. */
export function refuse<Code extends string>(
  code: Code,
  message: string,
  where: { field?: string; rule?: string } = {},
): { readonly ok: false; readonly refusal: Refusal<Code> } {
  return { ok: false, refusal: { code, message, ...where } };
}

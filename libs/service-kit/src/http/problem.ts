// Every refusal leaves a service in one shape: problem+json (RFC 9457) with a stable type, the field and the rule.
import { STATUS_CODES } from 'node:http';
import type { Refusal, Result } from '@continuo/kernel';

/** One broken rule of one input field. `field` is a path such as `steps.arrival.wait[0].after`. */
export interface ProblemField {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

/** The body of every answer with status 400 and above. */
export interface ProblemDocument {
  /** `urn:continuo:problem:<code>`: stable, compare this and not the texts. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** The request's id; the same that logs and the `x-request-id` header carry. */
  readonly instance?: string;
  readonly errors?: readonly ProblemField[];
}

/** A refusal on its way out of a controller. Only controllers and the kit make one: they alone know HTTP's codes. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly ProblemField[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { fields?: readonly ProblemField[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.fields = more.fields ?? [];
    this.headers = more.headers ?? {};
  }

  /** As it is sent. */
  document(requestId?: string): ProblemDocument {
    return {
      type: problemType(this.code),
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(requestId === undefined ? {} : { instance: requestId }),
      ...(this.fields.length === 0 ? {} : { errors: this.fields }),
    };
  }
}

/** The stable URI of a problem code. */
export function problemType(code: string): string {
  return `urn:continuo:problem:${code}`;
}

/** A refused rule as a problem; 422 unless its code is listed in `statuses`. */
export function problemOf<Code extends string>(
  refusal: Refusal<Code>,
  statuses: Partial<Record<Code, number>> = {},
): Problem {
  const { code, message, field, rule } = refusal;
  const fields = field === undefined ? [] : [{ field, rule: rule ?? code, message }];
  return new Problem(statuses[code] ?? 422, code, message, { fields });
}

/**
 * The value of a result, or its refusal thrown as a problem:
 * `return orThrow(await journeys.publish(…), { 'journey-not-found': 404, 'version-exists': 409 })`.
 */
export function orThrow<T, Code extends string>(
  result: Result<T, Code>,
  statuses: Partial<Record<Code, number>> = {},
): T {
  if (!result.ok) throw problemOf(result.refusal, statuses);
  return result.value;
}

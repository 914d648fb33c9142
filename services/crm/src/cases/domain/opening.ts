// What a case may be opened with: codes and opaque ids, since the bus is told of all of it.
import { ok, refuse, type Result } from '@continuo/kernel';

/** What a case is about. */
export interface CaseSubject {
  /** Which kind of matter, e.g. `product-question`. */
  readonly caseType: string;
  readonly channel: string | null;
  readonly productId: string | null;
  readonly orderId: string | null;
  /** The message that it began with. */
  readonly messageId: string | null;
}

export const codePattern = /^[a-z][a-z0-9-]{0,63}$/;
/** No @, no + and no white space: nothing that could be an address, a number or a sentence. */
export const referencePattern = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;

/** Checks what a command brings; over HTTP the same patterns stand in the schema. Names the field, never the value. */
export function checkSubject(given: CaseSubject): Result<CaseSubject, 'case-malformed'> {
  const broken = brokenField(given);
  if (broken === undefined) return ok(given);
  return refuse('case-malformed', 'expected a code or an opaque id', { field: broken });
}

/** Whether a resolution is a code. */
export function isCode(text: string): boolean {
  return codePattern.test(text);
}

function brokenField({ caseType, channel, productId, orderId }: CaseSubject): string | undefined {
  if (!codePattern.test(caseType)) return 'caseType';
  if (channel !== null && !codePattern.test(channel)) return 'channel';
  if (productId !== null && !referencePattern.test(productId)) return 'productId';
  if (orderId !== null && !referencePattern.test(orderId)) return 'orderId';
  return undefined;
}

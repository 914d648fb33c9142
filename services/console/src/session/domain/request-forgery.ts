// What a request by cookie must show before it counts: browsers send cookies along with whatever another site lets them do.
import { ok, refuse, type Result } from '@continuo/kernel';

export interface ForgeryTraits {
  readonly method: string;
  /** `sec-fetch-site`, which browsers set and pages can't. */
  readonly fetchSite: string | undefined;
  /** `x-csrf-token`, which only a page that could read `GET /session` knows. */
  readonly csrfToken: string | undefined;
}

export type ForgeryCode = 'cross-site-request' | 'csrf-token-missing' | 'csrf-token-wrong';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];
/** This origin's own pages, and what somebody typed. Older browsers don't say. */
const OWN = [undefined, 'same-origin', 'none'];

/**
 * Whether the session of a request is used for it: a read from elsewhere goes on as nobody's, a change from elsewhere or
 * without the session's token is refused. `isToken` compares without telling by its time how much was right.
 */
export function sessionCounts(
  { method, fetchSite, csrfToken }: ForgeryTraits,
  isToken: (given: string) => boolean,
): Result<boolean, ForgeryCode> {
  const isOwn = OWN.includes(fetchSite);
  if (SAFE.includes(method)) return ok(isOwn);
  if (!isOwn) return refuse('cross-site-request', 'Another site made this request.');
  if (csrfToken === undefined || csrfToken === '') {
    return refuse(
      'csrf-token-missing',
      'A change by cookie needs the header x-csrf-token, from GET /session.',
    );
  }
  if (!isToken(csrfToken))
    return refuse('csrf-token-wrong', "The header x-csrf-token is not this session's.");
  return ok(true);
}

// What somebody sees when signing in did not work: what happened, in words, and the way to try again.
import { html } from '../html.js';
import { plainPage } from '../plain-page.js';

/** `requestId` finds it in the logs. */
export function signInFailed(code: string, detail: string, requestId: string): string {
  return plainPage(
    'Signing in did not work',
    html`<p>${detail}</p>
      <p><a href="/sign-in">Sign in again</a></p>
      <p class="soft">
        If it happens again, tell your operator: <code>${code}</code>, request <code>${requestId}</code>.
      </p>`,
  );
}

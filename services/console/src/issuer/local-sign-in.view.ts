// The page on which one chooses who to be in a development system. It needs no script.
import { html } from '../html.js';
import { plainPage } from '../plain-page.js';
import { localPeople } from './domain/people.js';

/** The request goes back with the choice, where it is checked again. */
export function localSignInPage(parameters: readonly (readonly [name: string, value: string])[]): string {
  return plainPage(
    'Who are you?',
    html`<p>This is a development system: everybody is who they say. Choose whose view you want to see.</p>
      <form method="post" action="/issuer/authorize">
        ${parameters.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <ul class="people">
          ${localPeople.map(
            ({ subject, name, roles, does }) =>
              html`<li>
                <button class="person" name="person" value="${subject}">
                  <strong>${name}, ${roles.join(', ')}</strong><span>${does}</span>
                </button>
              </li>`,
          )}
        </ul>
      </form>`,
  );
}

/** For a request that is not to be answered by sending the browser on. */
export function localSignInRefused(message: string): string {
  return plainPage(
    'This is no sign-in of this system',
    html`<p>${message}</p>
      <p><a href="/">To the console</a></p>`,
  );
}

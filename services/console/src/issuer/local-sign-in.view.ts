// The page on which one chooses who to be in a development system. It needs no script.
import { html } from '../html.js';
import { plainPage, type Language } from '../plain-page.js';
import { localPeople } from './domain/people.js';

const TEXTS = {
  en: {
    title: 'Who are you?',
    lead: 'This is a development system: everybody is who they say. Choose whose view you want to see.',
    refused: 'This is no sign-in of this system',
    home: 'To the console',
  },
  de: {
    title: 'Wer sind Sie?',
    lead: 'Dies ist ein Entwicklungssystem: Jeder ist, wer er sagt. Wählen Sie, wessen Sicht Sie sehen wollen.',
    refused: 'Das ist keine Anmeldung dieses Systems',
    home: 'Zur Konsole',
  },
} as const;

/** The request goes back with the choice, where it is checked again. */
export function localSignInPage(
  parameters: readonly (readonly [name: string, value: string])[],
  language: Language,
): string {
  const { title, lead } = TEXTS[language];
  return plainPage(
    title,
    html`<p>${lead}</p>
      <form method="post" action="/issuer/authorize">
        ${parameters.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <ul class="people">
          ${localPeople.map(
            ({ subject, name, roles, does }) =>
              html`<li>
                <button class="person" name="person" value="${subject}">
                  <strong>${name}, ${roles.join(', ')}</strong><span>${does[language]}</span>
                </button>
              </li>`,
          )}
        </ul>
      </form>`,
    language,
  );
}

/** For a request that is not to be answered by sending the browser on. */
export function localSignInRefused(code: string, language: Language): string {
  const { refused, home } = TEXTS[language];
  return plainPage(
    refused,
    html`<p><code>${code}</code></p>
      <p><a href="/">${home}</a></p>`,
    language,
  );
}

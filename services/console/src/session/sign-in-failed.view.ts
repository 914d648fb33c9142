// What somebody sees when signing in did not work: what happened, in words, and the way to try again.
import { html } from '../html.js';
import { plainPage, type Language } from '../plain-page.js';

interface Texts {
  readonly title: string;
  readonly again: string;
  readonly tell: string;
  readonly request: string;
  /** By the problem's code. */
  readonly why: Readonly<Record<string, string>>;
  readonly other: string;
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Signing in did not work',
    again: 'Sign in again',
    tell: 'If it happens again, tell your operator:',
    request: 'request',
    why: {
      'return-not-allowed': 'A sign-in leads back to a page of the console, and this address is none.',
      'sign-in-unknown': 'This sign-in was not begun in this browser, or too long ago.',
      'answer-not-accepted': 'The answer of the sign-in service does not belong to this sign-in.',
      'issuer-refused': 'The sign-in service refused.',
      'token-not-accepted':
        'The sign-in service let you in, but its token is not one that this system accepts.',
      'session-too-large': 'What the sign-in service says of you is longer than a session may be.',
      'issuer-unreachable': 'The sign-in service does not answer. Try again in a moment.',
      'sign-in-not-configured': 'No sign-in service is configured here, so nobody can sign in.',
    },
    other: 'Something failed on the way.',
  },
  de: {
    title: 'Die Anmeldung hat nicht geklappt',
    again: 'Neu anmelden',
    tell: 'Wenn es wieder geschieht, sagen Sie Ihrem Betrieb:',
    request: 'Anfrage',
    why: {
      'return-not-allowed':
        'Eine Anmeldung führt auf eine Seite der Konsole zurück, und diese Adresse ist keine.',
      'sign-in-unknown': 'Diese Anmeldung wurde nicht in diesem Browser begonnen, oder vor zu langer Zeit.',
      'answer-not-accepted': 'Die Antwort des Anmeldedienstes gehört nicht zu dieser Anmeldung.',
      'issuer-refused': 'Der Anmeldedienst hat abgelehnt.',
      'token-not-accepted':
        'Der Anmeldedienst hat Sie eingelassen, aber sein Token wird von diesem System nicht anerkannt.',
      'session-too-large': 'Was der Anmeldedienst über Sie sagt, ist länger, als eine Sitzung sein darf.',
      'issuer-unreachable':
        'Der Anmeldedienst antwortet nicht. Versuchen Sie es in einem Augenblick noch einmal.',
      'sign-in-not-configured': 'Hier ist kein Anmeldedienst eingerichtet, also kann sich niemand anmelden.',
    },
    other: 'Unterwegs ist etwas fehlgeschlagen.',
  },
};

/** `requestId` finds it in the logs. */
export function signInFailed(code: string, requestId: string, language: Language): string {
  const { title, again, tell, request, why, other } = TEXTS[language];
  return plainPage(
    title,
    html`<p>${why[code] ?? other}</p>
      <p><a href="/sign-in">${again}</a></p>
      <p class="soft">${tell} <code>${code}</code>, ${request} <code>${requestId}</code>.</p>`,
    language,
  );
}

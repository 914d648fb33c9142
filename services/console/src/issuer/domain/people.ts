// The ready-made people of a development system: one for each role, so that everybody's view can be seen at once.

export interface LocalPerson {
  /** The token's subject. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly [LocalRole, ...LocalRole[]];
  /** What this person is there for, as the sign-in page tells it. */
  readonly does: { readonly en: string; readonly de: string };
}

type LocalRole = 'operator' | 'designer' | 'supervisor' | 'agent' | 'admin';

export const localPeople: readonly LocalPerson[] = [
  {
    subject: 'olga',
    name: 'Olga',
    roles: ['operator'],
    does: { en: 'keeps the system running', de: 'hält das System am Laufen' },
  },
  {
    subject: 'dana',
    name: 'Dana',
    roles: ['designer'],
    does: { en: 'writes journeys and tries them', de: 'schreibt Journeys und probiert sie aus' },
  },
  {
    subject: 'sam',
    name: 'Sam',
    roles: ['supervisor'],
    does: { en: 'leads the agents', de: 'leitet die Agenten' },
  },
  { subject: 'ada', name: 'Ada', roles: ['agent'], does: { en: 'serves customers', de: 'bedient Kunden' } },
  { subject: 'alex', name: 'Alex', roles: ['admin'], does: { en: 'may do everything', de: 'darf alles' } },
];

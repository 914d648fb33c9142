// The ready-made people of a development system: one for each role, so that everybody's view can be seen at once.

export interface LocalPerson {
  /** The token's subject. */
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly [LocalRole, ...LocalRole[]];
  /** What this person is there for, as the sign-in page tells it. */
  readonly does: string;
}

type LocalRole = 'operator' | 'designer' | 'supervisor' | 'agent' | 'admin';

export const localPeople: readonly LocalPerson[] = [
  { subject: 'olga', name: 'Olga', roles: ['operator'], does: 'keeps the system running' },
  { subject: 'dana', name: 'Dana', roles: ['designer'], does: 'writes journeys and tries them' },
  { subject: 'sam', name: 'Sam', roles: ['supervisor'], does: 'leads the agents' },
  { subject: 'ada', name: 'Ada', roles: ['agent'], does: 'serves customers' },
  { subject: 'alex', name: 'Alex', roles: ['admin'], does: 'may do everything' },
];

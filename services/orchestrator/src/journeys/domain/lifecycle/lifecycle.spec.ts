// The life of a journey: pauses, retirements, and the second person.
import { mayPublish, stateAfter, stateOnPublication } from './lifecycle.js';

const code = (result: { ok: boolean }) =>
  'refusal' in result ? (result.refusal as { code: string }).code : 'ok';

test('a journey is paused, resumed and retired; what is retired begins again only by a publication', () => {
  expect(stateAfter('published', 'pause')).toMatchObject({ value: 'paused' });
  expect(stateAfter('paused', 'pause')).toMatchObject({ value: 'paused' });
  expect(stateAfter('paused', 'resume')).toMatchObject({ value: 'published' });
  expect(stateAfter('paused', 'retire')).toMatchObject({ value: 'retired' });
  expect(code(stateAfter('retired', 'resume'))).toBe('journey-retired');
  expect(code(stateAfter('retired', 'pause'))).toBe('journey-retired');
  expect(stateOnPublication('retired')).toBe('published');
});

test('a new version does not end a pause', () => {
  expect(stateOnPublication('paused')).toBe('paused');
  expect(stateOnPublication(null)).toBe('published');
});

test('a second person publishes what others wrote, where it has to be so', () => {
  const draft = { needed: true, authors: ['ann', 'bob'], publisher: 'cleo' };
  expect(code(mayPublish(draft))).toBe('ok');
  expect(code(mayPublish({ ...draft, publisher: 'ann' }))).toBe('own-draft');
  expect(code(mayPublish({ ...draft, publisher: 'bob' }))).toBe('own-draft');
  expect(code(mayPublish({ ...draft, authors: null }))).toBe('approval-needed');
  expect(code(mayPublish({ needed: false, authors: ['ann'], publisher: 'ann' }))).toBe('ok');
  expect(code(mayPublish({ needed: false, authors: null, publisher: 'ann' }))).toBe('ok');
});

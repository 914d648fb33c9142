// Differences of two versions, step by step.
import { journey, planFrom } from '../../../../test/journey-under-test.js';
import { stepChanges } from './step-changes.js';

const BEFORE = `
    pause:
      office: back
      wait: [{ after: PT1H }]
    hello:
      office: front
      act: collaboration.SendMessage
      with: { template: "'hello'", purpose: "'service'" }
    over: { end: over }`;
const sourceOf = (steps: string) => planFrom(journey(steps)).source;

test('tells what came, what went and what is different', () => {
  const after = BEFORE.replace('hello:', 'greet:').replace('PT1H', 'PT2H');
  expect(stepChanges(sourceOf(BEFORE), sourceOf(after))).toEqual({
    added: ['greet'],
    removed: ['hello'],
    changed: ['pause'],
  });
});

test('the order of keys is no difference; what stands below is one', () => {
  const turned = BEFORE.replace(
    'office: back\n      wait: [{ after: PT1H }]',
    'wait: [{ after: PT1H }]\n      office: back',
  );
  expect(stepChanges(sourceOf(BEFORE), sourceOf(turned)).changed).toEqual([]);
  const between = BEFORE.replace(
    '    over:',
    `    later:
      office: back
      wait: [{ after: PT1H }]
    over:`,
  );
  expect(stepChanges(sourceOf(BEFORE), sourceOf(between))).toEqual({
    added: ['later'],
    removed: [],
    changed: ['hello'],
  });
});

test('a new journey adds all of its steps', () => {
  expect(stepChanges(null, sourceOf(BEFORE)).added).toEqual(['pause', 'hello', 'over']);
});

// Before and after of one customer, and what it adds up to.
import { compareCustomer, kindsOf } from './comparison.js';
import { NOTHING_HAPPENED, type Contact, type CustomerRecord, type Life } from './customer-record.js';
import { Totals } from './totals.js';
import { usualAnswers } from './usual-answers.js';

const contact = (commandId: string, more: Partial<Contact> = {}): Contact => ({
  commandId,
  journey: 'care',
  step: 'remind',
  template: 'reminder',
  channel: 'email',
  at: 1_000_000,
  ...more,
});
const life = (id: string, outcome: string | null): Life => ({
  id,
  journey: 'care',
  version: 1,
  startedAt: 0,
  outcome,
  steps: { constructor: 1 },
});
const record = (contacts: readonly Contact[], lives: readonly Life[] = []): CustomerRecord => ({
  lives,
  contacts,
  reasons: [],
});

test('the same message at the same time is kept, later it has moved', () => {
  const kept = compareCustomer(record([contact('a')]), record([contact('a', { at: 1_030_000 })]));
  expect(kept).toMatchObject({ kept: 1, gained: [], lost: [], moved: [] });
  expect(kindsOf(kept)).toEqual([]);
  const moved = compareCustomer(record([contact('a')]), record([contact('a', { at: 9_000_000 })]));
  expect(kindsOf(moved)).toEqual(['moved']);
});

test('a step that was renamed sends the same message; another template is another one', () => {
  const renamed = compareCustomer(record([contact('a')]), record([contact('b', { step: 'nudge' })]));
  expect(renamed).toMatchObject({ kept: 1, gained: [], lost: [] });
  const other = compareCustomer(record([contact('a')]), record([contact('b', { template: 'offer' })]));
  expect(kindsOf(other)).toEqual(['gained', 'lost']);
  const unknown = compareCustomer(
    record([contact('a', { template: null })]),
    record([contact('b', { template: null })]),
  );
  expect(kindsOf(unknown)).toEqual(['gained', 'lost']);
});

test('two of the same message are two', () => {
  const twice = compareCustomer(record([contact('a'), contact('b')]), record([contact('c')]));
  expect(twice.kept).toBe(1);
  expect(twice.lost).toHaveLength(1);
});

test('outcomes, entries and customers add up, whatever a step is called', () => {
  const totals = new Totals('care');
  const add = (before: CustomerRecord, after: CustomerRecord) =>
    totals.add(before, after, compareCustomer(before, after));
  add(record([], [life('i', 'left')]), record([], [life('i', 'bought')]));
  add(record([], [life('j', 'left')]), NOTHING_HAPPENED);
  expect(totals.value).toMatchObject({
    customers: { all: 2, different: 2 },
    entries: { before: 2, after: 1 },
    outcomes: { left: { before: 2, after: 0 }, bought: { before: 0, after: 1 } },
    outcomeChanges: { 'left → bought': 1 },
    steps: { constructor: { before: 2, after: 1 } },
  });
});

test('usual is the most frequent answer, with the median of its delays', () => {
  const sample = (type: string, delay: number) => ({ act: 'a.B', type, delay });
  const usual = usualAnswers([
    sample('Sent', 10),
    sample('Failed', 1),
    sample('Sent', 5_000),
    sample('Sent', 20),
  ]);
  expect(usual.get('a.B')).toEqual({ type: 'Sent', delay: 20, samples: 3 });
  expect(usual.get('c.D')).toBeUndefined();
});

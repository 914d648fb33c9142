// Proves the life of a case: every step from every state.
import { assignCase, closeCase, reopenCase, type CaseState } from './case.js';

const open: CaseState = { state: 'open', assignee: 'ann', resolution: null, closedBy: null };
const closed: CaseState = { state: 'closed', assignee: 'ann', resolution: 'answered', closedBy: 'ann' };

describe('closing', () => {
  it('settles an open case', () => {
    expect(closeCase(open, { resolution: 'answered', by: 'ann' })).toEqual({
      ok: true,
      value: { changed: true, now: closed },
    });
  });

  it('stays quiet when the same person says the same again', () => {
    expect(closeCase(closed, { resolution: 'answered', by: 'ann' })).toEqual({
      ok: true,
      value: { changed: false, now: closed },
    });
  });

  it.each([
    ['another resolution', { resolution: 'refunded', by: 'ann' }],
    ['another person', { resolution: 'answered', by: 'bob' }],
  ])('refuses %s afterwards', (_, asked) => {
    expect(closeCase(closed, asked)).toMatchObject({ ok: false, refusal: { code: 'case-closed' } });
  });
});

describe('reopening', () => {
  it('takes a closed case up again and keeps its agent', () => {
    expect(reopenCase(closed)).toEqual({ ok: true, value: { changed: true, now: open } });
  });

  it('refuses an open case', () => {
    expect(reopenCase(open)).toMatchObject({ ok: false, refusal: { code: 'case-open' } });
  });
});

describe('assigning', () => {
  it('gives a case to somebody else, or to nobody', () => {
    expect(assignCase(open, 'bob')).toMatchObject({ value: { changed: true, now: { assignee: 'bob' } } });
    expect(assignCase(open, null)).toMatchObject({ value: { changed: true, now: { assignee: null } } });
  });

  it('stays quiet when the agent has it', () => {
    expect(assignCase(open, 'ann')).toEqual({ ok: true, value: { changed: false, now: open } });
  });

  it('refuses a closed case', () => {
    expect(assignCase(closed, 'bob')).toMatchObject({ ok: false, refusal: { code: 'case-closed' } });
  });
});

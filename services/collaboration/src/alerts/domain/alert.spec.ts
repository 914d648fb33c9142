// Specifies who may take an alert on, and which ids are usable.
import { acknowledge, isUsableId, type AlertFacts } from './alert.js';

const open: AlertFacts = { state: 'open', acknowledgedBy: null, acknowledgedRole: null };
const taken: AlertFacts = { state: 'acknowledged', acknowledgedBy: 'anna', acknowledgedRole: 'supervisor' };

describe('acknowledge', () => {
  it('takes an open alert on', () => {
    expect(acknowledge(open, 'anna')).toEqual({ ok: true, value: 'acknowledged' });
  });

  it('stays quiet when the same person says so again', () => {
    expect(acknowledge(taken, 'anna')).toEqual({ ok: true, value: 'already-acknowledged' });
  });

  it('refuses a second person, naming the first one’s role and not their name', () => {
    const refused = acknowledge(taken, 'bert');
    expect(refused).toMatchObject({ refusal: { code: 'alert-taken', rule: 'taken-by:supervisor' } });
    expect(JSON.stringify(refused)).not.toContain('anna');
  });

  it('refuses one that has lapsed', () => {
    expect(acknowledge({ ...open, state: 'lapsed' }, 'anna')).toMatchObject({
      refusal: { code: 'alert-lapsed' },
    });
  });
});

describe('isUsableId', () => {
  it('takes ids of other services, and nothing that no table could hold or no person read', () => {
    expect(['o-1', 'ORD/2026:1', 'a'.repeat(200)].every(isUsableId)).toBe(true);
    for (const odd of ['', ' ', 'a b', 'a\u0000', 'é', '\ud800', 'a'.repeat(201), 'x'.repeat(10_240)])
      expect(isUsableId(odd)).toBe(false);
  });
});

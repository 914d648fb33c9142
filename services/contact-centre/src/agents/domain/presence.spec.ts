// Proves when an agent counts as there, and what their word does to an open offer.
import { offerEndBy, presenceAt } from './presence.js';

describe('presence', () => {
  it('counts as said until the silence is too long', () => {
    const sign = { presence: 'available' as const, seenAt: 1_000 };
    expect(presenceAt(sign, 31_000, 30_000)).toBe('available');
    expect(presenceAt(sign, 31_001, 30_000)).toBe('offline');
    expect(presenceAt({ ...sign, presence: 'away' }, 2_000, 30_000)).toBe('away');
  });

  it('ends an open offer unless the agent is available', () => {
    expect(offerEndBy('available')).toBeUndefined();
    expect(offerEndBy('offline')).toBe('agent_gone');
    expect(offerEndBy('busy')).toBe('declined');
    expect(offerEndBy('away')).toBe('declined');
  });
});

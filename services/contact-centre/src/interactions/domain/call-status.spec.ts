// Proves how a call's status ends its interaction: talked, abandoned, failed, or not at all.
import { endBy } from './call-status.js';

describe('the status of a call', () => {
  it('ends a conversation as completed, and a waiting call as abandoned', () => {
    expect(endBy('completed', 'talking')).toBe('completed');
    expect(endBy('canceled', 'talking')).toBe('completed');
    expect(['completed', 'busy', 'no-answer', 'canceled'].map((status) => endBy(status, 'waiting'))).toEqual(
      Array(4).fill('abandoned'),
    );
    expect(endBy('completed', 'offered')).toBe('abandoned');
  });

  it('says that it failed, whatever came before', () => {
    expect(endBy('failed', 'talking')).toBe('failed');
    expect(endBy('failed', 'waiting')).toBe('failed');
  });

  it('ends nothing while the call goes on, or twice', () => {
    expect(
      ['queued', 'initiated', 'ringing', 'in-progress', 'answered', '__proto__', ''].map((status) =>
        endBy(status, 'waiting'),
      ),
    ).toEqual(Array(7).fill(undefined));
    expect(endBy('completed', 'ended')).toBeUndefined();
  });
});

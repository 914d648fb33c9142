// Proves that an offer tells of its customer only as long as it is its agent's business.
import { tellsOfCustomer } from './telling.js';

describe('an offer', () => {
  it('tells while it is open, in the conversation, and until what came of it was said', () => {
    expect(tellsOfCustomer('open', null)).toBe(true);
    expect(tellsOfCustomer('accepted', null)).toBe(true);
    expect(tellsOfCustomer('completed', null)).toBe(true);
  });

  it('tells nothing any more once it is over', () => {
    expect(tellsOfCustomer('completed', 'advised')).toBe(false);
    for (const state of ['declined', 'unanswered', 'agent_gone', 'caller_gone'] as const)
      expect(tellsOfCustomer(state, null)).toBe(false);
  });
});

// Proves what counts as the state of consent at a moment.
import { consentsAt } from './consent-at.js';

const said = (purpose: string, granted: boolean, at: number, channel = 'email') => ({
  purpose,
  channel,
  granted,
  version: 'v1',
  source: 'form',
  saidAt: new Date(at),
});

describe('consentsAt', () => {
  it('takes the newest word on each purpose and channel', () => {
    const state = consentsAt([
      said('marketing', true, 1),
      said('service', true, 2),
      said('marketing', false, 3),
      said('marketing', true, 1, 'sms'),
    ]);
    expect(state.map(({ purpose, channel, granted }) => [purpose, channel, granted])).toEqual([
      ['marketing', 'email', false],
      ['marketing', 'sms', true],
      ['service', 'email', true],
    ]);
  });

  it('lets the withdrawal count when both were said at one time, in either order', () => {
    expect(consentsAt([said('m', true, 1), said('m', false, 1)])[0]?.granted).toBe(false);
    expect(consentsAt([said('m', false, 1), said('m', true, 1)])[0]?.granted).toBe(false);
  });

  it('says nothing where nothing was said', () => expect(consentsAt([])).toEqual([]));
});

// Who does not read is let go after a while; who is slow for a moment is not.
import { SlowListener } from './slow-listener.js';

describe('SlowListener', () => {
  it('lets go of one who takes nothing for fifteen changes', () => {
    const listener = new SlowListener({ writableLength: 10 });
    const lost = Array.from({ length: 16 }, () => listener.isLost());
    expect(lost.indexOf(true)).toBe(14);
  });

  it('begins to count anew when they have read', () => {
    const outlet = { writableLength: 10 };
    const listener = new SlowListener(outlet);
    for (let each = 0; each < 14; each += 1) listener.isLost();
    outlet.writableLength = 0;
    expect(listener.isLost()).toBe(false);
    outlet.writableLength = 10;
    expect(listener.isLost()).toBe(false);
  });
});

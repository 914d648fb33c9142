// Specifies that silence is a no, and which word counts.
import { agreesToLocation, type ConsentWord } from './location-consent.js';

const said = (channel: string, granted: boolean, day: number, purpose = 'location'): ConsentWord => ({
  purpose,
  channel,
  granted,
  saidAt: `2026-01-0${day}T00:00:00.000Z`,
});

describe('agreesToLocation', () => {
  it('is a yes to devices, or to any channel', () => {
    expect(agreesToLocation([said('device', true, 1)])).toBe(true);
    expect(agreesToLocation([said('*', true, 1)])).toBe(true);
  });

  it('is a no when nothing was said of it', () => {
    expect(agreesToLocation([])).toBe(false);
    expect(agreesToLocation([said('*', true, 1, 'marketing'), said('email', true, 1)])).toBe(false);
  });

  it('follows the newest word, and of two at one time the withdrawal', () => {
    expect(agreesToLocation([said('device', true, 1), said('*', false, 2)])).toBe(false);
    expect(agreesToLocation([said('*', true, 1), said('device', false, 2)])).toBe(false);
    expect(agreesToLocation([said('*', false, 1), said('device', true, 2)])).toBe(true);
    expect(agreesToLocation([said('*', false, 1), said('device', true, 1)])).toBe(false);
  });
});

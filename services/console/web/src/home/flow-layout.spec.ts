// Proves that the picture has every topic, leads each line from who writes to who reads, and shows speed and lag.
import { flowOf, serviceOfGroup, widthOf } from './flow-layout.js';
import type { OverviewData } from './overview-store.js';

const topic = (owner: string, groups: object, ratePerSecond?: number) => ({
  owner,
  partitions: 8,
  history: [0, 1],
  groups,
  ...(ratePerSecond !== undefined && { ratePerSecond }),
});
const data = {
  services: { 'customer-data-platform': {}, crm: {} },
  topics: {
    'crm.contacts': topic('crm', { cdp: { lag: 0 } }, 5),
    'cdp.timeline': topic('customer-data-platform', { crm: { lag: 4 }, 'cdp-activity': {}, cdp: { lag: 7 } }),
  },
} as unknown as OverviewData;

describe('the picture of the flow', () => {
  const { topics, writers, readers, lines, height } = flowOf(data);

  it('has every topic, in the order of who writes them, within its height', () => {
    expect(topics.map(({ name }) => name)).toEqual(['cdp.timeline', 'crm.contacts']);
    for (const { y } of [...topics, ...writers, ...readers]) {
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
  });

  it('has a line from each writer and to each reading service, one for two groups of a service', () => {
    expect(lines.map(({ side, topic: name, service }) => `${side} ${name} ${service}`)).toEqual([
      'writes cdp.timeline customer-data-platform',
      'reads cdp.timeline crm',
      'reads cdp.timeline customer-data-platform',
      'writes crm.contacts crm',
      'reads crm.contacts customer-data-platform',
    ]);
  });

  it('tells who is behind, the last of a service, and what moves', () => {
    const read = lines.filter(({ side }) => side === 'reads');
    expect(read.map(({ lag, isMoving }) => [lag, isMoving])).toEqual([
      [4, false],
      [7, false],
      [0, true],
    ]);
  });

  it('is thicker for what is faster, and never too thick', () => {
    const widths = [0, 0.1, 1, 10, 100, 1_000, 1e9].map(widthOf);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(Math.max(...widths)).toBeLessThanOrEqual(9);
  });

  it('knows a group by its service', () => {
    expect(['cdp', 'cdp-activity', 'crm'].map(serviceOfGroup)).toEqual([
      'customer-data-platform',
      'customer-data-platform',
      'crm',
    ]);
  });
});

// Proves what is called to somebody's attention, and that what is not known is no calm.
import { needsOf } from './needs.js';
import type { OverviewData } from './overview-store.js';

const service = (more: object = {}) => ({ title: 'A', state: 'ready', failing: [], ...more });
const data = (more: object = {}): OverviewData =>
  ({
    services: { crm: service() },
    broker: { state: 'answering' },
    topics: { 'crm.contacts': { owner: 'crm', partitions: 8, history: [], groups: { cdp: { lag: 3 } } } },
    journeys: { running: {}, stuck: {} },
    incidents: {},
    parked: {},
    timers: {},
    withheld: {},
    customers: { state: 'unknown', timeZone: 'UTC' },
    figures: {},
    ...more,
  }) as OverviewData;

describe('what needs somebody', () => {
  it('is nothing when all is well', () => {
    expect(needsOf(data())).toEqual({
      incidents: 0,
      parked: 0,
      stuck: 0,
      overdue: [],
      services: [],
      behind: [],
      isBrokerAway: false,
      isCalm: true,
    });
  });

  it('adds up what waits for a person', () => {
    const needs = needsOf(
      data({
        incidents: { 'act-failed': 2, 'intent-parked': 1 },
        parked: { crm: 4 },
        journeys: { stuck: { a: { x: 1, y: 2 } } },
      }),
    );
    expect(needs).toMatchObject({ incidents: 3, parked: 4, stuck: 3, isCalm: false });
  });

  it('names services that are away or not ready, and outboxes that are not emptied', () => {
    const services = {
      crm: service({ state: 'away' }),
      operations: service({ state: 'not-ready' }),
      collaboration: service({ outboxOldestSeconds: 31 }),
      orchestrator: service({ outboxOldestSeconds: 30 }),
      'contact-centre': service({ state: 'asked' }),
    };
    const needs = needsOf(data({ services }));
    expect(needs).toMatchObject({
      services: ['crm', 'operations'],
      overdue: ['collaboration'],
      isCalm: false,
    });
  });

  it('tells a broker that is away and a group that is far behind', () => {
    expect(needsOf(data({ broker: { state: 'away' } })).isCalm).toBe(false);
    const topics = { t: { groups: { a: { lag: 10_001 }, b: { lag: 10_000 }, c: {}, d: { lag: 20_000 } } } };
    expect(needsOf(data({ topics })).behind).toEqual([{ topic: 't', groups: ['a', 'd'], lag: 20_000 }]);
  });

  it('knows no zero where no service answers', () => {
    const needs = needsOf(data({ services: { crm: service({ state: 'away' }) }, journeys: {} }));
    expect(needs).toMatchObject({ incidents: undefined, parked: undefined, stuck: undefined, isCalm: false });
  });
});

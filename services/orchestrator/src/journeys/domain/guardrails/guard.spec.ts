// Every rule: it lets go, it says no, it stays quiet; sliding windows to the millisecond, quiet hours over changed clocks.
import { NO_MEMORY, remember, type ContactMade, type Memory, type OpenMatter } from '../engine/memory.js';
import type { Json } from '../expressions/value.js';
import { compilePolicy } from './compile-policy.js';
import { guard, type Checked, type Looks, type Verdict } from './guard.js';
import type { PolicySource, Stop } from './policy.js';

const NOW = Date.UTC(2026, 5, 15, 10);
const DAY = 86_400_000;

interface Given {
  readonly policy?: Partial<PolicySource>;
  readonly stops?: readonly Stop[];
  readonly send?: Partial<Checked>;
  readonly facts?: { readonly [name: string]: Json };
  readonly memory?: Memory;
  readonly real?: number;
  slot?(rule: string): number | null;
}

function verdictOn({
  policy,
  stops = [],
  send = {},
  facts = {},
  memory = NO_MEMORY,
  real = NOW,
  slot = () => NOW,
}: Given): Verdict {
  const compiled = compilePolicy({ title: 't', owner: 'o', ...policy });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ rule }) => rule).join());
  const looks: Looks = {
    real,
    fact: (name) => facts[name],
    contacts: (matches) =>
      memory.items.filter((item): item is ContactMade => item.kind === 'contact' && matches(item)),
    matters: (matches) =>
      memory.items.filter((item): item is OpenMatter => item.kind === 'matter' && matches(item)),
    slot,
  };
  const asked: Checked = {
    commandId: 'me',
    purpose: 'marketing',
    channel: 'email',
    category: 'promotion',
    notAfter: null,
    heldSince: null,
    slot: null,
    ...send,
  };
  return guard({ number: 1, policy: { version: 1, rules: compiled.policy }, stops }, asked, looks);
}

const told = (verdict: Verdict): string =>
  verdict.kind === 'send' ? 'send' : `${verdict.kind} ${verdict.rule}`;
const contact = (at: number, more: Partial<ContactMade> = {}): ContactMade => ({
  kind: 'contact',
  id: `c-${at}`,
  channel: 'email',
  purpose: 'marketing',
  category: 'promotion',
  customer: 'a',
  at,
  ...more,
});
const made = (...contacts: readonly ContactMade[]): Memory => contacts.reduce(remember, NO_MEMORY);

test('a policy without rules lets everything go', () => {
  expect(verdictOn({})).toEqual({ kind: 'send', counts: false });
});

describe('suppression', () => {
  const policy: Partial<PolicySource> = {
    suppression: [
      { name: 'complained', segments: ['do-not-contact'] },
      { name: 'unreachable', channels: ['email'], unreachable: true },
    ],
    mandatory: { purposes: ['legal'] },
  };

  test('keeps a segment and an unreachable channel from everything, mandatory or not', () => {
    const facts = { segments: ['gold', 'do-not-contact'] };
    expect(verdictOn({ policy, facts })).toEqual({
      kind: 'skip',
      rule: 'suppression/complained',
      inputs: { segment: 'do-not-contact' },
    });
    expect(told(verdictOn({ policy, facts, send: { purpose: 'legal' } }))).toBe(
      'skip suppression/complained',
    );
    expect(told(verdictOn({ policy, facts: { reachability: { email: false } } }))).toBe(
      'skip suppression/unreachable',
    );
  });

  test('lets go who is not concerned, and what is not known', () => {
    expect(told(verdictOn({ policy, facts: { segments: ['gold'] } }))).toBe('send');
    expect(told(verdictOn({ policy, facts: { reachability: { email: true, sms: false } } }))).toBe('send');
    expect(
      told(verdictOn({ policy, facts: { reachability: { sms: false } }, send: { channel: 'sms' } })),
    ).toBe('send');
    expect(told(verdictOn({ policy, facts: { segments: 'do-not-contact', reachability: null } }))).toBe(
      'send',
    );
    expect(told(verdictOn({ policy, facts: {}, send: { channel: 'constructor' } }))).toBe('send');
  });
});

describe('consent', () => {
  const policy: Partial<PolicySource> = {
    consent: [
      { name: 'marketing', purposes: ['marketing'], unknown: 'refuse' },
      { name: 'service', purposes: ['service'], unknown: 'allow' },
    ],
  };
  const said = (granted: boolean, more: object = {}) => ({
    purpose: 'marketing',
    channel: 'email',
    granted,
    version: '1',
    changedAt: 1,
    ...more,
  });
  const consents = (...facts: readonly object[]) => ({ consents: facts as unknown as Json });

  test.each([
    ['granted', consents(said(true)), 'send'],
    ['withdrawn', consents(said(false)), 'skip consent/marketing'],
    ['nothing said', {}, 'skip consent/marketing'],
    ['said of another channel', consents(said(true, { channel: 'sms' })), 'skip consent/marketing'],
    ['granted for every channel', consents(said(true, { channel: '*' })), 'send'],
    [
      'withdrawn later for every channel',
      consents(said(true), said(false, { channel: '*', changedAt: 2 })),
      'skip consent/marketing',
    ],
    ['granted later', consents(said(false, { channel: '*' }), said(true, { changedAt: 2 })), 'send'],
    ['both at one time', consents(said(true), said(false, { channel: '*' })), 'skip consent/marketing'],
  ])('%s', (_what, facts, wanted) => {
    expect(told(verdictOn({ policy, facts }))).toBe(wanted);
  });

  test('where nothing was said the policy says what holds; a withdrawal always counts', () => {
    expect(told(verdictOn({ policy, send: { purpose: 'service' } }))).toBe('send');
    const facts = consents(said(false, { purpose: 'service' }));
    expect(told(verdictOn({ policy, facts, send: { purpose: 'service' } }))).toBe('skip consent/service');
  });

  test('without a channel it is enough that one may be used', () => {
    const facts = consents(said(false), said(true, { channel: 'whatsapp' }));
    expect(told(verdictOn({ policy, facts, send: { channel: null } }))).toBe('send');
    expect(told(verdictOn({ policy, facts: consents(said(false)), send: { channel: null } }))).toBe(
      'skip consent/marketing',
    );
  });

  test('is asked of mandatory messages too', () => {
    expect(told(verdictOn({ policy: { ...policy, mandatory: { categories: ['promotion'] } } }))).toBe(
      'skip consent/marketing',
    );
  });
});

describe('the switch', () => {
  test('holds by channel and purpose, mandatory messages too, and without a policy', () => {
    const stops = [{ channel: 'email', purpose: '*' }];
    expect(verdictOn({ stops })).toMatchObject({ kind: 'hold', rule: 'stop', until: null });
    expect(told(verdictOn({ stops, send: { channel: 'sms' } }))).toBe('send');
    expect(told(verdictOn({ stops, policy: { mandatory: { purposes: ['marketing'] } } }))).toBe('hold stop');
    const everything = [{ channel: '*', purpose: '*' }];
    expect(told(verdictOn({ stops: everything, send: { channel: null } }))).toBe('hold stop');
    expect(told(verdictOn({ stops, send: { channel: null } }))).toBe('send');
    const send = {
      commandId: 'x',
      purpose: 'p',
      channel: null,
      category: 'c',
      notAfter: 9,
      heldSince: null,
      slot: null,
    };
    const looks: Looks = {
      real: 1,
      fact: () => undefined,
      contacts: () => [],
      matters: () => [],
      slot: () => null,
    };
    expect(guard({ number: 1, policy: null, stops: everything }, send, looks)).toMatchObject({ until: 9 });
    expect(told(guard({ number: 1, policy: null, stops: [] }, send, looks))).toBe('send');
  });
});

describe('open matters', () => {
  const policy: Partial<PolicySource> = {
    matters: [
      { name: 'trouble', categories: ['promotion'], while: ['case', 'fallout'], then: 'hold', atMost: 'P3D' },
    ],
  };
  const memory = remember(NO_MEMORY, {
    kind: 'matter',
    of: 'fallout',
    id: 'o-1',
    customer: 'a',
    at: NOW - 5,
  });

  test('hold promotions until they are settled, for so long and no longer', () => {
    expect(verdictOn({ policy, memory })).toEqual({
      kind: 'hold',
      rule: 'matters/trouble',
      until: NOW + 3 * DAY,
      inputs: { matter: 'fallout', id: 'o-1', since: NOW - 5 },
    });
    expect(told(verdictOn({ policy, memory, send: { heldSince: NOW - 3 * DAY } }))).toBe(
      'skip matters/trouble',
    );
    expect(verdictOn({ policy, memory, send: { notAfter: NOW + 7 } })).toMatchObject({ until: NOW + 7 });
  });

  test('are nothing to other categories, to mandatory messages and to other kinds of matters', () => {
    expect(told(verdictOn({ policy, memory, send: { category: 'service' } }))).toBe('send');
    expect(told(verdictOn({ policy: { ...policy, mandatory: { purposes: ['marketing'] } }, memory }))).toBe(
      'send',
    );
    const cases: Partial<PolicySource> = { matters: [{ name: 'cases', while: ['case'], then: 'drop' }] };
    expect(told(verdictOn({ policy: cases, memory }))).toBe('send');
    const open = remember(NO_MEMORY, { kind: 'matter', of: 'case', id: 'k', customer: 'a', at: 1 });
    expect(told(verdictOn({ policy: cases, memory: open }))).toBe('skip matters/cases');
  });
});

describe('caps', () => {
  const weekly: Partial<PolicySource> = { caps: [{ name: 'weekly', max: 2, per: 'P7D', then: 'hold' }] };

  test('slide: a contact counts until its window is over, to the millisecond', () => {
    const memory = made(contact(NOW - 7 * DAY), contact(NOW - DAY));
    expect(told(verdictOn({ policy: weekly, memory }))).toBe('send');
    expect(verdictOn({ policy: weekly, memory, real: NOW - 1 })).toEqual({
      kind: 'hold',
      rule: 'caps/weekly',
      until: NOW,
      inputs: { made: 2, max: 2, oldest: NOW - 7 * DAY },
    });
  });

  test('hold until as many are over as there are too many', () => {
    const memory = made(contact(NOW - 3 * DAY), contact(NOW - 2 * DAY), contact(NOW - DAY));
    expect(verdictOn({ policy: weekly, memory })).toMatchObject({ until: NOW + 5 * DAY });
  });

  test('do not count the message itself, sent again after a timeout', () => {
    const memory = made(contact(NOW - 5), contact(NOW - 1, { id: 'me' }));
    expect(told(verdictOn({ policy: weekly, memory }))).toBe('send');
  });

  test('count by channel, purpose and category, and whatever could be theirs', () => {
    const policy: Partial<PolicySource> = {
      caps: [
        {
          name: 'sms',
          channels: ['sms'],
          purposes: ['marketing'],
          categories: ['promotion'],
          max: 1,
          per: 'P1D',
          then: 'drop',
        },
      ],
    };
    const send = { channel: 'sms' };
    expect(told(verdictOn({ policy, send, memory: made(contact(NOW - 1)) }))).toBe('send');
    for (const other of [{ purpose: 'service' }, { category: 'service' }])
      expect(
        told(verdictOn({ policy, send, memory: made(contact(NOW - 1, { channel: 'sms', ...other })) })),
      ).toBe('send');
    expect(told(verdictOn({ policy, send, memory: made(contact(NOW - 1, { channel: 'sms' })) }))).toBe(
      'skip caps/sms',
    );
    expect(told(verdictOn({ policy, send, memory: made(contact(NOW - 1, { channel: null })) }))).toBe(
      'skip caps/sms',
    );
    expect(
      told(
        verdictOn({ policy, send: { channel: null }, memory: made(contact(NOW - 1, { channel: 'sms' })) }),
      ),
    ).toBe('skip caps/sms');
  });

  test('never reach mandatory messages, which do not count either', () => {
    const policy = { ...weekly, mandatory: { purposes: ['marketing'] } };
    expect(verdictOn({ policy, memory: made(contact(NOW - 2), contact(NOW - 1)) })).toEqual({
      kind: 'send',
      counts: false,
    });
    expect(verdictOn({ policy: weekly })).toEqual({ kind: 'send', counts: true });
  });

  test('what could not go in its own time is dropped at once, with the times', () => {
    const memory = made(contact(NOW - 2), contact(NOW - 1));
    expect(verdictOn({ policy: weekly, memory, send: { notAfter: NOW + DAY } })).toMatchObject({
      kind: 'skip',
      inputs: { until: NOW - 2 + 7 * DAY, heldAtMostUntil: NOW + DAY },
    });
  });

  test('of several the longest holds, and one that drops comes first', () => {
    const caps = [
      { name: 'daily', max: 1, per: 'P1D', then: 'hold' },
      { name: 'weekly', max: 1, per: 'P6D', then: 'hold' },
    ] as const;
    const memory = made(contact(NOW - 1));
    expect(told(verdictOn({ policy: { caps }, memory }))).toBe('hold caps/weekly');
    const dropping = [...caps, { name: 'hourly', max: 1, per: 'PT1H', then: 'drop' } as const];
    expect(told(verdictOn({ policy: { caps: dropping }, memory }))).toBe('skip caps/hourly');
  });
});

describe('quiet hours', () => {
  const night: Partial<PolicySource> = {
    timeZone: 'Europe/Zurich',
    quietHours: [{ name: 'night', from: '21:00', to: '08:00', then: 'hold' }],
  };
  const at = (iso: string): number => Date.parse(iso);
  const until = (verdict: Verdict): string =>
    verdict.kind === 'hold' && verdict.until !== null ? new Date(verdict.until).toISOString() : told(verdict);

  test.each([
    ['before they begin', '2026-06-15T18:59:59.999Z', 'send'],
    ['when they begin', '2026-06-15T19:00:00Z', '2026-06-16T06:00:00.000Z'],
    ['after midnight', '2026-06-16T01:00:00Z', '2026-06-16T06:00:00.000Z'],
    ['the last moment', '2026-06-16T05:59:59.999Z', '2026-06-16T06:00:00.000Z'],
    ['when they end', '2026-06-16T06:00:00Z', 'send'],
    ['the night in which an hour is left out', '2026-03-28T20:30:00Z', '2026-03-29T06:00:00.000Z'],
    ['the night in which an hour comes twice', '2026-10-24T19:30:00Z', '2026-10-25T07:00:00.000Z'],
  ])('%s', (_what, real, wanted) => {
    expect(until(verdictOn({ policy: night, real: at(real) }))).toBe(wanted);
  });

  test("are on the customer's clock where it is known and is one", () => {
    const real = at('2026-06-15T20:00:00Z');
    expect(told(verdictOn({ policy: night, real, facts: { timeZone: 'America/New_York' } }))).toBe('send');
    expect(until(verdictOn({ policy: night, real, facts: { timeZone: 'Mars/Olympus' } }))).toBe(
      '2026-06-16T06:00:00.000Z',
    );
    expect(until(verdictOn({ policy: night, real, facts: { timeZone: 7 } }))).toBe(
      '2026-06-16T06:00:00.000Z',
    );
    expect(
      until(
        verdictOn({
          policy: night,
          real: at('2026-06-15T09:00:00Z'),
          facts: { timeZone: 'Pacific/Kiritimati' },
        }),
      ),
    ).toBe('2026-06-15T18:00:00.000Z');
  });

  test('an end that the clocks leave out or show twice is late', () => {
    const short: Partial<PolicySource> = {
      timeZone: 'Europe/Zurich',
      quietHours: [{ name: 'short', from: '01:00', to: '02:30', then: 'hold' }],
    };
    expect(until(verdictOn({ policy: short, real: at('2026-03-29T00:30:00Z') }))).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(until(verdictOn({ policy: short, real: at('2026-10-25T00:45:00Z') }))).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  test('of some days begin on those days', () => {
    const weekend: Partial<PolicySource> = {
      quietHours: [{ name: 'weekend', from: '00:00', to: '24:00', days: ['sat', 'sun'], then: 'hold' }],
    };
    expect(until(verdictOn({ policy: weekend, real: at('2026-06-13T12:00:00Z') }))).toBe(
      '2026-06-14T00:00:00.000Z',
    );
    expect(told(verdictOn({ policy: weekend, real: at('2026-06-15T00:00:00Z') }))).toBe('send');
    const friday: Partial<PolicySource> = {
      quietHours: [{ name: 'friday', from: '22:00', to: '06:00', days: ['fri'], then: 'drop' }],
    };
    expect(told(verdictOn({ policy: friday, real: at('2026-06-13T05:00:00Z') }))).toBe(
      'skip quietHours/friday',
    );
    expect(told(verdictOn({ policy: friday, real: at('2026-06-14T05:00:00Z') }))).toBe('send');
  });

  test('drop what could not be sent afterwards, and do not concern what is mandatory', () => {
    const real = at('2026-06-15T23:00:00Z');
    expect(told(verdictOn({ policy: night, real, send: { notAfter: at('2026-06-16T05:00:00Z') } }))).toBe(
      'skip quietHours/night',
    );
    expect(told(verdictOn({ policy: night, real, send: { notAfter: at('2026-06-16T06:00:00Z') } }))).toBe(
      'hold quietHours/night',
    );
    expect(told(verdictOn({ policy: { ...night, mandatory: { categories: ['promotion'] } }, real }))).toBe(
      'send',
    );
  });
});

describe('pace', () => {
  const policy: Partial<PolicySource> = {
    pace: [
      { name: 'texts', channels: ['sms'], perMinute: 60 },
      { name: 'all', perMinute: 6_000 },
    ],
    mandatory: { purposes: ['legal'] },
  };

  test('gives a message the next slot: it goes, waits for it, or asks again when there is none', () => {
    expect(told(verdictOn({ policy }))).toBe('send');
    expect(verdictOn({ policy, slot: () => NOW + 500 })).toEqual({
      kind: 'hold',
      rule: 'pace/all',
      until: NOW + 500,
      inputs: { slot: NOW + 500 },
      slot: NOW + 500,
    });
    const between = { until: NOW + 429, slot: NOW + 429, inputs: { slot: NOW + 429 } };
    expect(verdictOn({ policy, slot: () => NOW + 428.57 })).toMatchObject(between);
    expect(verdictOn({ policy, slot: () => null })).toEqual({
      kind: 'hold',
      rule: 'pace/all',
      until: NOW + 1_000,
      inputs: { slot: null },
    });
  });

  test('a message with a slot takes no other, and waits for its own', () => {
    const none = () => {
      throw new Error('no slot is to be taken');
    };
    const slot = { rule: 'pace/texts', at: NOW };
    expect(told(verdictOn({ policy, send: { channel: 'sms', slot }, slot: none }))).toBe('send');
    expect(verdictOn({ policy, send: { channel: 'sms', slot }, slot: none, real: NOW - 1 })).toMatchObject({
      until: NOW,
      slot: NOW,
    });
  });

  test('counts the first that is meant, mandatory messages too, and drops what would come too late', () => {
    const asked: string[] = [];
    const slot = (rule: string): number => {
      asked.push(rule);
      return NOW + 60_000;
    };
    expect(told(verdictOn({ policy, send: { channel: 'sms', purpose: 'legal' }, slot }))).toBe(
      'hold pace/texts',
    );
    expect(told(verdictOn({ policy, send: { notAfter: NOW + 59_999 }, slot }))).toBe('skip pace/all');
    expect(asked).toEqual(['pace/texts', 'pace/all']);
  });
});

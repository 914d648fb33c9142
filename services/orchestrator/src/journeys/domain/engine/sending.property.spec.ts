// Guardrails over many journeys of one customer, whatever the order of things: no window ever sees more than its cap.
import fc from 'fast-check';
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import type { Guardrails } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';

const seed = Number(process.env['SEED'] ?? 20260115);
const numRuns = Number(process.env['RUNS'] ?? 80);
const HOUR = 3_600_000;

const sends = (name: string, purpose: string, channel: string | null, more = ''): Plan =>
  planFrom(
    journey(
      `
    first:
      office: front
      act: collaboration.SendMessage
      with: { template: "'t'", purpose: "'${purpose}'"${channel === null ? '' : `, channel: "'${channel}'"`} }
      retry: { attempts: 2, backoff: PT30M }
      ${more}
    between: { office: front, wait: [{ after: PT5H }] }
    second:
      office: front
      act: collaboration.SendMessage
      with: { template: "'t'", purpose: "'${purpose}'"${channel === null ? '' : `, channel: "'${channel}'"`} }
    done: { end: done }`,
      { head: `category: ${purpose === 'marketing' ? 'promotion' : 'service'}` },
    ).replace('under-test', name),
  );
const PLANS = [
  sends('mail', 'marketing', 'email'),
  sends('text', 'marketing', 'sms', 'notAfter: P2D'),
  sends('any', 'marketing', null),
  sends('care', 'service', 'sms'),
  sends('law', 'legal', 'email'),
];
const RULES = `
mandatory: { purposes: [legal] }
suppression: [{ name: complained, segments: [complained] }]
quietHours: [{ name: night, purposes: [marketing, service], from: "22:00", to: "07:00", then: hold }]
matters: [{ name: trouble, categories: [promotion], while: [case], then: hold, atMost: P9D }]
caps:
  - { name: day, max: 1, per: P1D, channels: [sms], then: hold }
  - { name: week, max: 3, per: P7D, purposes: [marketing], then: hold }
  - { name: all, max: 4, per: P5D, then: hold }
holdAtMost: P60D
`;
const OPEN: Guardrails = guardrailsOf(RULES, [], 1);
const STOPPED: Guardrails = guardrailsOf(RULES, [{ channel: '*', purpose: '*' }], 2);
const CAPS = [
  { max: 1, window: 24 * HOUR, counts: ({ channel }: Sent) => channel === 'sms' || channel === null },
  { max: 3, window: 7 * 24 * HOUR, counts: ({ purpose }: Sent) => purpose === 'marketing' },
  { max: 4, window: 5 * 24 * HOUR, counts: () => true },
] as const;

type Happening =
  | {
      readonly is: 'order' | 'pass' | 'sent' | 'refused' | 'failed' | 'switch' | 'case' | 'lag';
      readonly n: number;
    }
  | { readonly is: 'complain'; readonly n: number };

const happening: fc.Arbitrary<Happening> = fc.record({
  is: fc.constantFrom(
    'order',
    'order',
    'pass',
    'pass',
    'pass',
    'sent',
    'sent',
    'refused',
    'failed',
    'switch',
    'case',
    'lag',
  ),
  n: fc.nat(47),
});

interface Sent {
  readonly at: number;
  readonly commandId: string;
  readonly purpose: string;
  readonly channel: string | null;
}

class Life {
  readonly game = new JourneyUnderTest(...PLANS);
  readonly sent: Sent[] = [];
  readonly #answered = new Set<string>();
  readonly #refused = new Set<string>();
  /** Which channel collaboration took, where it said so. */
  readonly #took = new Map<string, string>();
  #seen = 0;
  #orders = 0;
  #isCaseOpen = false;
  #number = 2;

  constructor() {
    this.game.guardrails = OPEN;
  }

  /** Whatever has become due is fired in steps of an hour, so that each message's time is known. */
  play({ is, n }: Happening): void {
    const { game } = this;
    switch (is) {
      case 'order':
        this.#orders += 1;
        game.event('operations.OrderAccepted', { orderId: `o-${this.#orders}`, storeId: 's' });
        break;
      case 'pass':
        for (let hour = 0; hour <= n; hour += 1) this.#hour();
        return;
      case 'sent':
        this.#answer('collaboration.MessageSent', n);
        break;
      case 'refused':
        this.#answer('collaboration.MessageRefused', n);
        break;
      case 'failed':
        this.#answer('collaboration.MessageFailed', n);
        break;
      case 'switch':
        this.turn(game.guardrails?.stops.length === 0);
        break;
      case 'case':
        game.event(this.#isCaseOpen ? 'crm.CaseClosed' : 'crm.CaseOpened', { caseId: 'k' });
        this.#isCaseOpen = !this.#isCaseOpen;
        break;
      case 'lag':
        game.lag = Math.max(game.lag, n * 60_000);
        break;
      case 'complain':
        game.facts({ segments: ['complained'] }, 2);
        break;
    }
    this.#note();
  }

  turn(off: boolean): void {
    this.#number += 1;
    this.game.guardrails = { ...(off ? STOPPED : OPEN), number: this.#number };
    this.game.input({ kind: 'released', at: this.game.clock, number: this.#number });
  }

  settle(): void {
    if (this.#isCaseOpen) this.play({ is: 'case', n: 0 });
    this.turn(false);
    this.#note();
    for (let day = 0; day < 120; day += 1) {
      for (let hour = 0; hour < 24; hour += 1) this.#hour();
      for (let n = 0; n < 40; n += 1) this.#answer('collaboration.MessageSent', n);
      this.#note();
    }
  }

  #hour(): void {
    this.game.pass('PT1H');
    this.#note();
  }

  #answer(name: string, n: number): void {
    const open = this.game.commands.filter(({ commandId }) => !this.#answered.has(commandId));
    const command = open[n % Math.max(1, open.length)];
    if (command === undefined) return;
    if (!name.endsWith('Failed')) this.#answered.add(command.commandId);
    if (name.endsWith('Refused')) this.#refused.add(command.commandId);
    if (name.endsWith('Sent'))
      this.#took.set(command.commandId, String(command.value['channel'] ?? 'whatsapp'));
    this.game.event(
      name,
      { channel: command.value['channel'] ?? 'whatsapp' },
      { commandId: command.commandId },
    );
  }

  #note(): void {
    const { commands } = this.game;
    for (const { commandId, value } of commands.slice(this.#seen)) {
      const channel = typeof value['channel'] === 'string' ? value['channel'] : null;
      this.sent.push({
        at: this.game.clock + this.game.lag,
        commandId,
        purpose: String(value['purpose']),
        channel,
      });
    }
    this.#seen = commands.length;
  }

  /** Each message once, by the last time it went out; without those that reached nobody. */
  get reached(): readonly Sent[] {
    const last = new Map(this.sent.map((each) => [each.commandId, each]));
    return [...last.values()]
      .filter(({ commandId }) => !this.#refused.has(commandId))
      .map((each) => ({ ...each, channel: this.#took.get(each.commandId) ?? each.channel }));
  }
}

function tooMany(sent: readonly Sent[]): readonly string[] {
  return CAPS.flatMap(({ max, window, counts }, cap) => {
    const counted = sent.filter((each) => each.purpose !== 'legal' && counts(each));
    return counted.flatMap(({ at }) => {
      // A message's own time is known to the hour.
      const within = counted.filter((other) => other.at > at - window + HOUR && other.at <= at);
      return within.length > max ? [`cap ${cap}: ${within.length} at ${new Date(at).toISOString()}`] : [];
    });
  });
}

describe(`with seed ${seed}`, () => {
  test('nobody gets more than a cap allows in any window, over all journeys, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 10, maxLength: 60 }), (happenings) => {
        const life = new Life();
        for (const each of happenings) life.play(each);
        expect(tooMany(life.reached)).toEqual([]);
        const { recorded, again } = life.game.replayed();
        expect(again).toBe(recorded);
      }),
      { seed, numRuns },
    );
  });

  test('mandatory messages never wait but for the switch; who complained gets nothing from then on', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 5, maxLength: 40 }), (happenings) => {
        const life = new Life();
        for (const each of happenings.filter(({ is }) => is !== 'switch')) life.play(each);
        const held = life.game.changes.flatMap(({ plan, journal }) =>
          plan.journey === 'law'
            ? journal.deeds.filter(({ did }) => did === 'held' || did === 'skipped')
            : [],
        );
        expect(held.filter(({ rule }) => !String(rule).startsWith('continuo.'))).toEqual([]);
        life.play({ is: 'complain', n: 0 });
        const before = life.sent.length;
        for (const each of happenings) life.play(each);
        expect(life.sent.slice(before)).toEqual([]);
      }),
      { seed, numRuns },
    );
  });

  test('nothing that is held is lost: it goes out, or says why it did not', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 5, maxLength: 30 }), (happenings) => {
        const life = new Life();
        for (const each of happenings) life.play(each);
        life.settle();
        const ways = new Map<string, Set<string>>();
        for (const { did, commandId } of life.game.deeds) {
          if (typeof commandId !== 'string') continue;
          const seen = ways.get(commandId) ?? new Set();
          ways.set(commandId, seen.add(did));
        }
        const lost = [...ways].filter(
          ([, seen]) => seen.has('held') && !seen.has('sent') && !seen.has('skipped') && !seen.has('expired'),
        );
        expect(lost).toEqual([]);
        expect(tooMany(life.reached)).toEqual([]);
      }),
      { seed, numRuns: Math.ceil(numRuns / 10) },
    );
  });
});

// A healthy week with nights, a stopped switch and parallel branches raises no alarms; who is stuck in a branch is found.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom, START } from '../../../../test/journey-under-test.js';
import { positionsOf } from '../engine/instance.js';
import { standingSince } from '../engine/withheld.js';
import { NO_TIME } from './histogram.js';
import { passesOf } from './passes.js';
import { stuckLimit } from './stuck-limit.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const seed = Number(process.env['SEED'] ?? 20260411);
const PEOPLE = 400;
const message = (template: string): string =>
  `{ office: front, act: collaboration.SendMessage, with: { template: "'${template}'", purpose: "'service'", channel: "'email'" } }`;
const PLAN = planFrom(
  journey(`
    both:
      office: middle
      parallel: all
      branches:
        asks:
          steps:
            think:
              office: front
              wait: [{ on: continuo.operations.OrderReady.v1, when: event.orderId == key }, { after: PT6H }]
        tells:
          steps:
            say: ${message('say')}
            rest: { office: back, wait: [{ after: PT10M }] }
    thank: ${message('thank')}
    over: { end: over }`),
);
const NIGHT = 'quietHours: [{ name: night, from: "21:00", to: "08:00", then: hold }]\n';
const OPEN = guardrailsOf(NIGHT, [], 1);
const STOPPED = guardrailsOf(NIGHT, [{ channel: '*', purpose: '*' }], 2);
const OPEN_AGAIN = guardrailsOf(NIGHT, [], 3);
/** The switch is off in the middle of the third day. */
const STOP_FROM = START + 2 * DAY + 11 * HOUR;
const STOP_TO = STOP_FROM + 5 * HOUR;
const inForce = (now: number) => (now < STOP_FROM ? OPEN : now < STOP_TO ? STOPPED : OPEN_AGAIN);

/** Mulberry32: the same numbers for the same seed. */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One customer: what the world answers comes after a while, or never. */
class Customer {
  readonly #under = new JourneyUnderTest(PLAN);
  readonly #coming: { readonly at: number; readonly give: () => void }[] = [];
  #next = 0;
  #seen = 0;
  #answered = 0;

  constructor(
    readonly name: string,
    readonly entersAt: number,
    private readonly random: () => number,
    private readonly isAnswered: boolean,
    private readonly left: (change: JourneyUnderTest['changes'][number]) => void,
  ) {
    this.#under.clock = entersAt;
    this.#under.guardrails = inForce(entersAt);
    this.#under.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
    // Some decide within minutes, some within hours, some never.
    const thinks = Math.round(-Math.log(1 - random()) * 45 * 60) * 1_000;
    const ready = (): void => void this.#under.event('operations.OrderReady', { orderId: 'o-1' });
    if (random() < 0.9) this.#coming.push({ at: entersAt + thinks, give: ready });
    this.#lookAround();
  }

  get isGone(): boolean {
    return this.#under.instance.status === 'ended';
  }

  get instance() {
    return this.#under.instance;
  }

  /** When its first message went; null before. */
  get saidAt(): number | null {
    const change = this.#under.changes.find(({ journal }) => journal.deeds.some(({ did }) => did === 'sent'));
    return change?.journal.facts.now ?? null;
  }

  live(until: number): void {
    if (inForce(until) !== this.#under.guardrails) {
      this.#under.guardrails = inForce(until);
      const number = inForce(until).number;
      this.#under.input({ kind: 'released', at: this.#under.clock, number });
      this.#lookAround();
    }
    while (this.#next <= until) {
      const [coming] = this.#coming;
      const due = this.#under.due ?? Infinity;
      this.#under.pass(`PT${Math.max(0, (this.#next - this.#under.clock) / 1_000)}S`);
      if (coming !== undefined && coming.at <= due) this.#coming.shift()?.give();
      this.#lookAround();
    }
    this.#under.clock = until;
  }

  /** Tells what happened, and finds out what comes next. */
  #lookAround(): void {
    const { changes, commands } = this.#under;
    for (; this.#seen < changes.length; this.#seen += 1) {
      const change = changes[this.#seen];
      if (change !== undefined) this.left(change);
    }
    for (; this.#answered < commands.length; this.#answered += 1) {
      const command = commands[this.#answered];
      const at = this.#under.clock + Math.round(3 + this.random() * 40) * 1_000;
      if (this.isAnswered)
        this.#coming.push({ at, give: () => this.#under.answer('collaboration.MessageSent', command) });
    }
    this.#coming.sort((a, b) => a.at - b.at);
    this.#next = Math.min(this.#coming[0]?.at ?? Infinity, this.#under.due ?? Infinity);
  }
}

/** As it is kept and judged in the service, once a minute. */
class Detector {
  readonly alarms = new Map<string, number>();
  stays = 0;
  #limits: { readonly stays: number; readonly by: ReadonlyMap<string, number> } | undefined;
  readonly #histograms = new Map<string, Map<number, number>>();

  learn({ journal }: JourneyUnderTest['changes'][number]): void {
    for (const { step, bucket } of passesOf(journal)) {
      if (bucket === NO_TIME) continue;
      this.stays += 1;
      const histogram = this.#histograms.get(step) ?? new Map<number, number>();
      this.#histograms.set(step, histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1));
    }
  }

  limits(): ReadonlyMap<string, number> {
    if (this.#limits?.stays === this.stays) return this.#limits.by;
    const by = new Map(
      [...PLAN.steps.keys()].flatMap((step): [string, number][] => {
        const limit = stuckLimit(this.#histograms.get(step), PLAN.stuckAfter.get(step), MINUTE);
        return limit === null ? [] : [[step, limit.after]];
      }),
    );
    this.#limits = { stays: this.stays, by };
    return by;
  }

  look(now: number, limits: ReadonlyMap<string, number>, { name, instance }: Customer): void {
    const standing = standingSince(instance);
    for (const [at, { step, visit }] of positionsOf(instance).entries()) {
      const since = standing[at] ?? null;
      const alarm = `${name} ${step} ${visit}`;
      if (since === null || this.alarms.has(alarm)) continue;
      if (since < now - (limits.get(step) ?? Infinity)) this.alarms.set(alarm, now);
    }
  }
}

/** Customers come all week, by day and by night; those who are `stuck` get no answer to what they are told. */
function week(stuck: Readonly<Record<string, number>>): { detector: Detector; lost: readonly Customer[] } {
  const random = numbers(seed);
  const detector = new Detector();
  const coming = [
    ...Array.from({ length: PEOPLE }, (_, n) => ({ name: `well-${n}`, at: Math.floor(random() * 6 * DAY) })),
    ...Object.entries(stuck).map(([name, at]) => ({ name, at })),
  ]
    .map(({ name, at }) => ({ name, at: START + Math.floor(at / 1_000) * 1_000 }))
    .sort((a, b) => a.at - b.at);
  const lost: Customer[] = [];
  let here: Customer[] = [];
  for (let now = START; now < START + 7 * DAY; now += MINUTE) {
    for (; coming[0] !== undefined && coming[0].at <= now;) {
      const { name, at } = coming[0];
      coming.shift();
      const isWell = !(name in stuck);
      const customer = new Customer(name, at, random, isWell, (change) => {
        detector.learn(change);
      });
      here.push(customer);
      if (!isWell) lost.push(customer);
    }
    const limits = detector.limits();
    for (const customer of here) {
      customer.live(now);
      detector.look(now, limits, customer);
    }
    here = here.filter(({ isGone }) => !isGone);
  }
  return { detector, lost };
}

test(`nobody who is well is told of, who is stuck in a branch is found within five minutes (seed ${seed})`, () => {
  const stuck = { 'lost-by-day': 5 * DAY + 10 * HOUR, 'lost-by-night': 5 * DAY + 2 * HOUR };
  const { detector, lost } = week(stuck);
  const falseAlarms = [...detector.alarms.keys()].filter((alarm) => alarm.startsWith('well-'));
  expect(detector.stays).toBeGreaterThan(PEOPLE * 5);
  expect(falseAlarms.length / detector.stays).toBeLessThan(0.01);
  for (const customer of lost) {
    const found = detector.alarms.get(`${customer.name} say 1`) ?? Infinity;
    expect(found - (customer.saidAt ?? 0)).toBeGreaterThan(0);
    expect(found - (customer.saidAt ?? 0)).toBeLessThanOrEqual(5 * MINUTE);
  }
});

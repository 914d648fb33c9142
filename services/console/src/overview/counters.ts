// Puts what services count into the history, each process apart: counters of two replicas are two counters.
import { METRICS, type ServiceAnswer } from './service-probe.js';
import type { MetricSample } from './domain/prometheus-text.js';
import { History, increaseOf, rateOf, type Point } from './domain/history.js';

const TOPIC = 'messaging_destination_name';
const GROUP = 'messaging_consumer_group_name';
const REASON = 'continuo_reason';

export const HISTORY_MS = 300_000;
const RATE_MS = 60_000;
const MAX_SERIES = 4_000;
/** Between the parts of a series' name; no label holds it. */
const CUT = '\u0001';

export class Counters {
  readonly #history = new History(HISTORY_MS, MAX_SERIES);
  /** When each process was last heard. */
  readonly #heard = new Map<string, number>();

  take(service: string, { samples }: ServiceAnswer, at: number): void {
    const instance = samples.find(({ name }) => name === METRICS.info)?.labels.service_instance_id ?? '';
    const sums = new Map<string, number>();
    const add = (parts: readonly string[], value: number): void => {
      const name = parts.join(CUT);
      if (Number.isFinite(value)) sums.set(name, (sums.get(name) ?? 0) + value);
    };
    for (const sample of samples) {
      const parts = seriesOf(sample);
      if (parts !== undefined) add([...parts, service, instance], sample.value);
    }
    const names = new Set(this.#history.names());
    const before = this.#heard.get(`${service}${CUT}${instance}`);
    for (const [name, value] of sums) {
      // A counter that this process did not have a moment ago began at nothing since.
      if (before !== undefined && !names.has(name)) this.#history.add(name, { at: before, value: 0 });
      this.#history.add(name, { at, value });
    }
    this.#history.forget(at);
    this.#remember(`${service}${CUT}${instance}`, at);
  }

  #remember(process: string, at: number): void {
    this.#heard.set(process, at);
    for (const [each, heard] of this.#heard) if (heard < at - HISTORY_MS) this.#heard.delete(each);
  }

  /** Of all processes of a service. */
  consumedPerSecond(service: string, now: number): number | undefined {
    return this.#rate(['consumed'], now, service);
  }

  firedPerSecond(now: number): number | undefined {
    return this.#rate(['fired'], now);
  }

  /** On average over the last minute; undefined when nothing was taken in it. */
  delaySeconds(topic: string, group: string, now: number): number | undefined {
    const taken = this.#increase(['delay-count', topic, group], RATE_MS, now);
    const seconds = this.#increase(['delay-sum', topic, group], RATE_MS, now);
    return taken === undefined || taken === 0 || seconds === undefined ? undefined : seconds / taken;
  }

  withheld(now: number): ReadonlyMap<string, number> {
    const reasons = this.#second('withheld');
    return new Map(
      reasons.flatMap((reason) => {
        const some = this.#increase(['withheld', reason], HISTORY_MS, now) ?? 0;
        return some === 0 ? [] : [[reason, some] as const];
      }),
    );
  }

  /** By definition and outcome; undefined when no service counts it. */
  ended(now: number): ReadonlyMap<string, ReadonlyMap<string, number>> | undefined {
    const pairs = this.#history
      .names()
      .map((name) => name.split(CUT))
      .filter(([kind]) => kind === 'ended');
    if (pairs.length === 0) return undefined;
    const ended = new Map<string, Map<string, number>>();
    for (const [, journey = '', outcome = ''] of pairs) {
      const some = this.#increase(['ended', journey, outcome], HISTORY_MS, now) ?? 0;
      if (some === 0) continue;
      const outcomes = ended.get(journey) ?? new Map<string, number>();
      ended.set(journey, outcomes.set(outcome, some));
    }
    return ended;
  }

  #second(kind: string): readonly string[] {
    const names = this.#history.names().map((name) => name.split(CUT));
    return [...new Set(names.filter(([first]) => first === kind).map(([, second = '']) => second))];
  }

  #increase(parts: readonly string[], windowMs: number, now: number): number | undefined {
    return added(this.#of(parts).map((name) => increaseOf(this.#history.last(name, windowMs, now))));
  }

  #rate(parts: readonly string[], now: number, service?: string): number | undefined {
    const points = this.#of(parts, service).map((name) => this.#history.last(name, RATE_MS, now));
    return added(points.map((each: readonly Point[]) => rateOf(each)));
  }

  /** Every process's series under a name. */
  #of(parts: readonly string[], service?: string): readonly string[] {
    const begin = parts.join(CUT) + CUT;
    const names = this.#history.names().filter((name) => name.startsWith(begin));
    return service === undefined ? names : names.filter((name) => name.split(CUT).at(-2) === service);
  }
}

function added(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

function seriesOf({ name, labels }: MetricSample): readonly string[] | undefined {
  switch (name) {
    case METRICS.consumed:
      return ['consumed'];
    case METRICS.timersFired:
      return ['fired'];
    case METRICS.delaySum:
      return ['delay-sum', labels[TOPIC] ?? '', labels[GROUP] ?? ''];
    case METRICS.delayCount:
      return ['delay-count', labels[TOPIC] ?? '', labels[GROUP] ?? ''];
    case METRICS.withheld:
      return ['withheld', labels[REASON] ?? ''];
    case METRICS.ended:
      return ['ended', labels.journey_definition ?? '', labels.journey_outcome ?? ''];
    default:
      return undefined;
  }
}

// What a journey means, written a second time and another way: each way through it is a coroutine over the text of the
// definition, and a scheduler lets them run. Knows acts, waits, choices, parallels and ends; nothing is kept or undone.
import type {
  ActSource,
  ChooseSource,
  ParallelSource,
  StepSource,
  WaitSource,
} from '../src/journeys/domain/language/definition.js';

type Steps = Readonly<Record<string, StepSource>>;
type Meaning = 'done' | 'failed' | 'refused';

/** What a coroutine waits for. */
type Want =
  | { readonly for: 'time-or-event'; readonly due: number; readonly events: readonly string[] }
  | { readonly for: 'answer'; readonly due: number; readonly command: string }
  | { readonly for: 'operator'; readonly command: string | null }
  | { readonly for: 'branches'; readonly step: string; readonly source: ParallelSource };

/** What it gets: an index of an event, an answer, a word, or nothing but time. */
type Got = { readonly event?: number; readonly answer?: Meaning; readonly word?: 'skip' | 'retry' };

type Way = Generator<Want, 'back', Got>;

interface Thread {
  readonly way: Way;
  readonly parent: Thread | null;
  want: Want | null;
  /** When it came to stand; the oldest goes first. */
  stoodAt: number;
}

/** Thrown by a coroutine that came to an end of the journey. */
class Ended {
  constructor(readonly outcome: string) {}
}

const SPREAD = 1.05;
const HOURS = { PT1H: 1, PT4H: 4, P1D: 24 } as Readonly<Record<string, number>>;

export class ReferenceModel {
  /** `<time> <step>` for each step that is entered. */
  readonly entered: string[] = [];
  /** `<step>/<visit>` of each command, as often as it is sent. */
  readonly commands: string[] = [];
  outcome: string | null = null;
  readonly #visits = new Map<string, number>();
  readonly #vars = new Map<string, number | string>([
    ['n', 1],
    ['storeId', 's-1'],
  ]);
  #threads: Thread[] = [];
  #stood = 0;

  constructor(
    steps: Steps,
    private now: number,
  ) {
    const main = thread(this.#walk(steps, Object.keys(steps)[0] ?? '', ''), null);
    this.#threads = [main];
    this.#resume(main, {});
  }

  get isOver(): boolean {
    return this.outcome !== null;
  }

  /** Where each way stands that waits for more than its branches. */
  get standing(): number {
    return this.#threads.filter(({ want }) => want?.for === 'operator').length;
  }

  event(name: string): void {
    if (this.isOver) return;
    if (name === 'operations.OrderCancelled') return this.#end('cancelled');
    const type = `continuo.${name}.v1`;
    for (const each of this.#threads) {
      const at = each.want?.for === 'time-or-event' ? each.want.events.indexOf(type) : -1;
      if (at >= 0) return this.#resume(each, { event: at });
    }
  }

  answer(command: string, meaning: Meaning): void {
    if (this.isOver) return;
    for (const each of this.#threads) {
      const { want } = each;
      const waits = want?.for === 'answer' || (want?.for === 'operator' && meaning === 'done');
      if (waits && want.command === command) return this.#resume(each, { answer: meaning });
    }
  }

  /** An operator's word on what has stood the longest. */
  word(word: 'skip' | 'retry' | 'cancel'): void {
    if (this.isOver) return;
    if (word === 'cancel') return this.#end('cancelled');
    const standing = this.#threads.filter(({ want }) => want?.for === 'operator');
    const first = standing.sort((a, b) => a.stoodAt - b.stoodAt)[0];
    if (first !== undefined) this.#resume(first, { word });
  }

  pass(until: number): void {
    for (let next = this.#next(until); next !== null; next = this.#next(until)) {
      this.now = Math.max(this.now, next.due);
      this.#resume(next.thread, {});
    }
    this.now = Math.max(this.now, until);
  }

  #next(until: number): { thread: Thread; due: number } | null {
    if (this.isOver) return null;
    let first: { thread: Thread; due: number } | null = null;
    for (const each of this.#threads) {
      if (each.want === null || !('due' in each.want) || each.want.due > until) continue;
      if (first === null || each.want.due < first.due) first = { thread: each, due: each.want.due };
    }
    return first;
  }

  #resume(of: Thread, got: Got): void {
    of.want = null;
    try {
      const next = of.way.next(got);
      if (next.done === true) return this.#back(of);
      of.want = next.value;
      if (next.value.for === 'operator') of.stoodAt = this.#stood += 1;
      if (next.value.for === 'branches') this.#fork(of, next.value.step, next.value.source);
    } catch (thrown) {
      if (!(thrown instanceof Ended)) throw thrown;
      this.#end(thrown.outcome);
    }
  }

  #fork(parent: Thread, step: string, { branches }: ParallelSource): void {
    const opened = Object.values(branches).map(({ steps }) =>
      thread(this.#walk(steps, Object.keys(steps)[0] ?? '', step), parent),
    );
    this.#threads.push(...opened);
    for (const each of opened) {
      if (!this.isOver && this.#threads.includes(each)) this.#resume(each, {});
    }
  }

  /** A branch has come back: the parallel goes on when it was the last, or when one is enough. */
  #back(of: Thread): void {
    const { parent } = of;
    if (parent?.want?.for !== 'branches') throw new Error('the main way came back');
    this.#threads = this.#threads.filter((each) => each !== of);
    const left = this.#threads.filter((each) => each.parent === parent);
    if (parent.want.source.parallel === 'all' && left.length > 0) return;
    for (const each of left) this.#kill(each);
    this.#resume(parent, {});
  }

  #kill(of: Thread): void {
    for (const each of this.#threads.filter(({ parent }) => parent === of)) this.#kill(each);
    this.#threads = this.#threads.filter((each) => each !== of);
  }

  #end(outcome: string): void {
    this.outcome = outcome;
    this.#threads = [];
  }

  /** One way: from step to step until it is back at the parallel around it. */
  *#walk(steps: Steps, first: string, around: string): Way {
    for (let name = first; name !== around;) {
      const step = steps[name];
      if (step === undefined) throw new Error(`there is no ${name}`);
      this.#visits.set(name, (this.#visits.get(name) ?? 0) + 1);
      this.entered.push(`${this.now} ${name}`);
      name = yield* this.#perform(name, step);
    }
    return 'back';
  }

  *#perform(name: string, step: StepSource): Generator<Want, string, Got> {
    if ('end' in step) throw new Ended(step.end);
    if ('act' in step) return yield* this.#act(name, step);
    if ('wait' in step) return yield* this.#wait(step);
    if ('choose' in step) return this.#choose(step);
    if ('parallel' in step) yield { for: 'branches', step: name, source: step };
    else if ('set' in step && step.set !== undefined) yield* this.#set(step.set['n'] ?? '');
    return nextOf(step);
  }

  /** What never has a value stands until it is skipped. */
  *#set(value: string): Generator<Want, void, Got> {
    if (value !== 'vars.missing') {
      this.#vars.set('n', Number(value));
      return;
    }
    for (let got: Got = {}; got.word !== 'skip';) got = yield { for: 'operator', command: null };
  }

  /** An answer counts whenever it comes while the act waits, also between two attempts. */
  *#act(name: string, step: ActSource): Generator<Want, string, Got> {
    const command = `${name}/${this.#visits.get(name) ?? 0}`;
    const attempts = step.retry?.attempts ?? 1;
    let attempt = 1;
    let got = yield* this.#send(command);
    for (;;) {
      if (got.answer === 'done') return nextOf(step);
      if (got.answer === 'failed' && attempt < attempts) {
        got = yield {
          for: 'answer',
          due: this.now + Math.round(10_000 * 2 ** (attempt - 1) * SPREAD),
          command,
        };
        if (got.answer !== undefined) continue;
      }
      if (got.answer !== 'refused' && attempt < attempts) {
        attempt += 1;
      } else {
        const branch = branchOf(step, got.answer);
        if (branch !== undefined) return branch;
        got = yield { for: 'operator', command };
        if (got.word !== 'retry') return nextOf(step);
        attempt = 1;
      }
      got = yield* this.#send(command);
    }
  }

  *#send(command: string): Generator<Want, Got, Got> {
    this.commands.push(command);
    return yield { for: 'answer', due: this.now + 1_800_000, command };
  }

  *#wait({ wait }: WaitSource): Generator<Want, string, Got> {
    const events = wait.map((branch) => ('on' in branch ? branch.on : ''));
    const time = wait.find((branch) => 'after' in branch);
    if (time === undefined || !('after' in time)) throw new Error('a wait without a duration');
    const hours = HOURS[time.after] ?? 0;
    for (;;) {
      const { event } = yield { for: 'time-or-event', due: this.now + hours * 3_600_000, events };
      const branch = event === undefined ? time : wait[event];
      if (branch === undefined || 'restart' in branch) continue;
      return branch.next ?? '';
    }
  }

  #choose({ choose }: ChooseSource): string {
    const branch = choose.find((each) => !('when' in each) || this.#holds(each.when));
    return branch?.next ?? '';
  }

  #holds(condition: string): boolean {
    switch (condition) {
      case 'vars.n > 1':
        return Number(this.#vars.get('n')) > 1;
      case 'visits.over == 0':
        return !this.#visits.has('over');
      default:
        return condition !== 'false';
    }
  }
}

function thread(way: Way, parent: Thread | null): Thread {
  return { way, parent, want: null, stoodAt: 0 };
}

function nextOf(step: StepSource): string {
  return 'next' in step && step.next !== undefined ? step.next : '';
}

function branchOf({ failed, refused, timedOut }: ActSource, answer: Meaning | undefined): string | undefined {
  if (answer === 'refused') return refused ?? failed;
  return answer === 'failed' ? failed : (timedOut ?? failed);
}

// Proves what a live connection does when its stream ends, breaks, is refused, falls silent, or nobody looks.
import { ApiProblem } from '../api/problem.js';
import { LiveStore, SILENCE_MS, type StreamListener, type Surroundings } from './live-store.js';

interface Data {
  readonly n: number;
}

/** A stream that was opened, to be driven by the test. */
interface Stream {
  readonly after: string | undefined;
  readonly listener: StreamListener;
  readonly signal: AbortSignal;
  end(): void;
  fail(error: unknown): void;
}

/** The surroundings, with a clock and timers that move only when told to. */
class World implements Surroundings {
  readonly streams: Stream[] = [];
  signedIn = true;
  hidden = false;
  chance = 1;
  #now = 0;
  #timers: { readonly at: number; readonly work: () => void }[] = [];
  readonly #watchers = new Set<() => void>();

  readonly open: Surroundings['open'] = (after, listener, signal) =>
    new Promise((resolve, reject) => {
      this.streams.push({ after, listener, signal, end: resolve, fail: reject });
    });
  readonly now = () => this.#now;
  readonly random = () => this.chance;
  readonly later: Surroundings['later'] = (ms, work) => {
    const timer = { at: this.#now + ms, work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };
  readonly isHidden = () => this.hidden;
  readonly onVisibility: Surroundings['onVisibility'] = (listener) => {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  };
  readonly stillSignedIn = async () => this.signedIn;

  get last(): Stream {
    const last = this.streams.at(-1);
    if (last === undefined) throw new Error('no stream was opened');
    return last;
  }

  /** Time passes, and what has been asked for by then happens, also what waits for a promise. */
  async pass(ms: number): Promise<void> {
    await settle();
    const until = this.#now + ms;
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== due);
      this.#now = due.at;
      due.work();
      await settle();
    }
    this.#now = until;
  }

  look(hidden: boolean): void {
    this.hidden = hidden;
    for (const watcher of this.#watchers) watcher();
  }
}

/** Promises that are settled already have their effects after this. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};
const snapshot = (seq: string, n: number) => ({
  type: 'snapshot',
  data: JSON.stringify({ seq, at: '2026-01-01T00:00:00Z', data: { n } }),
});
const change = (seq: string, n: number) => ({
  type: 'change',
  data: JSON.stringify({ seq, changes: { n } }),
});

function watched() {
  const world = new World();
  const store = new LiveStore<Data>(world);
  const seen: (number | undefined)[] = [];
  const leave = store.subscribe(() => seen.push(store.current().data?.n));
  return { world, store, seen, leave };
}

describe('a live document', () => {
  it('is connecting, then live from the snapshot on, and follows its changes', () => {
    const { world, store, seen } = watched();
    expect(store.current().state).toBe('connecting');
    world.last.listener.onEvent(snapshot('a.1', 1));
    world.last.listener.onEvent(change('a.2', 2));
    expect(store.current()).toMatchObject({ state: 'live', data: { n: 2 } });
    expect(seen).toEqual([1, 2]);
  });

  it('drops what comes twice or late', () => {
    const { world, store, seen } = watched();
    world.last.listener.onEvent(snapshot('a.5', 5));
    world.last.listener.onEvent(change('a.6', 6));
    world.last.listener.onEvent(change('a.6', 66));
    world.last.listener.onEvent(change('a.4', 44));
    expect(store.current().data).toEqual({ n: 6 });
    expect(seen).toEqual([5, 6]);
  });

  it('asks for a snapshot after a gap, shows nothing half, and says that it is old meanwhile', async () => {
    const { world, store } = watched();
    world.last.listener.onEvent(snapshot('a.1', 1));
    const first = world.last;
    first.listener.onEvent(change('a.3', 3));
    expect(store.current()).toMatchObject({ state: 'stale', data: { n: 1 } });
    expect(first.signal.aborted).toBe(true);
    await world.pass(1_000);
    expect(world.last.after).toBeUndefined();
    world.last.listener.onEvent(snapshot('a.3', 3));
    expect(store.current()).toMatchObject({ state: 'live', data: { n: 3 } });
    first.listener.onEvent(change('a.4', 44));
    expect(store.current().data).toEqual({ n: 3 });
  });

  it('goes on where it was when the stream ends', async () => {
    const { world, store } = watched();
    world.last.listener.onEvent(snapshot('a.1', 1));
    world.last.listener.onEvent(change('a.2', 2));
    world.last.end();
    await world.pass(0);
    expect(store.current()).toMatchObject({ state: 'stale', data: { n: 2 } });
    await world.pass(1_000);
    expect(world.last.after).toBe('a.2');
    world.last.listener.onEvent(change('a.3', 3));
    expect(store.current()).toMatchObject({ state: 'live', data: { n: 3 } });
  });

  it('takes the snapshot of another process that it comes back to', async () => {
    const { world, store } = watched();
    world.last.listener.onEvent(snapshot('a.9', 9));
    world.last.fail(new TypeError('connection lost'));
    await world.pass(1_000);
    world.last.listener.onEvent(snapshot('b.1', 1));
    world.last.listener.onEvent(change('b.2', 2));
    expect(store.current()).toMatchObject({ state: 'live', data: { n: 2 } });
  });

  it('waits longer after each failure, at most half a minute, and begins anew after a success', async () => {
    const { world } = watched();
    const waits: number[] = [];
    for (let failure = 0; failure < 7; failure += 1) {
      world.last.fail(new TypeError('nobody there'));
      const before = world.streams.length;
      await world.pass(0);
      let waited = 0;
      while (world.streams.length === before) {
        await world.pass(500);
        waited += 500;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    world.last.listener.onEvent(snapshot('a.1', 1));
    world.last.end();
    const before = world.streams.length;
    await world.pass(1_000);
    expect(world.streams.length).toBe(before + 1);
  });

  it('does not come at the same moment as others', async () => {
    const { world } = watched();
    world.chance = 0;
    world.last.fail(new TypeError('nobody there'));
    await world.pass(500);
    expect(world.streams.length).toBe(2);
  });

  it('takes a long silence for a connection that is gone, and a heartbeat for one that is there', async () => {
    const { world, store } = watched();
    world.last.listener.onEvent(snapshot('a.1', 1));
    await world.pass(SILENCE_MS - 1);
    world.last.listener.onAlive();
    await world.pass(SILENCE_MS - 1);
    expect(store.current()).toMatchObject({ state: 'live', at: SILENCE_MS - 1 });
    await world.pass(1);
    expect(store.current().state).toBe('stale');
    expect(world.streams[0]?.signal.aborted).toBe(true);
    await world.pass(1_000);
    expect(world.last.after).toBe('a.1');
  });

  it('rests while nobody can see it, and goes on when somebody does', async () => {
    const { world, store } = watched();
    world.last.listener.onEvent(snapshot('a.1', 1));
    world.look(true);
    expect(store.current().state).toBe('paused');
    expect(world.last.signal.aborted).toBe(true);
    await world.pass(600_000);
    expect(world.streams.length).toBe(1);
    world.look(false);
    expect(world.last.after).toBe('a.1');
    expect(store.current().state).toBe('stale');
  });

  it('closes after a refusal that stays, and says which', async () => {
    const { world, store } = watched();
    world.last.fail(new ApiProblem({ status: 403, code: 'role-missing' }));
    await world.pass(600_000);
    expect(store.current()).toMatchObject({ state: 'closed', problem: { code: 'role-missing' } });
    expect(world.streams.length).toBe(1);
  });

  it('tries again after a refusal that may pass', async () => {
    const { world } = watched();
    world.last.fail(new ApiProblem({ status: 429, code: 'too-many-streams' }));
    await world.pass(1_000);
    expect(world.streams.length).toBe(2);
  });

  it('comes back with a session that was renewed, and closes without one', async () => {
    const { world, store } = watched();
    world.last.fail(new ApiProblem({ status: 401, code: 'not-authenticated' }));
    await world.pass(1_000);
    expect(world.streams.length).toBe(2);
    world.signedIn = false;
    world.last.fail(new ApiProblem({ status: 401, code: 'not-authenticated' }));
    await world.pass(60_000);
    expect(store.current().state).toBe('closed');
    expect(world.streams.length).toBe(2);
  });

  it('is one stream for all who look, kept for a moment after the last', async () => {
    const { world, store, leave } = watched();
    const other = store.subscribe(() => undefined);
    leave();
    other();
    await world.pass(1_000);
    store.subscribe(() => undefined)();
    await world.pass(4_000);
    expect(world.streams.length).toBe(1);
    expect(world.last.signal.aborted).toBe(false);
    await world.pass(1_000);
    expect(world.last.signal.aborted).toBe(true);
  });
});

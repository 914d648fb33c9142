// Remembers answers of the registry: hits for ever, misses briefly, neither without bound.
import type { Fault } from '@continuo/kernel';

export interface BoundedCacheOptions {
  readonly maxEntries: number;
  readonly missMs: number;
  /** Milliseconds, monotonic; the process's own clock unless a test gives one. */
  readonly now?: () => number;
}

/** Loads each key once, also when asked by many at the same time. A Fault named as a miss is remembered for `missMs`. */
export class BoundedCache<K, V> {
  readonly #hits = new Map<K, V>();
  readonly #misses = new Map<K, { readonly until: number; readonly fault: Fault }>();
  readonly #loading = new Map<K, Promise<V>>();
  readonly #options: BoundedCacheOptions;
  readonly #now: () => number;

  constructor(options: BoundedCacheOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** What is known now, without asking anybody. */
  known(key: K): V | undefined {
    return this.#hits.get(key);
  }

  remember(key: K, value: V): void {
    bounded(this.#hits, key, value, this.#options.maxEntries);
    this.#misses.delete(key);
  }

  async get(key: K, load: () => Promise<V>, isMiss: (thrown: unknown) => thrown is Fault): Promise<V> {
    const known = this.#hits.get(key);
    if (known !== undefined) return known;
    const miss = this.#misses.get(key);
    if (miss && this.#now() < miss.until) throw miss.fault;
    const running = this.#loading.get(key) ?? this.#load(key, load, isMiss);
    return running;
  }

  #load(key: K, load: () => Promise<V>, isMiss: (thrown: unknown) => thrown is Fault): Promise<V> {
    const loading = load()
      .then((value) => {
        this.remember(key, value);
        return value;
      })
      .catch((thrown: unknown) => {
        if (isMiss(thrown)) {
          const until = this.#now() + this.#options.missMs;
          bounded(this.#misses, key, { until, fault: thrown }, this.#options.maxEntries);
        }
        throw thrown;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }
}

/** The oldest entry goes first; what is still needed is loaded again. */
function bounded<K, V>(map: Map<K, V>, key: K, value: V, maxEntries: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= maxEntries) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

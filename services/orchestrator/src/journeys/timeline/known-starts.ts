// Instances that an event tried to start again. To look for them before each start would cost every batch a statement; so the
// database tells of them when they are written, the batch fails as a whole, and the next attempt knows them.

/** More than can wait at once; who is forgotten is found out again. */
const MOST = 10_000;

export class KnownStarts {
  readonly #ids = new Set<string>();

  add(instanceIds: readonly string[]): void {
    for (const id of instanceIds) this.#ids.add(id);
    for (const id of this.#ids) {
      if (this.#ids.size <= MOST) break;
      this.#ids.delete(id);
    }
  }

  has(instanceId: string): boolean {
    return this.#ids.has(instanceId);
  }
}

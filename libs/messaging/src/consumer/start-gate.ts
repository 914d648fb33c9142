// Keeps bystanders from being blamed: a record that may have ended a process before is started with no other counted
// start beside it. Otherwise whatever else was in hand at each death would use up its starts too.

/** Many shared holders at once, or one exclusive; first come, first served, so that neither kind starves. */
export class StartGate {
  private holders = 0;
  private exclusive = false;
  private readonly queue: { readonly exclusive: boolean; readonly enter: () => void }[] = [];

  /** Runs beside other shared ones. */
  shared<T>(run: () => Promise<T>): Promise<T> {
    return this.pass(false, run);
  }

  /** Runs alone. */
  alone<T>(run: () => Promise<T>): Promise<T> {
    return this.pass(true, run);
  }

  private async pass<T>(exclusive: boolean, run: () => Promise<T>): Promise<T> {
    if (this.queue.length > 0 || !this.fits(exclusive)) {
      await new Promise<void>((enter) => this.queue.push({ exclusive, enter }));
    } else {
      this.take(exclusive);
    }
    try {
      return await run();
    } finally {
      this.holders -= 1;
      if (this.holders === 0) this.exclusive = false;
      this.admit();
    }
  }

  private fits(exclusive: boolean): boolean {
    return this.holders === 0 || (!exclusive && !this.exclusive);
  }

  private take(exclusive: boolean): void {
    this.holders += 1;
    this.exclusive = exclusive;
  }

  private admit(): void {
    for (let next = this.queue[0]; next !== undefined && this.fits(next.exclusive); next = this.queue[0]) {
      this.queue.shift();
      this.take(next.exclusive);
      next.enter();
    }
  }
}

/** One for the process, because a process dies as a whole, with all its groups. */
export const startGate = new StartGate();

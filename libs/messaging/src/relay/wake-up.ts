// A bell between the one who commits rows and the relay of the same process: rung early it is remembered once.

export class WakeUp {
  private rung = false;
  private waiter: (() => void) | undefined;

  /** Wakes whoever waits, or the next one who comes to wait. */
  ring(): void {
    this.rung = true;
    this.waiter?.();
  }

  /** Resolves when rung, or after the time. True when it was rung. */
  async wait(ms: number): Promise<boolean> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.waiter = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.waiter = undefined;
    }
    const rung = this.rung;
    this.rung = false;
    return rung;
  }
}

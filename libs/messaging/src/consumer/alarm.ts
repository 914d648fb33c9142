// Sleeping until a time or until woken, whichever comes first.

export class Alarm {
  private ring: (() => void) | null = null;

  /** Ends a sleep; nothing happens when nobody sleeps. */
  wake(): void {
    this.ring?.();
  }

  /** Until woken, or until a time (`Date.now()`) when one is given. */
  async sleep(until: number | null): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = until === null ? undefined : setTimeout(resolve, Math.max(0, until - Date.now()));
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.ring = null;
  }
}

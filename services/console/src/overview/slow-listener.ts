// Notices that somebody who listens does not read: what waits for them would otherwise grow until the stream ends.

/** So many changes in a row that found earlier ones still waiting: half a minute of them. */
const PATIENCE = 15;

/** `writableLength` of a socket: bytes that its peer has not taken yet. */
export interface Outlet {
  readonly writableLength: number;
}

export class SlowListener {
  #waiting = 0;

  constructor(private readonly outlet: Outlet | undefined) {}

  /** Asked before each change; true when it is time to let go. They come back where they were. */
  isLost(): boolean {
    this.#waiting = (this.outlet?.writableLength ?? 0) > 0 ? this.#waiting + 1 : 0;
    return this.#waiting >= PATIENCE;
  }
}

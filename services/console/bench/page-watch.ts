// What somebody who stays on a page would feel and what it costs: interactions as web-vitals counts them, long tasks, the
// heap after a collection, and what goes over the wire. The page itself is not changed: all of it is asked from outside.
import type { CDPSession, Page } from 'playwright-core';

/** One interaction: from the input until the next frame is painted, by the Event Timing API. */
export interface Interaction {
  readonly id: number;
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  /** What it was: `click`, `keydown`, … */
  readonly kind: string;
  /** Of the duration: until the page's own code ran, and how long that took; the rest is drawing. */
  readonly waited: number;
  readonly handled: number;
}

export interface HeapSample {
  readonly at: number;
  readonly bytes: number;
}

export interface Watched {
  readonly interactions: readonly Interaction[];
  /** Milliseconds of each. */
  readonly longTasks: readonly number[];
  readonly heap: readonly HeapSample[];
  /** Bytes of server-sent events. */
  readonly liveBytes: number;
  /** Milliseconds of each call of an API. */
  readonly calls: readonly number[];
  readonly failedCalls: number;
  readonly seconds: number;
}

/** Runs in the page. Entries of one interaction (keydown, keyup; pointerdown, click) are one, as long as its longest. */
const OBSERVE = `(() => {
  const seen = (globalThis.__watched = { interactions: [], longTasks: [] });
  const byId = new Map();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.interactionId) continue;
      const known = byId.get(entry.interactionId);
      const told = {
        duration: entry.duration,
        kind: entry.name,
        waited: entry.processingStart - entry.startTime,
        handled: entry.processingEnd - entry.processingStart,
      };
      if (known) {
        if (told.duration > known.duration) Object.assign(known, told);
      } else {
        const one = { id: entry.interactionId, at: entry.startTime, ...told };
        byId.set(entry.interactionId, one);
        seen.interactions.push(one);
      }
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.longTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
})()`;

export class PageWatch {
  readonly #heap: HeapSample[] = [];
  readonly #calls: number[] = [];
  readonly #began = new Map<string, { readonly at: number; readonly live: boolean }>();
  #liveBytes = 0;
  #failed = 0;
  #since = performance.now();

  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** Before the page is opened, so that nothing of it is missed. */
  static async over(page: Page): Promise<PageWatch> {
    await page.addInitScript(OBSERVE);
    const session = await page.context().newCDPSession(page);
    const watch = new PageWatch(page, session);
    await session.send('Network.enable');
    await session.send('HeapProfiler.enable');
    session.on('Network.requestWillBeSent', ({ requestId, request, type, timestamp }) => {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith('/api/') || pathname.startsWith('/console/'))
        watch.#began.set(requestId, { at: timestamp, live: type === 'EventSource' });
    });
    session.on('Network.dataReceived', ({ requestId, dataLength }) => {
      if (watch.#isLive(requestId)) watch.#liveBytes += dataLength;
    });
    session.on('Network.responseReceived', ({ requestId, response, type }) => {
      const begun = watch.#began.get(requestId);
      // Also where the page reads the stream by itself.
      if (begun !== undefined && (type === 'EventSource' || response.mimeType === 'text/event-stream'))
        watch.#began.set(requestId, { ...begun, live: true });
      else if (begun !== undefined && response.status >= 400) watch.#failed += 1;
    });
    session.on('Network.loadingFinished', ({ requestId, timestamp }) => {
      const begun = watch.#began.get(requestId);
      watch.#began.delete(requestId);
      if (begun !== undefined && !begun.live) watch.#calls.push((timestamp - begun.at) * 1_000);
    });
    return watch;
  }

  /** Forgets what was before: opening a page is not staying on it. */
  async begin(): Promise<void> {
    this.#calls.length = 0;
    this.#heap.length = 0;
    this.#liveBytes = 0;
    this.#failed = 0;
    this.#since = performance.now();
    await this.page.evaluate('__watched.interactions.length = 0; __watched.longTasks.length = 0');
    await this.sampleHeap();
  }

  /** What is still held after a collection. */
  async sampleHeap(): Promise<void> {
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    this.#heap.push({ at: performance.now() - this.#since, bytes: usedSize });
  }

  async end(): Promise<Watched> {
    await this.sampleHeap();
    const seen = await this.page.evaluate<{ interactions: Interaction[]; longTasks: number[] }>('__watched');
    return {
      ...seen,
      heap: this.#heap,
      liveBytes: this.#liveBytes,
      calls: this.#calls,
      failedCalls: this.#failed,
      seconds: (performance.now() - this.#since) / 1_000,
    };
  }

  #isLive(requestId: string): boolean {
    return this.#began.get(requestId)?.live === true;
  }
}

// A component that looks at a live document, or at a part of it, is rendered again only when what it looks at changed.
import { useCallback, useSyncExternalStore } from 'react';
import { askSession, goToSignIn } from '../session/session.js';
import { eventStream } from './event-stream.js';
import type { Live } from './live-state.js';
import { LiveStore } from './live-store.js';

/** A store of the stream at `path`, in a browser. One per stream, made where its module is loaded. */
export function liveStore<T>(path: string): LiveStore<T> {
  return new LiveStore<T>({
    open: eventStream(path),
    now: Date.now,
    random: Math.random,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    isHidden: () => document.hidden,
    onVisibility: (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    stillSignedIn: async () => {
      const session = await askSession();
      if (!session.signedIn) goToSignIn();
      return session.signedIn;
    },
  });
}

/** All of it: data, state and age. */
export function useLive<T>(store: LiveStore<T>): Live<T> {
  return useSyncExternalStore(store.subscribe, store.current);
}

/**
 * A part of it, `useLivePart(overview, ({ topics }) => topics)`: undefined until it is known.
 * @param part must return the same object for the same data; parts of the document do.
 */
export function useLivePart<T, Part>(store: LiveStore<T>, part: (data: T) => Part): Part | undefined {
  const current = useCallback(() => {
    const { data } = store.current();
    return data === undefined ? undefined : part(data);
  }, [store, part]);
  return useSyncExternalStore(store.subscribe, current);
}

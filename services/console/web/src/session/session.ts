// Who is signed in, as the gateway says it: asked at the start, when somebody comes back to the window, and at its end.
import { useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem.js';
import { mayOpen, type Role } from './roles.js';

export type Session =
  | { readonly signedIn: false }
  | {
      readonly signedIn: true;
      readonly subject: string;
      /** As the issuer tells it; not every issuer does. */
      readonly name?: string;
      readonly roles: readonly string[];
      /** ISO 8601. */
      readonly expiresAt: string;
      readonly csrfToken: string;
    };

/** Between two looks when a window is come back to. */
const LOOK_AGAIN_AFTER_MS = 30_000;

let session: Session = { signedIn: false };
let askedAt = 0;
let asking: Promise<Session> | undefined;
const listeners = new Set<() => void>();

export function currentSession(): Session {
  return session;
}

/** Asks the gateway; callers at the same time share one question. */
export function askSession(): Promise<Session> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  return asking;
}

export function useSession(): Session {
  return useSyncExternalStore(subscribe, currentSession);
}

/** Whether who is signed in has one of these roles. */
export function useMay(...any: readonly Role[]): boolean {
  const now = useSession();
  return now.signedIn && mayOpen(now.roles, any);
}

/** Leaves for the sign-in, which leads back to this very address. */
export function goToSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?return=${encodeURIComponent(pathname + search)}`);
}

/** Ends the session here and, where the issuer has such a place, there. */
export async function signOut(): Promise<void> {
  const headers: Record<string, string> = session.signedIn ? { 'x-csrf-token': session.csrfToken } : {};
  const answer = await fetch('/sign-out', { method: 'POST', headers });
  if (!answer.ok) throw await ApiProblem.of(answer);
  const { next } = (await answer.json()) as { readonly next: string };
  window.location.assign(next);
}

/** Looks again when the window is come back to, since the session may have ended or changed elsewhere. */
export function watchSession(): void {
  document.addEventListener('visibilitychange', () => {
    const old = performance.now() - askedAt > LOOK_AGAIN_AFTER_MS;
    if (!document.hidden && old) askSession().catch(() => undefined); // the next call will tell
  });
}

async function ask(): Promise<Session> {
  const answer = await fetch('/session', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw await ApiProblem.of(answer);
  const told = (await answer.json()) as Session;
  askedAt = performance.now();
  if (JSON.stringify(told) !== JSON.stringify(session)) {
    // Somebody else has signed in, in another window: nothing of the one before stays on the page or in memory.
    if (isSomebodyElse(session, told)) window.location.reload();
    session = told;
    for (const listener of listeners) listener();
  }
  return session;
}

function isSomebodyElse(before: Session, now: Session): boolean {
  if (!before.signedIn || !now.signedIn) return false;
  return before.subject !== now.subject || [...before.roles].sort().join() !== [...now.roles].sort().join();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

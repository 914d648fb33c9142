// Statements of one transaction that need nothing of each other's answers, on their way at once.

/**
 * Waits for statements of async functions (what throws at once would leave the others alone) that were given to the connection one after the other without waiting in between. The server runs
 * them in that order; what is saved is the way there and back of each. Throws the first one's error that failed, when all
 * have ended: nothing is still under way then.
 */
export async function together(statements: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  for (const ended of await Promise.allSettled(statements)) {
    if (ended.status === 'rejected') throw ended.reason;
  }
}

// Lines with the time since the launcher began, and an end when the launcher or the terminal asks for one.

/** A line on the terminal. */
export function progress(line: string): void {
  const since = Number(process.env['CONTINUO_STARTED_AT'] ?? processStartedAt);
  console.log(`[${((Date.now() - since) / 1_000).toFixed(1).padStart(6)} s] ${line}`);
}

const processStartedAt = Date.now();

/** Aborted by Ctrl-C, SIGTERM, a closed terminal, or a launcher that is gone. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  process.on('disconnect', () => stopping.abort());
  return stopping.signal;
}

// With what options of Node a service runs: measured, so that an idle one stays under 160 MB and a busy one as fast.

/**
 * A small young generation: an idle service grows it to what it may have. `--optimize-for-size` saves 10 MB more and
 * makes a busy service a half slower.
 */
export const v8Options: readonly string[] = ['--max-semi-space-size=4'];

/**
 * Arguments of Node for a service. Traces name our sources; `--enable-source-maps` would read the maps of every
 * package too, 15 MB of them.
 */
export function serviceArguments(main: string): string[] {
  return [...v8Options, '--import', new URL('./own-source-maps.js', import.meta.url).href, main];
}

/**
 * The caller's environment as a service gets it. Without Node's compile cache: a process keeps in memory what it has
 * read of it (15 MB), and spares a twentieth of its start. With one arena of malloc instead of one per thread (8 MB), and
 * malloc's usual threshold said aloud, which keeps it from raising that by itself (4 MB stay behind after the start).
 */
export function processEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _cache, ...rest } = env;
  return { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072', ...rest };
}

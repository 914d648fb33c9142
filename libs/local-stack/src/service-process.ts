// With what options of Node a service runs: measured, so that an idle one stays under 160 MB and a busy one as fast.

/**
 * V8 keeps its heap small instead of letting it grow with the machine (70 MB of an idle service), while the young
 * generation, which is what a busy service needs, may be as large as by default.
 */
export const v8Options: readonly string[] = ['--optimize-for-size', '--max-semi-space-size=16'];

/**
 * Arguments of Node for a service. Traces name our sources; `--enable-source-maps` would read the maps of every
 * package too, 15 MB of them.
 */
export function serviceArguments(main: string): string[] {
  return [...v8Options, '--import', new URL('./own-source-maps.js', import.meta.url).href, main];
}

/**
 * The caller's environment without Node's compile cache: a process keeps in memory what it has read of it (15 MB),
 * and spares a twentieth of its start.
 */
export function withoutCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _cache, ...rest } = env;
  return rest;
}

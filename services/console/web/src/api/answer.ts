// What an operation answers when all is well, by the stored interfaces: pages name answers, they don't describe them again.

/** `Answer<paths, '/api/crm/cases'>`, or of a call that asks by a body `Answer<paths, '…:batchGet', 'post'>`. */
export type Answer<Paths, Path extends keyof Paths, Method extends 'get' | 'post' = 'get'> =
  Paths[Path] extends Record<Method, { responses: { 200: { content: { 'application/json': infer Body } } } }>
    ? Body
    : never;

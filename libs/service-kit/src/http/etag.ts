// Keeps two people from overwriting each other: a version as ETag out, the same as If-Match back in.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** Tells the caller which version it was shown. */
export function setETag(reply: FastifyReply, version: number | string): void {
  void reply.header('etag', etagOf(version));
}

/**
 * Checks that the caller changes what it has seen. Throws 428 when it sends no If-Match, 412 when the version has moved.
 * The store must still compare the version in its own statement: between this check and the change anything can happen.
 */
export function checkIfMatch(request: FastifyRequest, version: number | string): void {
  const given = request.headers['if-match'];
  if (given === undefined) {
    throw new Problem(428, 'if-match-missing', 'Send If-Match with the ETag of the version you have seen.', {
      fields: [{ field: 'If-Match', rule: 'required', message: 'the ETag of the version you have seen' }],
    });
  }
  const wanted = etagOf(version);
  if (versionsOf(given).includes(wanted) || takesAnyVersion(request)) return;
  throw new Problem(412, 'version-moved', 'Somebody changed it after you read it; read it again.', {
    fields: [{ field: 'If-Match', rule: 'current-version', message: 'the version has moved' }],
    headers: { etag: wanted },
  });
}

/** Whether the caller wants the change whatever the version is: such a change is not refused because the version moves. */
export function takesAnyVersion(request: FastifyRequest): boolean {
  return versionsOf(request.headers['if-match'] ?? '').includes('*');
}

function versionsOf(ifMatch: string): readonly string[] {
  return ifMatch.split(',').map((each) => each.trim());
}

function etagOf(version: number | string): string {
  return `"${String(version).replace(/[^\x21\x23-\x7e]/g, '')}"`;
}

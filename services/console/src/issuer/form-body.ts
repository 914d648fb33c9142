// OAuth's token requests are forms; nothing else in the system is.
import type { FastifyInstance } from 'fastify';

const FORM = 'application/x-www-form-urlencoded';
const MAX_FORM_BYTES = 8_192;

export function acceptForms(server: FastifyInstance): void {
  // The kit takes forms for JSON in disguise on tracking paths; here they are what they say.
  server.removeContentTypeParser(FORM);
  server.addContentTypeParser(
    FORM,
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => done(null, [...new URLSearchParams(body.toString())]),
  );
}

/** The fields of a form, in its order; nothing for a body that is none. */
export function formPairs(form: unknown): readonly [name: string, value: string][] {
  return Array.isArray(form) ? (form as [string, string][]) : [];
}

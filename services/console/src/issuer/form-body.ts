// OAuth's token requests are forms; nothing else in the system is.
import type { FastifyInstance } from 'fastify';

const MAX_FORM_BYTES = 8_192;

export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => done(null, [...new URLSearchParams(body.toString())]),
  );
}

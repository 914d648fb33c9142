// Lets a server end as soon as its last answer is given, however long its callers would keep their connections.
import type { FastifyInstance } from 'fastify';

/**
 * A connection that is kept for further requests is closed when the server ends, but only if nothing was asked over it at
 * that moment. One that waited for its answer would be kept as long as idle ones are, and the end of the process with it:
 * longer than Kubernetes waits. So what is answered from then on says that its connection ends.
 */
export function endConnectionsWithAnswers(server: FastifyInstance): void {
  let isEnding = false;
  server.addHook('preClose', (done) => {
    isEnding = true;
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (isEnding) void reply.header('connection', 'close');
    done();
  });
  server.addHook('onResponse', (_request, _reply, done) => {
    // Of those whose headers had gone before.
    if (isEnding) server.server.closeIdleConnections();
    done();
  });
}

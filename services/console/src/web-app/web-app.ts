// Serves the built web application: its one document with a fresh nonce for every answer, its files for ever.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Problem, sendProblem } from '@continuo/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageAt } from './page-paths.js';

/** Stands in the built document wherever its nonce belongs. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const AN_HOUR_MS = 3_600_000;
const A_YEAR_MS = 31_536_000_000;

/** No script but our files; styles that are made as the page runs carry the nonce; nothing from or to elsewhere. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

export interface WebAppOptions {
  /** Where the build put it: `index.html` and `assets/`. */
  readonly folder: string;
  /** Once read, the document is kept; in development a new build is seen at the next look. */
  readonly keepDocument: boolean;
}

/** Adds its files and, for every address that is nobody else's, its document. */
export async function registerWebApp(server: FastifyInstance, options: WebAppOptions): Promise<void> {
  if (!existsSync(join(options.folder, 'index.html'))) return sayThatItIsMissing(server);
  const document = documentOf(options);
  await server.register(fastifyStatic, {
    root: join(options.folder, 'assets'),
    prefix: '/assets/',
    // The build writes them beside each file, as small as they get.
    preCompressed: true,
    // A file's name holds a digest of its content, so what it was once it stays.
    immutable: true,
    maxAge: A_YEAR_MS,
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    decorateReply: false,
  });
  // What lies beside the document under its own name, such as the icon; such a file may change.
  await server.register(fastifyStatic, {
    root: options.folder,
    prefix: '/',
    wildcard: false,
    globIgnore: ['assets/**', 'index.html*', '**/*.br', '**/*.gz'],
    maxAge: AN_HOUR_MS,
    index: false,
    dotfiles: 'ignore',
    decorateReply: false,
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const place = pageAt(request.url.split('?')[0] ?? '/');
    if (place === 'none' || !wantsPage(request)) {
      sendProblem(reply, new Problem(404, 'not-found', 'There is nothing at this address.'));
      return reply;
    }
    const nonce = randomBytes(18).toString('base64');
    return reply
      .status(place === 'page' ? 200 : 404)
      .header('content-security-policy', pagePolicy(nonce))
      .header('cross-origin-opener-policy', 'same-origin')
      .type('text/html; charset=utf-8')
      .send(document().replaceAll(NONCE_PLACEHOLDER, nonce));
  };
  server.get('/', answer);
  server.get('/*', answer);
}

/** The gateway does its work without it; who looks for a page learns why there is none. */
function sayThatItIsMissing(server: FastifyInstance): void {
  server.get('/', (_request, reply) => {
    const detail = 'The web application was not built: run the build, then start the console again.';
    sendProblem(reply, new Problem(503, 'web-app-not-built', detail));
  });
}

function wantsPage({ headers: { accept } }: FastifyRequest): boolean {
  return accept === undefined || /text\/html|\*\/\*/.test(accept);
}

function documentOf({ folder, keepDocument }: WebAppOptions): () => string {
  const read = () => readFileSync(join(folder, 'index.html'), 'utf8');
  if (!keepDocument) return read;
  const kept = read();
  return () => kept;
}

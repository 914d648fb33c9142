// Logs more than a pipe holds and ends: `log-ends.int.spec.ts` reads it to its end, or goes away.
import { closeLogs, createLogger } from '../dist/index.js';

const [lines = '1'] = process.argv.slice(2);
process.on('SIGTERM', async () => {
  const logger = createLogger({ service: 'test' });
  for (let line = 1; line <= Number(lines); line += 1) logger.info({ line, more: 'x'.repeat(500) }, 'a line');
  await closeLogs();
  process.exit(0);
});
setInterval(() => undefined, 1_000);
process.stderr.write('ready');

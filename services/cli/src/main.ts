// `npx continuo`: one command, its result, its exit code.
import { createInterface } from 'node:readline/promises';
import { wantsColour } from './config.js';
import { run } from './program.js';
import { Terminal } from './terminal/terminal.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// `continuo events tail | head` closes the pipe; that is an end, not a fault.
process.stdout.on('error', () => process.exit(0));

const { stdin, stdout: out, stderr: err } = process;

/** On standard error, so that the result stays alone on standard output. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: err });
  try {
    return await lines.question(question, { signal: interrupted.signal });
  } finally {
    lines.close();
  }
}

const colour = wantsColour(out.isTTY === true);
const terminal = new Terminal({ out, err, colour, ...(stdin.isTTY === true && { ask }) });
process.exitCode = await run(process.argv.slice(2), terminal, interrupted.signal);

// `npx continuo`: one command, its result, its exit code.
import { wantsColour } from './config.js';
import { run } from './program.js';
import { Terminal } from './terminal/terminal.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());
// `continuo events tail | head` closes the pipe; that is an end, not a fault.
process.stdout.on('error', () => process.exit(0));

const { stdout: out, stderr: err } = process;
const terminal = new Terminal({ out, err, colour: wantsColour(out.isTTY === true) });
process.exitCode = await run(process.argv.slice(2), terminal, interrupted.signal);

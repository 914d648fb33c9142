// Runs the scenarios beside journeys: the orchestrator's own program does it, with no server and no running system.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OutputFormat, Terminal } from '../terminal/terminal.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';

const program = fileURLToPath(new URL('../../../orchestrator/dist/test-journeys.js', import.meta.url));

export type ScenarioOutput = OutputFormat | 'junit';

/** Ends with 1 when a scenario and its journey part ways. */
export async function testJourneys(
  terminal: Terminal,
  interrupted: AbortSignal,
  paths: readonly string[],
  output: ScenarioOutput,
): Promise<void> {
  const colour = terminal.colours.isColorSupported && output === 'text' ? ['--colour'] : [];
  const runner = spawn(process.execPath, [program, '--output', output, ...colour, ...paths], {
    stdio: 'inherit',
    signal: interrupted,
  });
  runner.on('error', () => undefined); // interrupted: its end is what counts
  const [code] = (await once(runner, 'close')) as [number | null];
  if (code === 0 || interrupted.aborted) return;
  if (code === 1) throw new CommandFailure(EXIT.wrong, 'Not every journey does what its scenarios say.');
  throw new CommandFailure(code === 2 ? EXIT.usage : EXIT.internal, 'The scenarios could not be run.');
}

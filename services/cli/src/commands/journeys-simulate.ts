// Runs a definition over recorded history, and tells what would be different: nothing is sent, nothing is published.
import { setTimeout as delay } from 'node:timers/promises';
import { textOfFile } from '../system/text-file.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import {
  askSimulation,
  cancelSimulation,
  readSimulation,
  type Count,
  type Simulation,
  type SimulationReport,
} from '../system/simulations.js';
import type { CommandContext } from './command.js';

export interface SimulateOptions {
  readonly days: string;
  readonly sample?: string;
}

const LOOK_EVERY_MS = 500;

export async function simulateJourney(
  context: CommandContext,
  file: string,
  options: SimulateOptions,
): Promise<void> {
  const days = numberOf(options.days, '--days', 92);
  const sample = options.sample === undefined ? undefined : numberOf(options.sample, '--sample', 1);
  const { terminal, system } = context;
  const definition = await readDefinition(file);
  const asked = await askSimulation(system, {
    definition,
    days,
    ...(sample === undefined ? {} : { sample }),
  });
  const ended = await followed(context, asked);
  if (ended.state !== 'done' || ended.report === null)
    throw new CommandFailure(
      EXIT.wrong,
      `The simulation ended as ${ended.state}${ended.problem === null ? '' : `: ${ended.problem}`}.`,
    );
  const { report } = ended;
  terminal.result(ended, () => tell(context, ended, report));
}

function numberOf(text: string, option: string, most: number): number {
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new CommandFailure(EXIT.usage, `${option} is above 0 and at most ${most}.`);
}

async function readDefinition(file: string): Promise<string> {
  try {
    return await textOfFile(file);
  } catch {
    throw new CommandFailure(EXIT.notFound, `${file} can't be read.`);
  }
}

/** Ctrl-C cancels it. */
async function followed(
  { terminal, system, interrupted }: CommandContext,
  asked: Simulation,
): Promise<Simulation> {
  let simulation = asked;
  while (simulation.state === 'running') {
    const { read, all } = simulation.progress;
    terminal.progress(`simulating ${simulation.journey} … ${read} of ${all} records`);
    await delay(LOOK_EVERY_MS, undefined, { signal: interrupted }).catch(() => undefined);
    if (interrupted.aborted) {
      await cancelSimulation(system, simulation.id);
      throw new CommandFailure(EXIT.wrong, 'Cancelled.');
    }
    simulation = await readSimulation(system, simulation.id);
  }
  return simulation;
}

function tell(
  { terminal }: CommandContext,
  { journey, version, from, to, id }: Simulation,
  report: SimulationReport,
): void {
  const { totals, leftOut, assumedAnswers, notes } = report;
  const { customers, contacts, entries } = totals;
  terminal.line(
    `${terminal.colours.bold(`${journey} v${version}`)}  ${from} to ${to}  ${terminal.tone('quiet', id)}`,
  );
  terminal.line(`  customers ${customers.all}, different ${customers.different}`);
  terminal.line(`  entries   ${entries.before} before, ${entries.after} after`);
  terminal.line(
    `  contacts  ${contacts.before} before, ${contacts.after} after: ${contacts.gained} new, ${contacts.lost} gone, ${contacts.moved} at another time`,
  );
  counts(terminal, 'Outcomes', totals.outcomes);
  counts(terminal, 'Messages', totals.messages);
  counts(terminal, 'Steps reached', totals.steps);
  counts(terminal, 'Holds, skips and declined entries', totals.rules);
  const changes = Object.entries(totals.outcomeChanges);
  if (changes.length > 0) {
    terminal.line();
    terminal.heading('Would end otherwise');
    for (const [change, count] of changes) terminal.line(`  ${change}  ${count}`);
  }
  terminal.line();
  for (const [why, count] of Object.entries(leftOut)) terminal.line(`  left out: ${count} (${why})`);
  for (const { act, times, type, samples } of assumedAnswers)
    terminal.line(
      `  assumed: ${times} × ${act} ${type === null ? 'is never answered' : `is answered ${type.split('.').at(-2)}`} (learnt from ${samples})`,
    );
  for (const { text } of notes) terminal.line(terminal.tone('quiet', `  ${text}`));
}

function counts(
  terminal: CommandContext['terminal'],
  heading: string,
  all: Readonly<Record<string, Count>>,
): void {
  const rows = Object.entries(all).map(([name, { before, after }]) => {
    const change = after - before;
    const signed = change > 0 ? `+${change}` : String(change);
    return [name, String(before), String(after), change === 0 ? '' : signed];
  });
  if (rows.length === 0) return;
  terminal.line();
  terminal.table({ head: [heading.toUpperCase(), 'BEFORE', 'AFTER', ''], rows, empty: '' });
}

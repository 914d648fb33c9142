// The picture of a journey: Mermaid for people and pages, JSON for programs.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { graphOf } from '../system/journey-graph.js';
import type { CommandContext } from './command.js';

export interface GraphOptions {
  readonly journeyVersion?: string;
  readonly days: string;
}

export async function drawJourney(
  context: CommandContext,
  journey: string,
  options: GraphOptions,
): Promise<void> {
  const { terminal, system } = context;
  const query = {
    version: wholeOf('--journey-version', options.journeyVersion),
    days: wholeOf('--days', options.days),
  };
  const graph = await graphOf(system, journey, query);
  if (graph === undefined)
    throw new CommandFailure(EXIT.notFound, `No journey ${journey} is published in that version.`);
  terminal.result(graph.drawing, () => terminal.line(graph.mermaid.trimEnd()));
}

function wholeOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new CommandFailure(EXIT.usage, `${option} is a whole number above 0, not ${text}.`);
}

// Looks at every part of a system in the order in which they need each other, and says what to do about what is wrong.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { listServices } from '../system/services.js';
import type { CommandContext } from './command.js';
import { checkBroker, checkPositions, checkRegistry } from './doctor-servers.js';
import type { Check, Finding } from './doctor-finding.js';
import { checkIssuer, checkProcesses, checkServices, checkTransport } from './doctor-services.js';

const CHECKS: readonly (readonly [what: string, check: Check])[] = [
  ['system', findSystem],
  ['processes', checkProcesses],
  ['broker and topics', checkBroker],
  ['schema registry', checkRegistry],
  ['services', checkServices],
  ['tokens', checkIssuer],
  ['outboxes and parked records', checkTransport],
  ['positions of consumers', checkPositions],
];

/** Wide enough for the longest thing that is looked at. */
const WIDTH = 40;
const MARKS = {
  well: ['good', '✓'],
  warning: ['waiting', '!'],
  wrong: ['bad', '✗'],
  skipped: ['quiet', '-'],
} as const;

export async function examine(context: CommandContext): Promise<void> {
  const { terminal } = context;
  const findings: Finding[] = [];
  for (const [what, check] of CHECKS) {
    const found = await terminal.during(`looking at ${what}`, attempt(what, check, context));
    findings.push(...found);
    if (terminal.format === 'text') for (const finding of found) tell(context, finding);
  }
  const wrong = findings.filter(({ state }) => state === 'wrong').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  terminal.result({ findings, wrong, warnings }, () => {
    terminal.line();
    if (wrong + warnings === 0) terminal.line('Everything that was looked at is well.');
    else terminal.line(`${wrong} wrong, ${warnings} to look at.`);
  });
  if (wrong > 0) throw new CommandFailure(EXIT.wrong, 'The system is not well.');
}

/** A check that can't be made is a finding itself: the others are still worth making. */
async function attempt(what: string, check: Check, context: CommandContext): Promise<readonly Finding[]> {
  try {
    return await check(context);
  } catch (error) {
    const { message = 'could not be looked at', hint } = (error ?? {}) as { message?: string; hint?: string };
    return [{ what, state: 'wrong', detail: message, ...(hint === undefined ? {} : { advice: hint }) }];
  }
}

function tell({ terminal }: CommandContext, { what, state, detail, advice }: Finding): void {
  const [tone, mark] = MARKS[state];
  terminal.line(`${terminal.tone(tone, mark)} ${what.padEnd(WIDTH)} ${detail}`);
  if (advice !== undefined) terminal.line(`${' '.repeat(WIDTH + 3)}${terminal.tone('quiet', `→ ${advice}`)}`);
}

async function findSystem({ connection, system }: CommandContext): Promise<readonly Finding[]> {
  const services = await listServices(system);
  const detail = `${services.length} services behind ${system.gateway.url}, known from ${connection.from}`;
  return [{ what: 'gateway', state: 'well', detail }];
}

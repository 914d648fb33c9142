// How the system is, on one screen.
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { describeDuration } from '../terminal/durations.js';
import type { Tone } from '../terminal/terminal.js';
import { listServices, type ServiceState } from '../system/services.js';
import { consumersOf, outboxOf, parkedOf } from '../system/transport.js';
import type { CommandContext } from './command.js';

/** What is known of one service beyond being ready; null where it could not be asked. */
interface Detail {
  readonly service: ServiceState;
  readonly pending: number | null;
  readonly oldestAgeSeconds: number | null;
  readonly parked: number | null;
  readonly held: number | null;
  readonly incidents: number | null;
}

const WORDS: Readonly<Record<ServiceState['state'], readonly [Tone, string]>> = {
  ready: ['good', 'ready'],
  'not-ready': ['waiting', 'not ready'],
  unreachable: ['bad', 'not running'],
};

/** Parked records that are counted; beyond it a plus says that there are more. */
const COUNTED = 1_000;

export async function showStatus(context: CommandContext): Promise<void> {
  const { terminal, system, connection } = context;
  const services = await listServices(system);
  const details = await Promise.all(services.map((service) => detailOf(context, service)));
  terminal.result({ gateway: system.gateway.url, from: connection.from, services: details.map(flat) }, () => {
    terminal.line(`${terminal.colours.bold('Continuo')} at ${system.gateway.url}`);
    terminal.line(terminal.tone('quiet', `known from ${connection.from}`));
    terminal.line();
    terminal.table({
      head: ['SERVICE', 'STATE', 'OUTBOX', 'OLDEST', 'PARKED', 'HELD KEYS', 'INCIDENTS'],
      rows: details.map((detail) => rowOf(context, detail)),
      empty: 'The console knows no service.',
    });
  });
  const notReady = services.filter(({ state }) => state !== 'ready');
  if (notReady.length === 0) return;
  throw new CommandFailure(
    EXIT.wrong,
    `${notReady.map(({ name }) => name).join(', ')} ${notReady.length === 1 ? 'is' : 'are'} not ready.`,
    'continuo doctor says what to do.',
  );
}

async function detailOf({ system }: CommandContext, service: ServiceState): Promise<Detail> {
  const unknown = {
    service,
    pending: null,
    oldestAgeSeconds: null,
    parked: null,
    held: null,
    incidents: null,
  };
  if (service.state === 'unreachable') return unknown;
  try {
    const [outbox, consumers, parked] = await Promise.all([
      outboxOf(system, service.name),
      consumersOf(system, service.name),
      parkedOf(system, service.name, { limit: COUNTED }),
    ]);
    return {
      service,
      pending: outbox.pending,
      oldestAgeSeconds: outbox.oldestAgeSeconds,
      parked: parked.length,
      held: consumers.positions.reduce((sum, { heldKeys }) => sum + heldKeys, 0),
      incidents: consumers.incidents.length,
    };
  } catch {
    // Readiness is public, the rest needs a token: the first is worth showing without the second.
    return unknown;
  }
}

function flat({ service, ...detail }: Detail): object {
  return { ...service, ...detail };
}

function rowOf({ terminal }: CommandContext, detail: Detail): string[] {
  const { service, pending, oldestAgeSeconds, parked, held, incidents } = detail;
  const [tone, word] = WORDS[service.state];
  const failing = service.failing.length === 0 ? '' : ` (${service.failing.join(', ')})`;
  const count = (value: number | null, badAbove = Number.POSITIVE_INFINITY): string => {
    if (value === null) return terminal.tone('quiet', '-');
    const text = value >= COUNTED ? `${value}+` : String(value);
    return value > badAbove ? terminal.tone('bad', text) : text;
  };
  return [
    service.name,
    terminal.tone(tone, `${word}${failing}`),
    count(pending),
    oldestAgeSeconds === null ? terminal.tone('quiet', '-') : describeDuration(oldestAgeSeconds * 1_000),
    count(parked, 0),
    count(held, 0),
    count(incidents, 0),
  ];
}

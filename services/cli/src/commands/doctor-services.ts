// The doctor's checks of processes and services.
import { listServices } from '../system/services.js';
import { consumersOf, outboxOf, parkedOf } from '../system/transport.js';
import type { CommandContext } from './command.js';
import type { Finding } from './doctor-finding.js';

/** An outbox that is older than this is not being emptied. */
const OUTBOX_LATE_SECONDS = 30;

/** The processes that `npm start` wrote down are the ones that should be there. */
export async function checkProcesses({ connection }: CommandContext): Promise<readonly Finding[]> {
  const { run } = connection;
  if (run === undefined) {
    return [{ what: 'processes', state: 'skipped', detail: 'the system was named by the environment' }];
  }
  const dead = Object.entries(run.processes).filter(([, pid]) => !isAlive(pid));
  if (dead.length === 0) {
    return [{ what: 'processes', state: 'well', detail: `${Object.keys(run.processes).length} are running` }];
  }
  return dead.map(([name, pid]) => ({
    what: `process ${name}`,
    state: 'wrong',
    detail: `pid ${pid} is gone`,
    advice: 'npm start starts a process that died again; if it runs no more itself, start it anew.',
  }));
}

export async function checkServices({ system }: CommandContext): Promise<readonly Finding[]> {
  const services = await listServices(system);
  return services.map(({ name, state, failing, url }): Finding => {
    const what = `service ${name}`;
    if (state === 'ready') return { what, state: 'well', detail: 'ready' };
    if (state === 'unreachable') {
      return {
        what,
        state: 'wrong',
        detail: `no answer at ${url}`,
        advice: `Look at its log; it ends with why ${name} stopped.`,
      };
    }
    return {
      what,
      state: 'wrong',
      detail: `not ready: ${failing.join(', ') || 'starting or stopping'}`,
      advice: 'It becomes ready by itself when what it waits for is back.',
    };
  });
}

export async function checkIssuer({ system, connection }: CommandContext): Promise<readonly Finding[]> {
  await system.gateway.token(['operator']);
  const from = connection.env.CONTINUO_TOKEN === undefined ? connection.issuer : 'CONTINUO_TOKEN';
  return [{ what: 'token issuer', state: 'well', detail: `gives tokens (${from ?? 'unknown'})` }];
}

export async function checkTransport({ system }: CommandContext): Promise<readonly Finding[]> {
  const services = (await listServices(system)).filter(({ state }) => state !== 'unreachable');
  const findings = await Promise.all(
    services.map(async ({ name }) => {
      const [outbox, parked, consumers] = await Promise.all([
        outboxOf(system, name),
        parkedOf(system, name, { limit: 1_000 }),
        consumersOf(system, name),
      ]);
      return [
        outboxFinding(name, outbox.pending, outbox.oldestAgeSeconds, outbox.owned),
        parkedFinding(name, parked.length),
        ...consumers.incidents.map(({ code, topic, partition }): Finding => ({
          what: `incident of ${name}`,
          state: 'warning',
          detail: `${code} on ${topic}/${partition}`,
        })),
      ];
    }),
  );
  return findings.flat();
}

function outboxFinding(name: string, pending: number, age: number | null, owned: boolean): Finding {
  const what = `outbox of ${name}`;
  if (!owned) {
    return {
      what,
      state: 'wrong',
      detail: 'no relay owns it',
      advice: `No replica of ${name} runs its relay; look at its log.`,
    };
  }
  if (age !== null && age > OUTBOX_LATE_SECONDS) {
    return {
      what,
      state: 'wrong',
      detail: `${pending} rows wait, the oldest for ${Math.round(age)} s`,
      advice: 'The broker refuses or is away; events are kept and sent when it is back.',
    };
  }
  return { what, state: 'well', detail: pending === 0 ? 'empty' : `${pending} rows, moving` };
}

function parkedFinding(name: string, parked: number): Finding {
  const what = `parked records of ${name}`;
  if (parked === 0) return { what, state: 'well', detail: 'none' };
  return {
    what,
    state: 'warning',
    detail: `${parked}${parked >= 1_000 ? ' or more' : ''}`,
    advice: `continuo parked list --service ${name} says why; after the cause is mended: continuo parked redrive.`,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

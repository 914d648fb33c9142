// Erases a customer in all services: what there is of them before, the word of a person, and the proof after.
import { setTimeout as delay } from 'node:timers/promises';
import { parseIdentifier } from '../system/customers.js';
import {
  dryRunErasure,
  orderErasure,
  proofOfErasure,
  type ErasureDryRun,
  type ErasureProof,
} from '../system/erasures.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { CommandContext } from './command.js';

export interface EraseCustomerOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly wait: string;
}

const LOOK_EVERY_MS = 500;

export async function eraseCustomer(
  context: CommandContext,
  text: string,
  options: EraseCustomerOptions,
): Promise<void> {
  const { terminal, system } = context;
  const waitMs = secondsOf(options.wait);
  const who = parseIdentifier(text);
  const before = await dryRunErasure(system, who);
  if (options.dryRun === true) {
    terminal.result({ dryRun: true, ...before }, () => tellBefore(context, before));
    return requireAnswers(before);
  }
  if (options.yes !== true) await askFirst(context, before);
  const erasureId = await orderErasure(system, who);
  await tellWhenDone(context, erasureId, waitMs);
}

/** An erasure that was ordered before. */
export async function showErasure(context: CommandContext, id: string): Promise<void> {
  const proof = await proofOfErasure(context.system, id);
  if (proof === undefined) throw new CommandFailure(EXIT.notFound, `No erasure has the id ${id}.`);
  context.terminal.result(proof, () => tellProof(context, proof));
  requireDone(proof);
}

async function askFirst({ terminal, ...rest }: CommandContext, before: ErasureDryRun): Promise<void> {
  const hint = '--dry-run shows what would go; --yes erases without a question.';
  if (terminal.format === 'json' || !terminal.canAsk)
    throw new CommandFailure(EXIT.usage, 'Nobody is there to confirm it.', hint);
  tellBefore({ terminal, ...rest }, before);
  terminal.line();
  const answer = await terminal.ask('This cannot be undone. Type erase to go on: ');
  if (answer.trim() !== 'erase') throw new CommandFailure(EXIT.refused, 'Nothing was erased.');
}

async function tellWhenDone(context: CommandContext, erasureId: string, waitMs: number): Promise<void> {
  const { terminal, system, interrupted } = context;
  const deadline = performance.now() + waitMs;
  let proof = await proofOfErasure(system, erasureId);
  while (proof?.state !== 'done' && performance.now() < deadline && !interrupted.aborted) {
    terminal.progress(`erasing … ${waitsFor(proof)}`);
    await delay(LOOK_EVERY_MS, undefined, { signal: interrupted }).catch(() => undefined);
    proof = await proofOfErasure(system, erasureId);
  }
  if (proof === undefined) throw new CommandFailure(EXIT.internal, `The erasure ${erasureId} is not known.`);
  const seen = proof;
  terminal.result(seen, () => tellProof(context, seen));
  requireDone(seen);
}

function waitsFor(proof: ErasureProof | undefined): string {
  if (proof === undefined || proof.phase === 'settling') return 'waits for what was said before it';
  const open = proof.services.filter(({ state }) => state !== 'confirmed').map(({ service }) => service);
  return `waits for ${open.join(', ')}`;
}

function tellBefore({ terminal }: CommandContext, { profileIds, services }: ErasureDryRun): void {
  const rows = services.flatMap(({ service, problem, stores }) =>
    problem === null
      ? stores
          .filter(({ rows: count }) => count > 0)
          .map(({ store, rows: count }) => [service, store, String(count)])
      : [[service, '-', terminal.tone('bad', problem)]],
  );
  const people = profileIds.length === 1 ? 'one profile' : `${profileIds.length} profiles merged into one`;
  terminal.heading(`What there is of this customer (${people})`);
  terminal.table({ head: ['SERVICE', 'STORE', 'ROWS'], rows, empty: 'Nothing but the profile itself.' });
}

function tellProof({ terminal }: CommandContext, { erasureId, services }: ErasureProof): void {
  const number = (value: number | null) => (value === null ? '?' : String(value));
  const toned = (state: string, problem: string | null) =>
    state === 'confirmed'
      ? terminal.tone('good', state)
      : terminal.tone(state === 'silent' ? 'bad' : 'waiting', problem ?? state);
  terminal.heading(`Erasure ${erasureId}`);
  terminal.table({
    head: ['SERVICE', 'STORE', 'BEFORE', 'ERASED', 'NOW', 'STATE'],
    rows: services.flatMap(({ service, state, problem, stores }) =>
      stores.length === 0
        ? [[service, '-', '?', '?', '?', toned(state, problem)]]
        : stores.map(({ store, rowsBefore, rowsErased, rowsNow }) => [
            service,
            store,
            number(rowsBefore),
            number(rowsErased),
            number(rowsNow),
            toned(state, problem),
          ]),
    ),
    empty: 'No service has been asked yet.',
  });
}

function requireAnswers({ services }: ErasureDryRun): void {
  const silent = services.filter(({ problem }) => problem !== null).map(({ service }) => service);
  if (silent.length === 0) return;
  throw new CommandFailure(
    EXIT.wrong,
    `Not everybody could say: ${silent.join(', ')}.`,
    'An erasure waits for them; continuo status shows how they are.',
  );
}

function requireDone({ state, erasureId, services }: ErasureProof): void {
  if (state === 'done') return;
  const open = services.filter(({ state: each }) => each !== 'confirmed').map(({ service }) => service);
  throw new CommandFailure(
    EXIT.wrong,
    open.length === 0 ? 'It is not done yet.' : `It is not done yet: ${open.join(', ')}.`,
    `It goes on by itself: continuo customers erasure ${erasureId} shows how far it is.`,
  );
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= 86_400) return seconds * 1_000;
  throw new CommandFailure(EXIT.usage, `--wait is a whole number of seconds, not ${text}.`);
}

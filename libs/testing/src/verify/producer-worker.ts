// Changes items through the outbox, several at once, and writes down what it asked and was answered.
import { createEncoder, createRegistryClient } from '@continuo/contracts';
import { Outbox, type Transacted } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultInjector, tell } from './fault-plan.js';
import { readHistory, writeHistory, type OperationEnd } from './history.js';
import { endWithParent, readOrder, type ProducerOrder } from './orders.js';
import {
  FIRST_HOP,
  ITEM_CHANGED,
  ITEMS,
  PARTITIONS,
  pipelineContract,
  type ItemChanged,
} from './pipeline-contract.js';
import { seeded, type Draws } from './seeded.js';

/** After so long an operation is given up: it may have happened or not. */
const PATIENCE_MS = 30_000;
/** Which part of the operations is rolled back on purpose. */
const ROLLED_BACK = 0.08;

class RolledBack extends Error {}

endWithParent();
const order = readOrder<ProducerOrder>();
const { addresses, historyFile } = order;
const faults = new FaultInjector(order.faults);
const database = await Database.open({
  url: addresses.databaseUrl,
  applicationName: 'verify-producer',
  poolSize: order.lanes,
  idleInTransactionTimeoutMs: 1_500,
});
const encoder = createEncoder(pipelineContract(), createRegistryClient({ url: addresses.schemaRegistryUrl }));
await encoder.warmUp([FIRST_HOP]);
const outbox = new Outbox({
  database,
  encoder,
  partitions: () => PARTITIONS,
  service: 'verify',
  seam: (seam) => faults.passes('outbox', seam),
});

let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});
const { ends: known } = readHistory(historyFile);
let next = 0;
tell({ ready: true });
await Promise.all(Array.from({ length: order.lanes }, () => lane()));
await database.close();
process.exit(0);

async function lane(): Promise<void> {
  while (!stopping && next < order.operations) {
    const number = next;
    next += 1;
    const operation = `op-${number}`;
    // Drawn from the operation's own stream: whoever does it again after a kill draws the same.
    const draws = seeded(order.seed + number * 7_919);
    if (known.has(operation)) continue;
    await carryOut(operation, draws);
    await delay(draws.below(order.pauseMs + 1));
  }
}

async function carryOut(operation: string, draws: Draws): Promise<void> {
  // Half of the load is on two items.
  const item = draws.next() < 0.5 ? draws.pick(ITEMS.slice(0, 2)) : draws.pick(ITEMS);
  const undone = draws.next() < ROLLED_BACK;
  const write = (said: 'asked' | OperationEnd): void =>
    writeHistory(historyFile, { operation, item, said, at: Date.now() });
  write('asked');
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await outbox.transact((tx) => change(tx, operation, item, undone));
      return write('acknowledged');
    } catch (thrown) {
      if (thrown instanceof RolledBack) return write('rolled-back');
      // Whether it was committed is unknown: asked again under the same id.
      if (Date.now() > deadline) return write('gave-up');
      await delay(draws.between(10, 60));
    }
  }
}

/** The idempotency key is written first: its transaction id is drawn before the item's lock is waited for. */
async function change(
  tx: Transaction,
  operation: string,
  item: string,
  undone: boolean,
): Promise<Transacted<void>> {
  const inserted = await tx.client.query(
    'insert into operation (id, item) values ($1, $2) on conflict do nothing',
    [operation, item],
  );
  if (inserted.rowCount === 0) return { result: undefined, outgoing: [] };
  const { rows } = await tx.client.query<{ version: number }>(
    'update item set version = version + 1 where name = $1 returning version',
    [item],
  );
  if (undone) throw new RolledBack('undone on purpose');
  const value: ItemChanged = { item, version: rows[0]?.version ?? 0, operation };
  return { result: undefined, outgoing: [{ type: ITEM_CHANGED, key: item, value }] };
}

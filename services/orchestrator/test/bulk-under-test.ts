// Works off what is asked of many instances, and plays the customer data platform meanwhile.
import { eventually } from '@continuo/testing';
import type { BulkWorker } from '../src/journeys/bulk/bulk.worker.js';
import type { OrchestratorRig } from './orchestrator-rig.js';

const passed = new Set<string>();

/** Lets the worker ask everybody, and passes the requests on to the timeline, but for those of who was erased. */
export async function workOff(
  rig: OrchestratorRig,
  worker: BulkWorker,
  erased: ReadonlySet<string> = new Set(),
): Promise<void> {
  await eventually(
    async () => {
      const isBusy = await worker.work();
      await passOnRequests(rig, erased);
      return !isBusy;
    },
    { what: 'a bulk change that is done' },
  );
}

/**
 * Lets the worker work until its seam throws, and answers that error. How many turns this takes is not ours: a change waits
 * for every transaction of the server that was under way when it was asked for, other test files' too.
 */
export async function workUntilCrash(worker: BulkWorker): Promise<unknown> {
  const crash = (): Promise<unknown> =>
    worker.work().then(
      () => undefined,
      (error: unknown) => error,
    );
  return eventually(crash, { what: 'a crash in the middle of a bulk change', within: 40_000 });
}

/** What the customer data platform does with requests. */
export async function passOnRequests(
  rig: OrchestratorRig,
  erased: ReadonlySet<string> = new Set(),
): Promise<void> {
  await rig.settled();
  for (const record of await rig.records('orchestrator.requests')) {
    const id = record.headers['ce_id'] ?? '';
    if (passed.has(id)) continue;
    passed.add(id);
    const profileId = record.key?.toString() ?? '';
    if (!erased.has(profileId)) await rig.forward(record, profileId);
  }
  await rig.settled();
}

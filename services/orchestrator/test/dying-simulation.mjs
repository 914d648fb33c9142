// A thread that does what its order's definition says instead of simulating: it dies, hangs, or has nothing to tell.
import { parentPort } from 'node:worker_threads';

const report = {
  totals: {
    customers: { all: 0, different: 0 },
    entries: { before: 0, after: 0 },
    outcomes: {},
    outcomeChanges: {},
    steps: {},
    contacts: { before: 0, after: 0, gained: 0, lost: 0, moved: 0, kept: 0 },
    messages: {},
    rules: {},
  },
  leftOut: {},
  assumedAnswers: [],
  notes: [],
  records: 0,
  inputs: 0,
  kept: 0,
  seconds: 0,
};

parentPort.on('message', ({ order, task }) => {
  if (order === 'close') return parentPort.close();
  if (order === 'cancel')
    return parentPort.postMessage({
      news: 'failed',
      error: {
        name: 'Fault',
        message: 'ended',
        fault: { code: 'simulation-ended', retriable: false },
      },
    });
  const how = /title: (\w+)/.exec(task.definition)?.[1] ?? task.definition;
  if (how === 'exits') process.exit(0);
  if (how === 'throws') throw new TypeError('nobody caught it');
  if (how === 'swells') for (const all = []; ;) all.push(new Array(100_000).fill(all.length));
  if (how === 'hangs') for (;;);
  if (how === 'fails') {
    const fault = { code: 'history-gone', retriable: false };
    return parentPort.postMessage({ news: 'failed', error: { name: 'Fault', message: 'gone', fault } });
  }
  if (how === 'keeps') parentPort.postMessage({ news: 'customers', customers: [{ profileId: 'p-1' }] });
  if (how !== 'waits') parentPort.postMessage({ news: 'done', report });
});

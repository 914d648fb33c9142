// A worker of intents in a process of its own, killed between the call and the writing of its result.
import { Database } from '@continuo/persistence';
import { intentRig } from './intent-rig.js';

interface ChildOrder {
  readonly databaseUrl: string;
  readonly receiverUrl: string;
}

const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
const database = await Database.open({
  url: order.databaseUrl,
  applicationName: 'intent-child',
  poolSize: 3,
});
intentRig(database, order.receiverUrl)
  .worker({
    seam: (seam) => {
      if (seam === 'called') process.kill(process.pid, 'SIGKILL');
    },
  })
  .start();

// A relay in a process of its own that kills itself (SIGKILL) at a seam: started by `relay-killed.int.spec.ts`.
import { Database } from '@continuo/persistence';
// Two files of the built library, not all of it: the process starts in a fraction of the time.
import { kafkaClient } from '../dist/kafka/kafkajs-client.js';
import { Relay } from '../dist/relay/relay.js';

const { url, broker, prefix, where, passes } = JSON.parse(process.argv[2] ?? '{}');
const database = await Database.open({ url, applicationName: 'relay-victim', poolSize: 2 });
const kafka = kafkaClient({ brokers: broker.split(','), clientId: 'relay-victim', topicPrefix: prefix });
let left = passes;

const relay = new Relay({
  database,
  kafka,
  service: 'rig',
  leaseMs: 250,
  longestPollMs: 10,
  seam: (seam) => {
    if (seam !== where) return undefined;
    left -= 1;
    if (left > 0) return undefined;
    process.kill(process.pid, 'SIGKILL');
    // Nothing after the seam may run while the signal is on its way.
    return new Promise(() => undefined);
  },
});
relay.start();

// An orchestrator's consumer in a process of its own, which ends itself where it was told to.
import { OrchestratorRig } from '../orchestrator-rig.js';
import { killing, type KillPoint } from './killing-database.js';

const { databaseUrl, prefix, point } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly point: KillPoint;
};
const rig = await OrchestratorRig.open({
  beside: { databaseUrl, prefix },
  relay: false,
  sessionTimeoutMs: 2_000,
  // A record that ends its process again and again would be parked: here none of them does it, we do.
  limits: { maxAttempts: 1_000 },
  around: (database) => killing(database, point),
});
await rig.consumer.start();
process.stdout.write('started\n');
process.stdin.on('end', () => process.exit(0)).resume();

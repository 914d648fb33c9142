// Which partitions have something to redrive or release: one look for all of a group.
import type { Database } from '@continuo/persistence';
import type { TopicPartition } from '../kafka/kafka-client.js';

export async function partitionsWithRedrives(
  database: Database,
  group: string,
): Promise<readonly TopicPartition[]> {
  return database.query<{ topic: string; partition: number }>(
    `select topic, partition from messaging.release_request where group_name = $1
     union select topic, partition from messaging.held_key where group_name = $1 and draining
     union select topic, partition from messaging.parked_record
       where group_name = $1 and state = 'redrive' and not holds_key and redrive_at <= now()`,
    [group],
  );
}

// How many members of staff have a place's alerts open, over all replicas: each tells its own number while it lives.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/** A replica that was not heard of for so long is gone, and with it its listeners. */
const GONE_AFTER_SECONDS = 15;

@Injectable()
export class ListeningStore {
  /** What one replica has now; its places with nobody are dropped, and so is what dead replicas left. */
  async tell(tx: Transaction, replica: string, people: ReadonlyMap<string, number>): Promise<void> {
    await tx.client.query(
      `delete from alert_listening where (replica = $1 and place_id <> all($2::text[]))
         or seen_at < now() - make_interval(secs => $3)`,
      [replica, [...people.keys()], GONE_AFTER_SECONDS],
    );
    await tx.client.query(
      `insert into alert_listening (replica, place_id, people)
       select $1, place_id, people from unnest($2::text[], $3::int[]) as new (place_id, people)
       on conflict (replica, place_id) do update set people = excluded.people, seen_at = now()`,
      [replica, [...people.keys()], [...people.values()]],
    );
  }

  /** People at one place. Who listens through two replicas counts twice. */
  async peopleAt(tx: Transaction, placeId: string): Promise<number> {
    const { rows } = await tx.client.query<{ people: number }>(
      `select coalesce(sum(people), 0)::int as people from alert_listening
       where place_id = $1 and seen_at >= now() - make_interval(secs => $2)`,
      [placeId, GONE_AFTER_SECONDS],
    );
    return rows[0]?.people ?? 0;
  }
}

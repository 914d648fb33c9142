// The switch in the database: one row, locked by whoever changes it and shared by whoever holds a message back for it.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Stop } from './domain/stops.js';

export interface SendingSwitch {
  readonly version: number;
  readonly stopped: readonly Stop[];
  readonly changedBy: string;
  readonly changedAt: Date;
}

interface Row {
  version: string;
  stopped: readonly Stop[];
  changed_by: string;
  changed_at: Date;
}

const columns = 'version, stopped, changed_by, changed_at';

@Injectable()
export class SendingSwitchStore {
  /** With `share` nobody can turn it until the transaction ends. */
  async read(tx: Transaction, lock?: 'share' | 'update'): Promise<SendingSwitch> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from sending_switch ${lock === undefined ? '' : `for ${lock}`}`,
    );
    return switchOf(rows[0]!);
  }

  async turn(tx: Transaction, stopped: readonly Stop[], by: string): Promise<SendingSwitch> {
    const { rows } = await tx.client.query<Row>(
      `update sending_switch set stopped = $1, changed_by = $2, changed_at = now(), version = version + 1
       returning ${columns}`,
      [JSON.stringify(stopped), by],
    );
    return switchOf(rows[0]!);
  }
}

function switchOf(row: Row): SendingSwitch {
  return {
    version: Number(row.version),
    stopped: row.stopped,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}

// What an operator may ask of a service's transport, and the one thing to do about it.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  listParked,
  openIncidents,
  parkedDetail,
  parkedKinds,
  redrive,
  type ConsumerIncident,
  type ParkedDetail,
  type ParkedFilter,
  type ParkedKind,
  type ParkedSummary,
  type RedriveOptions,
  type RedrivePlan,
} from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import {
  listPositions,
  outboxState,
  placeOf,
  type EventPlace,
  type OutboxState,
  type PositionRow,
} from './messaging-operations.store.js';

const MOST_KINDS = 200;

@Injectable()
export class MessagingOperations {
  readonly #log = new Logger('messaging operations');

  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  async consumers(): Promise<{ positions: PositionRow[]; incidents: ConsumerIncident[] }> {
    const [positions, incidents] = await Promise.all([
      listPositions(this.#database),
      openIncidents(this.#database),
    ]);
    return { positions, incidents };
  }

  outbox(): Promise<OutboxState> {
    return outboxState(this.#database);
  }

  parked(
    filter: ParkedFilter,
    options: { readonly held: boolean; readonly limit: number; readonly after?: string },
  ): Promise<readonly ParkedSummary[]> {
    return listParked(this.#database, filter, options);
  }

  parkedKinds(filter: ParkedFilter): Promise<readonly ParkedKind[]> {
    return parkedKinds(this.#database, filter, MOST_KINDS);
  }

  parkedRecord(id: string): Promise<ParkedDetail | undefined> {
    return parkedDetail(this.#database, id);
  }

  /** Who had records applied again is in the log. */
  async redrive(filter: ParkedFilter, options: RedriveOptions, operator: string): Promise<RedrivePlan> {
    const plan = await redrive(this.#database, filter, options);
    if (options.dryRun !== true) this.#log.warn(`redrive of ${plan.marked} records by ${operator}`);
    return plan;
  }

  where(eventId: string): Promise<EventPlace> {
    return placeOf(this.#database, eventId);
  }

  /** The service's own database, wherever its modules provide it. */
  get #database(): Database {
    return this.modules.get(Database, { strict: false });
  }
}

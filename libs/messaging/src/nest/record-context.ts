// What a handler of single records is given beside the value: the record, its transaction, and ways to answer.
import { BaseRpcContext } from '@nestjs/microservices';
import { Fault, type Ignored } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import type { HandlerResult, ParkRequest, PartitionScope } from '../handler.js';
import type { IncomingRecord, Outgoing } from '../message.js';

/** What an `@EventPattern` handler may return (or promise, or emit). All of it joins what was said by the context. */
export type RecordAnswer = void | undefined | null | Outgoing | readonly Outgoing[] | HandlerResult | Ignored;

/** The RPC context of a record: `@Ctx() context: RecordContext`. */
export class RecordContext extends BaseRpcContext<[IncomingRecord, PartitionScope]> {
  readonly #outgoing: Outgoing[] = [];
  readonly #park: ParkRequest[] = [];
  readonly #ignored: Record<string, number> = {};
  #end: 'running' | 'completed' | 'failed' = 'running';
  #failure: unknown;

  constructor(record: IncomingRecord, scope: PartitionScope) {
    super([record, scope]);
  }

  get record(): IncomingRecord {
    return this.args[0];
  }

  /** The partition's lock: clock, holds, progress. */
  get scope(): PartitionScope {
    return this.args[1];
  }

  /** The transaction that the effect, the position and the outbox rows share. */
  get tx(): Transaction {
    return this.args[1].tx;
  }

  /** Publishes by the transaction's last statement, if and only if it commits. */
  publish(...outgoing: readonly Outgoing[]): void {
    this.#outgoing.push(...outgoing);
  }

  /** Counts a no-op by its reason. */
  ignore(reason: string): void {
    this.#ignored[reason] = (this.#ignored[reason] ?? 0) + 1;
  }

  /** Parks the record and holds its key. Only before any SQL was run for it. The reason is free of personal data. */
  park(code: string, reason: string): void {
    this.#park.push({ record: this.record, code, reason });
  }

  /** Takes what a handler returned. Throws a Fault when it is nothing that a handler may return. */
  accept(answer: unknown): void {
    if (answer === undefined || answer === null) return;
    if (Array.isArray(answer)) answer.forEach((one) => this.accept(one));
    else if (typeof answer !== 'object') throw notAnAnswer(typeof answer);
    else if (isIgnored(answer)) this.ignore(answer.ignored);
    else if (isOutgoing(answer)) this.publish(answer);
    else if (isResult(answer)) this.#merge(answer);
    else throw notAnAnswer('another object');
  }

  get result(): HandlerResult {
    return { outgoing: this.#outgoing, park: this.#park, ignored: this.#ignored };
  }

  /** Told by the outermost hook: what guards, pipes, interceptors and handler came to, before any filter saw it. */
  settled(failure?: { readonly thrown: unknown }): void {
    this.#end = failure === undefined ? 'completed' : 'failed';
    this.#failure = failure?.thrown;
  }

  /** True when the whole pipeline ran to its end without an error. */
  get completed(): boolean {
    return this.#end === 'completed';
  }

  /** The original error, whatever a filter made of it. */
  get failure(): unknown {
    return this.#failure;
  }

  #merge(result: HandlerResult): void {
    this.#outgoing.push(...(result.outgoing ?? []));
    this.#park.push(...(result.park ?? []));
    for (const [reason, times] of Object.entries(result.ignored ?? {})) {
      this.#ignored[reason] = (this.#ignored[reason] ?? 0) + times;
    }
  }
}

function isIgnored(answer: object): answer is Ignored {
  return 'ignored' in answer && typeof answer.ignored === 'string';
}

function isOutgoing(answer: object): answer is Outgoing {
  return 'key' in answer && ('type' in answer || 'bytes' in answer);
}

const resultMembers = new Set(['outgoing', 'park', 'ignored']);

function isResult(answer: object): answer is HandlerResult {
  const members = Object.keys(answer);
  return members.length > 0 && members.every((member) => resultMembers.has(member));
}

function notAnAnswer(what: string): Fault {
  return new Fault(`a record's handler returns outgoing events, a result or nothing, not ${what}`, {
    code: 'handler-answer-invalid',
    retriable: false,
  });
}

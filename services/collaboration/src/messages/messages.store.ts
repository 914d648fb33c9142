// What customers wrote, in the database: each message once by its id at the provider.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';

/** What is personal of a message, kept as JSON so that no text is lost whatever it holds. */
export interface MessageContent {
  readonly text: string | null;
  /** As the customer calls themselves on the channel. */
  readonly name: string | null;
  /** As the provider calls it. */
  readonly type: string;
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface StoredMessage {
  readonly id: string;
  readonly channel: string;
  readonly providerId: string;
  readonly address: string;
  readonly content: MessageContent;
  readonly kind: 'text' | 'choice' | 'media' | 'place' | 'other';
  readonly intent: string;
  readonly productId: string | null;
  readonly replyTo: string | null;
  readonly saidAt: Date;
  readonly receivedAt: Date;
}

export interface FoundMessage extends Omit<StoredMessage, 'providerId' | 'address'> {
  readonly profileId: string | null;
}

interface Row {
  id: string;
  channel: string;
  content: MessageContent;
  kind: StoredMessage['kind'];
  intent: string;
  product_id: string | null;
  reply_to: string | null;
  said_at: Date;
  received_at: Date;
  profile_id: string | null;
}

const columns = 'id, channel, content, kind, intent, product_id, reply_to, said_at, received_at, profile_id';

@Injectable()
export class MessagesStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    // The digests of their ids stay: they hold nothing, and keep a late repetition from bringing a message back.
    personalData.add(personalRows('collaboration.message', 'message'));
  }

  /** Which of these provider's ids are new; from now on none of them is, erased or not. */
  async claim(
    tx: Transaction,
    channel: string,
    providerIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const digests = new Map(providerIds.map((id) => [digestOf(channel, id).toString('hex'), id]));
    const { rows } = await tx.client.query<{ digest: string }>(
      `insert into message_seen (digest) select decode(each, 'hex') from unnest($1::text[]) as each order by each
       on conflict do nothing returning encode(digest, 'hex') as digest`,
      [[...digests.keys()]],
    );
    return new Set(rows.map(({ digest }) => digests.get(digest) ?? ''));
  }

  async add(tx: Transaction, message: StoredMessage): Promise<void> {
    await tx.client.query(
      `insert into message (id, channel, provider_id, address, content, kind, intent, product_id, reply_to, said_at, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        message.id,
        message.channel,
        message.providerId,
        message.address,
        JSON.stringify(message.content),
        message.kind,
        message.intent,
        message.productId,
        message.replyTo,
        message.saidAt,
        message.receivedAt,
      ],
    );
  }

  /** Writes down whose a message is. False when there is none, or it was known. */
  async attach(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'update message set profile_id = $2 where id = $1 and profile_id is distinct from $2',
      [id, profileId],
    );
    return rowCount === 1;
  }

  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.client.query('delete from message where id = $1', [id]);
  }

  async find(tx: Transaction, ids: readonly string[]): Promise<readonly FoundMessage[]> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from message where id = any($1::uuid[]) order by array_position($1::uuid[], id)`,
      [ids],
    );
    return rows.map(messageOf);
  }

  /** Messages of these profiles before a place, newest first. */
  async page(
    tx: Transaction,
    profileIds: readonly string[],
    before: { readonly at: Date; readonly id: string } | undefined,
    limit: number,
  ): Promise<readonly FoundMessage[]> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from message
       where profile_id = any($1::uuid[]) and ($2::timestamptz is null or (received_at, id) < ($2, $3::uuid))
       order by received_at desc, id desc limit $4`,
      [profileIds, before?.at ?? null, before?.id ?? null, limit],
    );
    return rows.map(messageOf);
  }

  /** Where these profiles last wrote from. */
  async lastAddress(tx: Transaction, channel: string, profileIds: readonly string[]): Promise<string | null> {
    const { rows } = await tx.client.query<{ address: string }>(
      `select address from message where profile_id = any($2::uuid[]) and channel = $1
       order by received_at desc, id desc limit 1`,
      [channel, profileIds],
    );
    return rows[0]?.address ?? null;
  }

  /** When this address last wrote to us. */
  async lastHeard(tx: Transaction, channel: string, address: string): Promise<Date | null> {
    const { rows } = await tx.client.query<{ said_at: Date }>(
      'select said_at from message where channel = $1 and address = $2 order by said_at desc limit 1',
      [channel, address],
    );
    return rows[0]?.said_at ?? null;
  }
}

function digestOf(channel: string, providerId: string): Buffer {
  return createHash('sha256').update(`${channel}\0${providerId}`).digest();
}

function messageOf(row: Row): FoundMessage {
  const { id, channel, content, kind, intent } = row;
  return {
    id,
    channel,
    content,
    kind,
    intent,
    productId: row.product_id,
    replyTo: row.reply_to,
    saidAt: row.said_at,
    receivedAt: row.received_at,
    profileId: row.profile_id,
  };
}

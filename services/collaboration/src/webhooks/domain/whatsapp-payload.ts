// Reads what WhatsApp's webhook says: messages and statuses, each on its own, so that a strange one spoils no other.
import { ok, refuse, type Result } from '@continuo/kernel';

/** What a message is made of, as the contract names it. */
export type MessageKind = 'text' | 'choice' | 'media' | 'place' | 'other';

export interface WhatsAppMessage {
  /** `wamid…`. Holds the number of the sender, encoded: personal. */
  readonly providerId: string;
  /** In international form, with its plus sign. */
  readonly from: string;
  readonly name: string | null;
  readonly kind: MessageKind;
  /** As the provider calls it: text, interactive, image, … */
  readonly type: string;
  /** The words; of a choice its title, of a file its caption. */
  readonly text: string | null;
  readonly intent: string;
  readonly productId: string | null;
  /** The provider's id of our message that it answers. */
  readonly answers: string | null;
  /** When it was written, milliseconds since the epoch. */
  readonly saidAt: number;
  /** Everything else of it that an agent may want: the file's id, the place. */
  readonly details: Readonly<Record<string, unknown>> | null;
}

export interface WhatsAppStatus {
  readonly providerId: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  /** The provider's code of a failure. */
  readonly code: string | null;
  readonly at: number;
  /** What we gave it with the message: the delivery's id. */
  readonly reference: string | null;
}

/** Why one item of a webhook was left out. Codes only: the item may hold anything. */
export interface Rejected {
  readonly code: string;
  readonly field: string;
  /** The provider's own name of the type, where it is one. */
  readonly type: string | null;
}

export interface WebhookContent {
  readonly messages: readonly WhatsAppMessage[];
  readonly statuses: readonly WhatsAppStatus[];
  readonly rejected: readonly Rejected[];
  /** Statuses and notices that say nothing to act on, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
}

type Json = Readonly<Record<string, unknown>>;

export const UNKNOWN_INTENT = 'unknown';
const intentShape = /^[a-z0-9][a-z0-9_.-]{0,63}$/i;
const productShape = /^[A-Za-z0-9][\w.:/-]{0,127}$/;
const typeShape = /^[a-z][a-z0-9_]{0,39}$/;
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const media = new Set(['image', 'document', 'audio', 'video', 'sticker']);
const longestId = 512;

/** The content of a webhook, whatever of it can be used. Refused only when it is no webhook of WhatsApp at all. */
export function readWebhook(body: unknown, numberId: string): Result<WebhookContent, 'webhook-unknown'> {
  const root = objectOf(body);
  if (root?.object !== 'whatsapp_business_account' || !Array.isArray(root.entry)) {
    return refuse('webhook-unknown', 'this is no webhook of a WhatsApp business account', {
      field: 'object',
    });
  }
  const found = {
    messages: [] as WhatsAppMessage[],
    statuses: [] as WhatsAppStatus[],
    rejected: [] as Rejected[],
  };
  const ignored: Record<string, number> = {};
  const ignore = (reason: string): void => void (ignored[reason] = (ignored[reason] ?? 0) + 1);
  for (const change of listOf(root.entry).flatMap((entry) => listOf(objectOf(entry)?.changes))) {
    const { field, value } = objectOf(change) ?? {};
    const content = objectOf(value);
    if (field !== 'messages' || content === undefined) ignore('other-field');
    else if (objectOf(content.metadata)?.phone_number_id !== numberId) ignore('other-number');
    else {
      const names = namesOf(content);
      for (const one of listOf(content.messages))
        sort(readMessage(one, names), one, found.messages, found.rejected);
      for (const one of listOf(content.statuses)) sort(readStatus(one), one, found.statuses, found.rejected);
    }
  }
  return ok({ ...found, ignored });
}

function sort<T>(read: Result<T>, raw: unknown, good: T[], rejected: Rejected[]): void {
  if (read.ok) return void good.push(read.value);
  const { code, field = '' } = read.refusal;
  rejected.push({ code, field, type: shaped(objectOf(raw)?.type, typeShape) });
}

function readMessage(raw: unknown, names: ReadonlyMap<string, string>): Result<WhatsAppMessage> {
  const message = objectOf(raw);
  if (message === undefined)
    return refuse('message-not-an-object', 'expected an object', { field: 'messages' });
  const providerId = idOf(message.id);
  if (providerId === null) return refuse('message-without-id', 'it has no id', { field: 'id' });
  const from = shaped(message.from, /^\d{5,20}$/);
  if (from === null) return refuse('sender-without-number', 'it names no number', { field: 'from' });
  const saidAt = momentOf(message.timestamp);
  if (saidAt === null) return refuse('message-without-time', 'it has no time', { field: 'timestamp' });
  const type = shaped(message.type, typeShape) ?? 'unknown';
  const context = objectOf(message.context);
  const content = objectOf(message[type]);
  const choice = choiceOf(type, content);
  return ok({
    providerId,
    from: `+${from}`,
    name: names.get(from) ?? null,
    kind: kindOf(type, choice !== undefined),
    type,
    text: textOf(type, content, choice),
    intent: shaped(choice?.id, intentShape) ?? UNKNOWN_INTENT,
    productId: shaped(objectOf(context?.referred_product)?.product_retailer_id, productShape),
    answers: idOf(context?.id),
    saidAt,
    details: type === 'text' || choice !== undefined ? null : (content ?? null),
  });
}

function readStatus(raw: unknown): Result<WhatsAppStatus> {
  const status = objectOf(raw);
  if (status === undefined)
    return refuse('status-not-an-object', 'expected an object', { field: 'statuses' });
  const providerId = idOf(status.id);
  if (providerId === null) return refuse('status-without-id', 'it has no id', { field: 'id' });
  const at = momentOf(status.timestamp);
  if (at === null) return refuse('status-without-time', 'it has no time', { field: 'timestamp' });
  const word = status.status;
  // A voice message that was played was read.
  const known = word === 'played' ? 'read' : word;
  if (known !== 'sent' && known !== 'delivered' && known !== 'read' && known !== 'failed')
    return refuse('status-unknown', 'its word is not known', { field: 'status' });
  const { code } = objectOf(listOf(status.errors)[0]) ?? {};
  return ok({
    providerId,
    status: known,
    code: known === 'failed' ? (typeof code === 'number' ? String(code) : 'unknown') : null,
    at,
    reference: shaped(status.biz_opaque_callback_data, uuidShape),
  });
}

/** The chosen button or row, wherever this type of message has it. */
function choiceOf(type: string, content: Json | undefined): { id: unknown; title: unknown } | undefined {
  if (type === 'button') return { id: content?.payload, title: content?.text };
  if (type !== 'interactive') return undefined;
  const reply = objectOf(content?.button_reply) ?? objectOf(content?.list_reply);
  return reply === undefined ? undefined : { id: reply.id, title: reply.title };
}

function kindOf(type: string, isChoice: boolean): MessageKind {
  if (isChoice) return 'choice';
  if (type === 'text') return 'text';
  if (type === 'location') return 'place';
  return media.has(type) ? 'media' : 'other';
}

function textOf(
  type: string,
  content: Json | undefined,
  choice: { title: unknown } | undefined,
): string | null {
  const text = choice?.title ?? (type === 'text' ? content?.body : content?.caption);
  return typeof text === 'string' ? text : null;
}

function namesOf(content: Json): ReadonlyMap<string, string> {
  return new Map(
    listOf(content.contacts).flatMap((each) => {
      const contact = objectOf(each);
      const name = objectOf(contact?.profile)?.name;
      return typeof contact?.wa_id === 'string' && typeof name === 'string' ? [[contact.wa_id, name]] : [];
    }),
  );
}

/** Seconds since the epoch, as WhatsApp writes them: a text of digits. */
function momentOf(raw: unknown): number | null {
  const text = typeof raw === 'number' ? String(raw) : raw;
  return typeof text === 'string' && /^\d{9,11}$/.test(text) ? Number(text) * 1_000 : null;
}

function idOf(raw: unknown): string | null {
  return typeof raw === 'string' && raw.length <= longestId && /^[\x21-\x7e]+$/.test(raw) ? raw : null;
}

function shaped(raw: unknown, shape: RegExp): string | null {
  return typeof raw === 'string' && shape.test(raw) ? raw : null;
}

function objectOf(raw: unknown): Json | undefined {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Json) : undefined;
}

function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

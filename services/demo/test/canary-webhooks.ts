// Webhooks of WhatsApp and Twilio with a canary in every text that the provider passes on from a customer.
import type { Canaries, CanaryKind } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import { scene } from './canary-scene.js';
import type { RunningSystem } from '@continuo/testing/running-system';
import { newCallSid, newWamid, now, twilioCalls, whatsAppSends } from './signed-webhooks.js';

export interface Hooked {
  readonly operation: string;
  readonly status: number;
}

type Make = (kind: CanaryKind, what: string) => string;

/** Delivers all of them; each is taken, though much of it can't be used. */
export async function pushWebhooks(running: RunningSystem, canaries: Canaries): Promise<readonly Hooked[]> {
  const make: Make = (kind, what) => canaries.make(kind, `webhook: ${what}`).value;
  const digits = (what: string): string => make('phone', what).replace('+', '');
  const hooked: Hooked[] = [];
  const whatsApp = async (content: object): Promise<void> => {
    const { status } = await whatsAppSends(running, content);
    hooked.push({ operation: 'POST /api/collaboration/webhooks/whatsapp', status });
  };
  for (const { type, ...content } of inboundMessages(make)) {
    const from = digits(`${type} from`);
    const contacts = [{ profile: { name: make('name', `${type} name`) }, wa_id: from }];
    const context = { id: newWamid(digits(`${type} context`)), from: digits(`${type} context from`) };
    const messages = [{ from, id: newWamid(from), timestamp: now(), type, context, ...content }];
    await whatsApp({ contacts, messages });
  }
  await whatsApp({ statuses: statuses(make, digits) });
  for (const [hook, fields] of calls(make)) {
    const { status } = await twilioCalls(running, hook, fields);
    hooked.push({ operation: `POST /api/contact-centre/webhooks/twilio/${hook.split('?')[0]}`, status });
  }
  return hooked;
}

function inboundMessages(make: Make): readonly ({ readonly type: string } & Record<string, unknown>)[] {
  const text = (what: string): string => make('text', what);
  const file = (what: string) => ({
    id: text(`${what} id`),
    mime_type: text(`${what} type`),
    sha256: text(`${what} hash`),
    caption: text(`${what} caption`),
    filename: make('name', `${what} file name`),
  });
  return [
    { type: 'text', text: { body: text('text') } },
    {
      type: 'text',
      text: { body: text('text of a product') },
      context: { referred_product: { catalog_id: text('catalogue'), product_retailer_id: text('product') } },
    },
    {
      type: 'text',
      text: { body: text('text of an advertisement') },
      referral: { source_url: text('referral address'), headline: text('headline'), body: text('referral') },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'button_reply',
        button_reply: { id: text('button'), title: text('button title') },
      },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'list_reply',
        list_reply: { id: make('email', 'row'), title: text('row title'), description: text('row text') },
      },
    },
    { type: 'button', button: { payload: make('email', 'payload'), text: text('button text') } },
    ...['image', 'video', 'audio', 'document', 'sticker'].map((type) => ({ type, [type]: file(type) })),
    {
      type: 'location',
      location: { latitude: 1, longitude: 1, name: make('name', 'place'), address: make('address', 'place') },
    },
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: make('name', 'contact') },
          phones: [{ phone: make('phone', 'contact') }],
          emails: [{ email: make('email', 'contact') }],
        },
      ],
    },
    { type: 'reaction', reaction: { message_id: text('reaction of'), emoji: text('reaction') } },
    { type: 'order', order: { text: text('order text'), catalog_id: text('order catalogue') } },
    { type: 'system', system: { body: text('system'), customer: text('system customer') } },
    { type: make('text', 'a type of its own'), unknown: { text: text('unknown') } },
  ];
}

function statuses(make: Make, digits: (what: string) => string): readonly object[] {
  return ['sent', 'delivered', 'read', 'failed', make('text', 'a status of its own')].map((status) => ({
    id: newWamid(digits('status id')),
    status,
    timestamp: now(),
    recipient_id: digits('recipient'),
    biz_opaque_callback_data: status === 'sent' ? randomUUID() : make('text', 'callback data'),
    conversation: { id: make('text', 'conversation') },
    errors: [
      {
        code: 131_026,
        title: make('text', 'error'),
        message: make('text', 'error message'),
        error_data: { details: make('text', 'error details') },
      },
    ],
  }));
}

/** A call that begins and ends, callers of other kinds, and fields that nobody asked for. */
function calls(make: Make): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const around = (what: string) => ({
    AccountSid: 'AC00000000000000000000000000000001',
    Direction: 'inbound',
    CallerName: make('name', `${what}: caller`),
    FromCity: make('address', `${what}: city`),
    FromZip: make('text', `${what}: zip`),
    ForwardedFrom: make('phone', `${what}: forwarded from`),
    SpeechResult: make('text', `${what}: speech`),
    [make('text', `${what}: a field's name`)]: make('text', `${what}: a field`),
  });
  const froms = [make('phone', 'caller'), `client:${make('email', 'client')}`, `sip:${make('email', 'sip')}`];
  return [
    ...froms.flatMap((From, at) => {
      const CallSid = newCallSid();
      // To a number of no queue's, too.
      const To = at === 0 ? scene.dialled : make('phone', 'dialled');
      const call = { ...around(`call ${at}`), CallSid, From, To, Caller: From, Called: To };
      return [
        ['voice', { ...call, CallStatus: 'ringing' }],
        ['hold?queue=sales', call],
        ['status', { ...call, CallStatus: 'completed' }],
      ] as const;
    }),
    ['status', { ...around('unknown call'), CallSid: newCallSid(), CallStatus: make('text', 'call status') }],
  ];
}

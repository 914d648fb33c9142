// WhatsApp's webhook, read item by item: every kind of message, what is left out, and what is none of ours.
import { readWebhook, type WebhookContent } from './whatsapp-payload.js';

const metadata = { phone_number_id: '1' };
const base = { from: '49151000', id: 'wamid.A=', timestamp: '1749416383' };

function read(value: object, field = 'messages'): WebhookContent {
  const body = {
    object: 'whatsapp_business_account',
    entry: [{ changes: [{ field, value: { metadata, ...value } }] }],
  };
  const found = readWebhook(body, '1');
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value;
}

const message = (more: object) => read({ messages: [{ ...base, ...more }] }).messages[0];

test.each([
  [{ type: 'text', text: { body: 'hi' } }, 'text', 'unknown', 'hi'],
  [
    { type: 'interactive', interactive: { button_reply: { id: 'Ask.It_1-2', title: 'Ask' } } },
    'choice',
    'Ask.It_1-2',
    'Ask',
  ],
  [{ type: 'interactive', interactive: { list_reply: { id: 'row', title: 'Row' } } }, 'choice', 'row', 'Row'],
  [{ type: 'button', button: { payload: 'csat-good', text: 'Good' } }, 'choice', 'csat-good', 'Good'],
  [{ type: 'button', button: { payload: 'Ring +49 151 000', text: 'Call' } }, 'choice', 'unknown', 'Call'],
  [{ type: 'button', button: { payload: 'x'.repeat(65), text: 'Long' } }, 'choice', 'unknown', 'Long'],
  [{ type: 'interactive', interactive: { nfm_reply: {} } }, 'other', 'unknown', null],
  [
    { type: 'image', image: { id: '9', mime_type: 'image/png', caption: 'look' } },
    'media',
    'unknown',
    'look',
  ],
  [{ type: 'document', document: { id: '9' } }, 'media', 'unknown', null],
  [{ type: 'audio', audio: { id: '9' } }, 'media', 'unknown', null],
  [{ type: 'video', video: { id: '9' } }, 'media', 'unknown', null],
  [{ type: 'location', location: { latitude: 1, longitude: 2 } }, 'place', 'unknown', null],
  [{ type: 'reaction', reaction: { emoji: 'x' } }, 'other', 'unknown', null],
  [{ type: 'unsupported', errors: [{ code: 131051 }] }, 'other', 'unknown', null],
  [{ type: 'text', text: 'no object' }, 'text', 'unknown', null],
  [{ type: '__proto__' }, 'other', 'unknown', null],
  [{ type: 7 }, 'other', 'unknown', null],
])('a message %j is a %s with intent %s', (more, kind, intent, text) => {
  expect(message(more)).toMatchObject({ kind, intent, text, from: '+49151000', saidAt: 1_749_416_383_000 });
});

test('takes name, product and the message it answers from where WhatsApp puts them', () => {
  const context = { id: 'wamid.B', referred_product: { catalog_id: 'c', product_retailer_id: 'p-1' } };
  const contacts = [{ wa_id: '49151000', profile: { name: 'Ana' } }, null, { wa_id: 7 }];
  const [found] = read({
    contacts,
    messages: [{ ...base, type: 'text', text: { body: 'hi' }, context }],
  }).messages;
  expect(found).toMatchObject({ name: 'Ana', productId: 'p-1', answers: 'wamid.B' });
  const strange = { id: 'no id', referred_product: { product_retailer_id: 'my name is Ana' } };
  expect(message({ type: 'text', context: strange })).toMatchObject({ productId: null, answers: null });
});

test('leaves out what cannot be used, by code, and keeps the rest', () => {
  const messages = [null, { ...base, id: '' }, { ...base, from: 'Ana' }, { ...base, timestamp: '1' }, base];
  const statuses = [[], { id: 'x' }, { id: 'x', timestamp: '1749416383', status: 'pondered' }];
  const found = read({ messages, statuses });
  expect(found.messages).toHaveLength(1);
  expect(found.rejected.map(({ code }) => code)).toEqual([
    'message-not-an-object',
    'message-without-id',
    'sender-without-number',
    'message-without-time',
    'status-not-an-object',
    'status-without-time',
    'status-unknown',
  ]);
});

test('reads statuses with the code of a failure and our reference', () => {
  const reference = '01890a5d-ac96-774b-bcce-b302099a8057';
  const statuses = [
    {
      id: 'x',
      timestamp: '1749416383',
      status: 'failed',
      errors: [{ code: 131026 }],
      biz_opaque_callback_data: reference,
    },
    { id: 'x', timestamp: '1749416383', status: 'played', biz_opaque_callback_data: 'not ours' },
  ];
  expect(read({ statuses }).statuses).toEqual([
    { providerId: 'x', status: 'failed', code: '131026', at: 1_749_416_383_000, reference },
    { providerId: 'x', status: 'read', code: null, at: 1_749_416_383_000, reference: null },
  ]);
});

test('ignores other numbers and other fields, and refuses what is no webhook', () => {
  expect(read({ messages: [base], metadata: { phone_number_id: '2' } })).toMatchObject({
    messages: [],
    ignored: { 'other-number': 1 },
  });
  expect(read({}, 'account_update').ignored).toEqual({ 'other-field': 1 });
  for (const body of [
    null,
    7,
    [],
    {},
    { object: 'page', entry: [] },
    { object: 'whatsapp_business_account' },
  ])
    expect(readWebhook(body, '1')).toMatchObject({ ok: false, refusal: { code: 'webhook-unknown' } });
});

// What customers do: on the web, on WhatsApp, on the telephone, on their way, and what they allow.
import { playedAccount } from '@continuo/local-stack';
import { createHmac } from 'node:crypto';
import { bringAbout, tryTo } from './bring-about.js';
import type { Answer } from './client.js';
import { as, PLENTIFUL, SCARCE, STORE, writeKeyOf, type Customer, type World } from './world.js';

const DIALLED = '+41445550100';
/** For how long a caller waits at least. */
const CALL_LASTS_MS = 3_000;
const POSITIONS = [
  { latitude: 47.37811, longitude: 8.54012 },
  { latitude: 47.3602, longitude: 8.5007 },
] as const;

/** Becomes known by name and number. */
export async function signsIn(world: World, { userId, phone }: Customer): Promise<void> {
  const messageId = `identify/${userId}`;
  const body = { messageId, userId, traits: { phone, email: `${userId}@example.net`, language: 'en' } };
  const call = { path: '/v1/identify', headers: writeKeyOf(world), body: JSON.stringify(body) };
  await bringAbout(world, 'tracking-call', messageId, call);
}

/** A page, or the look at a product with which a journey begins. */
export async function browses(world: World): Promise<void> {
  const { draws, model } = world;
  const number = world.next();
  const messageId = `track/${number}`;
  const looks = draws.next() < 0.1;
  const known = draws.next() < 0.7;
  const who = known
    ? { userId: draws.pick(world.customers).userId }
    : { anonymousId: `a-${draws.below(2_000)}` };
  const visit = `visit-${number}`;
  const properties = looks ? { visit_id: visit, product_id: PLENTIFUL } : { depth: draws.below(100) };
  const body = { messageId, ...who, event: looks ? 'Product Viewed' : 'Page Scrolled', properties };
  const call = { path: '/v1/track', headers: writeKeyOf(world), body: JSON.stringify(body) };
  const answer = await bringAbout(world, 'tracking-call', messageId, call);
  if (looks && answer?.status === 200) model.visits.add(visit);
}

export async function writes(world: World): Promise<void> {
  const { draws, context } = world;
  const wamid = `wamid.load.${world.next()}`;
  const waId = draws.pick(world.customers).phone.replace('+', '');
  const said =
    draws.next() < 0.3 ? choice(draws.pick(['ask-availability', 'csat-good', 'csat-poor'])) : text();
  const message = { from: waId, id: wamid, timestamp: String(Math.floor(Date.now() / 1_000)), ...said };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '41445550100', phone_number_id: playedAccount.whatsappPhoneNumberId },
    contacts: [{ profile: { name: 'A customer' }, wa_id: waId }],
    messages: [message],
  };
  const entry = [{ id: '200000000000001', changes: [{ field: 'messages', value }] }];
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
  const signature = createHmac('sha256', context.secrets.whatsappAppSecret).update(body).digest('hex');
  await bringAbout(world, 'message', wamid, {
    path: '/api/collaboration/webhooks/whatsapp',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  });
}

function text(): object {
  const context = { referred_product: { catalog_id: 'catalogue-1', product_retailer_id: PLENTIFUL } };
  return { type: 'text', text: { body: 'Do you have it in Zurich today?' }, context };
}

function choice(id: string): object {
  return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title: id } } };
}

export async function calls(world: World): Promise<void> {
  const callSid = `CA${world.next().toString(16).padStart(32, '0')}`;
  const from = world.draws.pick(world.customers).phone;
  const answer = await bringAbout(
    world,
    'telephone-call',
    callSid,
    twilio(world, 'voice', callSid, from, 'ringing'),
  );
  if (answer?.status === 200) world.openCalls.push({ callSid, from, at: performance.now() });
}

/** Whoever has been on the telephone for a while. */
export async function hangsUp(world: World): Promise<void> {
  const [oldest] = world.openCalls;
  if (oldest === undefined || performance.now() - oldest.at < CALL_LASTS_MS) return browses(world);
  world.openCalls.shift();
  await hangUp(world, oldest);
}

export async function hangUp(
  world: World,
  { callSid, from }: { readonly callSid: string; readonly from: string },
): Promise<void> {
  const answer = await tryTo(world, twilio(world, 'status', callSid, from, 'completed'), []);
  if (answer !== undefined && answer.status < 300) world.model.hungUp.add(callSid);
}

function twilio({ context }: World, hook: string, callSid: string, from: string, status: string) {
  const path = `/api/contact-centre/webhooks/twilio/${hook}`;
  const fields: Readonly<Record<string, string>> = {
    AccountSid: playedAccount.twilioAccountSid,
    CallSid: callSid,
    CallStatus: status,
    Direction: 'inbound',
    From: from,
    To: DIALLED,
  };
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = `${context.urls.console}${path}${sorted.map(([name, value]) => `${name}${value}`).join('')}`;
  const signature = createHmac('sha1', context.secrets.twilioAuthToken).update(signed).digest('base64');
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  return { path, headers, body: new URLSearchParams(fields).toString() };
}

/** Agrees or withdraws; where they are may always be used once they said so. */
export async function says(world: World, customer?: Customer, purpose?: string): Promise<void> {
  const { draws } = world;
  const { userId } = customer ?? draws.pick(world.customers);
  const about = purpose ?? draws.pick(['satisfaction', 'marketing']);
  const version = `wording-${world.next()}`;
  const word = {
    customers: [{ kind: 'user', value: userId }],
    purpose: about,
    channel: about === 'location' ? 'device' : 'whatsapp',
    granted: about === 'location' || draws.next() < 0.7,
    version,
    source: 'preferences',
  };
  await bringAbout(world, 'consent', version, {
    path: '/api/customer-data-platform/consents',
    headers: as(world, 'integrator', version),
    body: JSON.stringify(word),
  });
}

/** Before the shop's door, or at home. Refused while the consent is still on its way. */
export async function moves(world: World): Promise<void> {
  const { draws } = world;
  const { userId, device } = draws.pick(world.customers);
  const location = {
    customers: [{ kind: 'user', value: userId }],
    ...draws.pick(POSITIONS),
    accuracyMetres: 12,
    at: new Date().toISOString(),
  };
  const path = `/api/collaboration/devices/${device}/locations`;
  await tryTo(world, { path, headers: as(world, 'integrator'), body: JSON.stringify(location) }, [403]);
}

/** Somebody looks something up. */
export async function looksUp(world: World): Promise<void> {
  const { draws } = world;
  const users = [{ kind: 'user', value: draws.pick(world.customers).userId }];
  const lookUp = {
    path: '/api/customer-data-platform/profiles:lookup',
    body: JSON.stringify({ customers: users }),
  };
  const pages = [
    '/api/orchestrator/instances?limit=10',
    '/api/operations/orders?limit=10',
    `/api/operations/products/${SCARCE}/availability`,
    `/api/operations/stores/${STORE}/stock`,
    '/api/collaboration/deliveries?limit=10',
    '/api/contact-centre/interactions?limit=10',
  ];
  const page = { method: 'GET', path: draws.pick(pages) } as const;
  const isLookUp = draws.next() < 0.3;
  const role = isLookUp ? 'integrator' : 'supervisor';
  await tryTo(world, { ...(isLookUp ? lookUp : page), headers: as(world, role) }, []);
}

export function parsed<T>(answer: Answer | undefined): T | undefined {
  if (answer === undefined || answer.status >= 300) return undefined;
  return JSON.parse(answer.text) as T;
}

// What is there before the load: tokens, journeys in seconds, products with their stock, the shop, the agents.
import { clientSecret, type SystemContext } from '@continuo/local-stack';
import { DEVELOPMENT_GRANT, ROLES, type Role } from '@continuo/service-kit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client.js';
import { says, signsIn } from './customer-acts.js';
import { as, PLENTIFUL, SCARCE, STORE, type World } from './world.js';

export const AGENTS = ['agent-lena', 'agent-marco', 'agent-sofie'];
const JOURNEYS = ['guided-purchase', 'click-and-collect'];
const STOCK = new Map([
  [PLENTIFUL, 100_000],
  [SCARCE, 150],
]);
/** Customers that are made known at the same time. */
const AT_ONCE = 20;

export async function tokenFor(
  context: SystemContext,
  client: Client,
  role: Role,
  subject?: string,
): Promise<string> {
  const form = new URLSearchParams({
    grant_type: DEVELOPMENT_GRANT,
    client_id: 'continuo-cli',
    client_secret: clientSecret(context.secrets, 'continuo-cli'),
    role,
    ...(subject !== undefined && { subject }),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await client.ask({ path: '/issuer/token', headers, body: form.toString() });
  if (answer?.status !== 200) throw new Error(`no token for ${role}: ${answer?.status} ${answer?.text}`);
  return `Bearer ${(JSON.parse(answer.text) as { readonly access_token: string }).access_token}`;
}

export async function tokensOf(context: SystemContext, client: Client): Promise<Record<Role, string>> {
  const pairs = await Promise.all(ROLES.map(async (role) => [role, await tokenFor(context, client, role)]));
  return Object.fromEntries(pairs) as Record<Role, string>;
}

/** Throws when something of it is refused. */
export async function setScene(world: World, root: string): Promise<void> {
  for (const name of JOURNEYS) {
    const source = readFileSync(join(root, 'services', 'orchestrator', 'journeys', `${name}.yaml`), 'utf8');
    await made(world, 'POST', 'orchestrator/definitions', 'designer', { definition: inSeconds(source) });
  }
  const unitPrice = { amount: '349.00', currency: 'CHF' };
  for (const [productId, onHand] of STOCK) {
    await made(world, 'PUT', `operations/products/${productId}`, 'supervisor', {
      name: productId,
      unitPrice,
    });
    await made(world, 'PUT', `operations/stores/${STORE}/stock/${productId}`, 'supervisor', { onHand });
    world.model.stock.set(productId, onHand);
  }
  await made(world, 'PUT', `collaboration/places/${STORE}`, 'supervisor', {
    name: 'Zurich main station',
    latitude: 47.37818,
    longitude: 8.54021,
    radiusMetres: 150,
    timeZone: 'Europe/Zurich',
  });
  for (const id of AGENTS)
    await made(world, 'PUT', `contact-centre/agents/${id}`, 'supervisor', {
      displayName: id,
      skills: ['service'],
    });
  await knowCustomers(world);
}

async function made(
  world: World,
  method: 'POST' | 'PUT',
  path: string,
  role: Role,
  body: object,
): Promise<void> {
  const call = { method, path: `/api/${path}`, headers: as(world, role), body: JSON.stringify(body) };
  const answer = await world.client.ask(call);
  if (answer === undefined || answer.status >= 300)
    throw new Error(`${method} ${path} was answered ${answer?.status} ${answer?.text}`);
}

async function knowCustomers(world: World): Promise<void> {
  const { customers } = world;
  for (let at = 0; at < customers.length; at += AT_ONCE)
    await Promise.all(
      customers.slice(at, at + AT_ONCE).map(async (customer) => {
        await signsIn(world, customer);
        await says(world, customer, 'location');
      }),
    );
}

/** A journey whose waits last seconds, so that its timers fire while services come and go. */
export function inSeconds(definition: string): string {
  return definition.replace(/\b(after|backoff): (P\w+)/g, (_, what: string, duration: string) => {
    if (what === 'backoff') return 'backoff: PT1S';
    return `after: ${duration === 'P3D' ? 'PT15S' : 'PT6S'}`;
  });
}

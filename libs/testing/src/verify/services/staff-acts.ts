// What the shop's backend, its staff and agents do: orders and what becomes of them, contacts, cases, alerts.
import { bringAbout, tryTo } from './bring-about.js';
import { browses, parsed } from './customer-acts.js';
import type { OrderAct } from './model.js';
import { as, PLENTIFUL, SCARCE, STORE, type OpenOrder, type World } from './world.js';

export async function orders(world: World): Promise<void> {
  const { draws, model } = world;
  const orderId = `order-${world.next()}`;
  const productId = draws.next() < 0.75 ? PLENTIFUL : SCARCE;
  const quantity = draws.between(1, 2);
  const channel = draws.next() < 0.85 ? 'web' : 'phone';
  const customers = [{ kind: 'user', value: draws.pick(world.customers).userId }];
  const body = { orderId, customers, channel, storeId: STORE, lines: [{ productId, quantity }] };
  model.orders.set(orderId, { productId, quantity, channel, done: new Set(), unsure: new Set() });
  // Some callers rely on the order's own id alone.
  const key = draws.next() < 0.7 ? orderId : undefined;
  const answer = await bringAbout(world, 'order', orderId, {
    path: '/api/operations/orders',
    headers: as(world, 'integrator', key),
    body: JSON.stringify(body),
  });
  const placed = parsed<{ readonly pickupCode: string }>(answer);
  if (placed !== undefined) world.openOrders.push({ orderId, pickupCode: placed.pickupCode });
}

/** The customer gives it up, or the shop does. */
export const cancels = (world: World): Promise<void> =>
  actsOn(world, 'cancel', () => ({ code: 'customer-request' }));

export const makesReady = (world: World): Promise<void> => actsOn(world, 'ready', () => ({}));

export const handsOver = (world: World): Promise<void> =>
  actsOn(world, 'collect', ({ pickupCode }) => ({ pickupCode }));

async function actsOn(world: World, act: OrderAct, bodyOf: (order: OpenOrder) => object): Promise<void> {
  const { draws, model, openOrders } = world;
  if (openOrders.length === 0) return browses(world);
  const order = draws.pick(openOrders);
  const known = model.orders.get(order.orderId);
  known?.unsure.add(act);
  const call = {
    path: `/api/operations/orders/${order.orderId}:${act}`,
    headers: as(world, 'agent'),
    body: JSON.stringify(bodyOf(order)),
  };
  const answer = await tryTo(world, call, [409]);
  if (answer === undefined) return;
  if (answer.status === 200) known?.done.add(act);
  known?.unsure.delete(act);
  if (answer.status === 200 && act === 'ready') return;
  const isOver = answer.status === 200 || /already-(collected|cancelled)/.test(answer.text);
  const at = openOrders.indexOf(order);
  if (isOver && at >= 0) openOrders.splice(at, 1);
}

export async function meets(world: World): Promise<void> {
  const marker = `loyal-${world.next()}`;
  const made = await bringAbout(world, 'contact', marker, {
    path: '/api/crm/contacts',
    headers: as(world, 'integrator', marker),
    body: JSON.stringify({ givenName: 'Somebody', loyaltyNumber: marker }),
  });
  const contact = parsed<{ readonly contactId: string }>(made);
  if (contact !== undefined) world.contacts.push(contact.contactId);
}

export async function opensCase(world: World): Promise<void> {
  if (world.contacts.length === 0) return browses(world);
  const marker = `matter-${world.next()}`;
  const opened = await bringAbout(world, 'case', marker, {
    path: '/api/crm/cases',
    headers: as(world, 'agent', marker),
    body: JSON.stringify({
      contactId: world.draws.pick(world.contacts),
      caseType: 'question',
      orderId: marker,
    }),
  });
  const one = parsed<{ readonly caseId: string }>(opened);
  if (one !== undefined) world.openCases.push(one.caseId);
}

export async function notes(world: World): Promise<void> {
  if (world.openCases.length === 0) return browses(world);
  const marker = `note-${world.next()}`;
  await bringAbout(world, 'activity', marker, {
    path: `/api/crm/cases/${world.draws.pick(world.openCases)}/activities`,
    headers: as(world, 'agent', marker),
    body: JSON.stringify({ activityType: 'note', text: marker }),
  });
}

export async function closesCase(world: World): Promise<void> {
  const { draws, openCases, model } = world;
  if (openCases.length === 0) return browses(world);
  const caseId = draws.pick(openCases);
  const path = `/api/crm/cases/${caseId}:close`;
  const body = JSON.stringify({ resolution: 'answered' });
  const answer = await tryTo(world, { path, headers: as(world, 'agent'), body }, [409]);
  if (answer?.status === 200) model.closedCases.add(caseId);
  const at = openCases.indexOf(caseId);
  if (answer !== undefined && at >= 0) openCases.splice(at, 1);
}

/** Shop staff looks who comes, and takes the first of them on. */
export async function takesAlertOn(world: World): Promise<void> {
  const headers = as(world, 'agent');
  const path = `/api/collaboration/places/${STORE}/alerts?state=open&limit=5`;
  const list = await tryTo(world, { method: 'GET', path, headers }, []);
  const { items = [] } = parsed<{ readonly items: readonly { readonly alertId: string }[] }>(list) ?? {};
  if (items.length === 0) return;
  const { alertId } = world.draws.pick(items);
  const take = { path: `/api/collaboration/alerts/${alertId}:acknowledge`, headers, body: '{}' };
  await tryTo(world, take, [409]);
}

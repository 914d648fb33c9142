// What is there before the customers come: guardrails, journeys, products and stock, the shop, the agents.
import { z } from 'zod';
import { Refused, type Api } from '../channels/api.js';
import { products } from '../people/customer.js';

const STOCK = 1_000;

export interface Roles {
  readonly designer: Api;
  readonly supervisor: Api;
  readonly operator: Api;
  readonly backend: Api;
}

/** Makes it, or finds it as an earlier run made it. */
export async function setScene(
  { designer, supervisor, operator }: Roles,
  scene: {
    readonly guardrails: string;
    readonly definitions: readonly string[];
    readonly store: string;
    readonly agents: readonly { readonly id: string; readonly name: string }[];
  },
): Promise<void> {
  await guard(operator, scene.guardrails);
  for (const definition of scene.definitions)
    await designer.post('/api/orchestrator/definitions', { definition });
  const { stocked, short } = products;
  for (const [productId, name, onHand] of [
    [stocked, 'Espresso machine One', STOCK],
    [short, 'Grinder Nine', 0],
  ] as const) {
    await made(supervisor, `/api/operations/products/${productId}`, {
      name,
      unitPrice: { amount: '349.00', currency: 'CHF' },
      active: true,
    });
    await made(supervisor, `/api/operations/stores/${scene.store}/stock/${productId}`, { onHand });
  }
  await made(supervisor, `/api/collaboration/places/${scene.store}`, {
    name: 'Zurich main station',
    latitude: 47.37818,
    longitude: 8.54021,
    radiusMetres: 150,
    timeZone: 'Europe/Zurich',
  });
  for (const { id, name } of scene.agents)
    await made(supervisor, `/api/contact-centre/agents/${id}`, { displayName: name, skills: ['service'] });
}

const policySchema = z.object({ version: z.number() });

/** The first policy. One that somebody has published stays, whatever it makes of the story. */
async function guard(operator: Api, policy: string): Promise<void> {
  const address = '/api/orchestrator/guardrails';
  const { version } = await operator.get(address, policySchema);
  if (version === 0) await operator.put(address, { policy }, version);
}

/** What an earlier run made stays as it is. */
async function made(api: Api, path: string, body: object): Promise<void> {
  try {
    await api.put(path, body);
  } catch (error) {
    const isThere = error instanceof Refused && [409, 412, 428].includes(error.status);
    if (!isThere) throw error;
    await api.get(path, z.unknown());
  }
}

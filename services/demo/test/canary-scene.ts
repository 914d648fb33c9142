// What must be there before canaries fly: a shop of their own, something to buy, an agent, and a journey that waits long.
import type { RunningSystem } from '@continuo/testing/running-system';

/** Everything is apart from the story's: nobody of the story may act on it. */
export const scene = {
  place: 'canary-shop',
  stocked: 'canary-cage',
  short: 'canary-song',
  journey: 'canary-errand',
  /** A journey that puts aside what is ordered by phone, and gives nothing back: it may take long until it is acted on. */
  order: 'canary-order',
  /** A journey that is begun by API alone, and the kind of task that it wants done. */
  work: 'canary-work',
  /** The subject of the tokens that everything is asked with: an agent may act on offers made to them alone. */
  agent: 'canary-agent',
  /** A number of the queue that wants the skill `sales`; the story's agents have another. */
  dialled: '+41445550101',
  near: { latitude: 46.9481, longitude: 7.4474 },
  away: { latitude: 46.9381, longitude: 7.4274 },
  /** By the names that parameters and fields have. */
  known: {
    placeId: 'canary-shop',
    storeId: 'canary-shop',
    productId: 'canary-cage',
    journey: 'canary-errand',
    agentId: 'canary-agent',
  },
} as const;

/** Three things to do for people, somebody to be met, and a wait that is still open when its customer is erased. */
const errand = `
journey: ${scene.journey}
title: Somebody is to be called back
owner: tests
objective: whoever asked is called back
metrics: [called-back]
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.kind == "track" && event.name == "Errand Wanted"
    key: event.properties.errand_id
steps:
${['first', 'second', 'third']
  .map(
    (step) => `  ${step}:
    office: middle
    act: collaboration.CreateTask
    with: { taskType: "'call-back'", role: "'agent'" }`,
  )
  .join('\n')}
  comes:
    office: front
    wait:
      - on: continuo.collaboration.PlaceEntered.v1
        when: event.placeId == "${scene.place}"
        next: alert
      - { after: P3D, next: over }
  alert:
    office: front
    act: collaboration.AlertStaff
    with: { placeId: "'${scene.place}'" }
  open:
    office: front
    wait:
      - { after: P3D, next: over }
  over: { end: over }
`;

const order = `
journey: ${scene.order}
title: What is ordered by phone is put aside
owner: tests
objective: it is there
metrics: [reserved]
entry:
  - on: continuo.operations.OrderAccepted.v1
    when: event.channel == "phone" && event.storeId == "${scene.place}"
    key: event.orderId
    set: { storeId: event.storeId }
steps:
  reserve: { office: back, act: operations.ReserveStock, with: { orderId: key, storeId: vars.storeId } }
  reserved: { end: reserved }
`;

/** Two tasks for workers, and beside them a step that stands: what it is given is no number. */
const work = `
journey: ${scene.work}
title: Somebody else has to do it
owner: tests
objective: it is done
metrics: [done]
entry:
  - on: continuo.operations.OrderAccepted.v1
    when: "false"
    key: event.orderId
    set: { amount: event.orderId }
steps:
  together:
    office: back
    parallel: all
    branches:
${['first', 'second']
  .map(
    (step) => `      ${step}:
        steps:
          do-${step}: { office: back, task: ${scene.work}, with: { work: key }, lease: PT5M, timeout: P1D }`,
  )
  .join('\n')}
      sum:
        steps:
          count: { office: back, set: { n: int(vars.amount) } }
  over: { end: over }
`;

export async function setCanaryScene(running: RunningSystem): Promise<void> {
  const as = await running.bearer('admin', scene.agent);
  const made = async (method: string, path: string, body: object): Promise<void> => {
    const { status, text } = await running.ask(method, path, as, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status} ${text}`);
  };
  for (const definition of [errand, order, work])
    await made('POST', '/api/orchestrator/definitions', { definition });
  await made('PUT', `/api/collaboration/places/${scene.place}`, {
    name: 'A shop for canaries',
    ...scene.near,
    radiusMetres: 150,
    timeZone: 'Europe/Zurich',
  });
  for (const [product, onHand] of [
    [scene.stocked, 1_000],
    [scene.short, 0],
  ] as const) {
    const unitPrice = { amount: '12.50', currency: 'CHF' };
    await made('PUT', `/api/operations/products/${product}`, { name: product, unitPrice });
    await made('PUT', `/api/operations/stores/${scene.place}/stock/${product}`, { onHand });
  }
  const agent = `/api/contact-centre/agents/${scene.agent}`;
  await made('PUT', agent, { displayName: 'An agent for canaries', skills: ['sales'] });
  await made('POST', `${agent}/presence`, { presence: 'available' });
}

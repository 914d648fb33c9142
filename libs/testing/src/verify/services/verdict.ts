// Everything that must be true once nothing moves any more, compared with the model.
import { countBy, onceEach, ruleCheck, type Check } from './check.js';
import {
  commandsAnswered,
  connectedOnce,
  deliveriesOnce,
  journeysEnd,
  journeysOnce,
  nothingLeft,
  providerKeys,
  type DeliveryRow,
  type Instance,
} from './journey-checks.js';
import {
  livesInOrder,
  nameOf,
  readAsConsumers,
  timelineInOrder,
  timelineOnce,
  type LogRecord,
} from './log-checks.js';
import { contract } from '@continuo/contracts';
import type { Effect, Model } from './model.js';
import type { Observer } from './observation.js';
import type { ProviderCall } from './played-providers.js';
import {
  ordersStand,
  reservedOnce,
  stockAddsUp,
  type LedgerRow,
  type StandingOrder,
  type StockLevel,
} from './shop-checks.js';

export interface ServicesVerdict {
  readonly checks: readonly Check[];
  readonly published: number;
  readonly repeated: number;
}

const TIMELINE = 'cdp.timeline';

export async function verdictOf(
  model: Model,
  observer: Observer,
  calls: readonly ProviderCall[],
  shop: { readonly standing: readonly StandingOrder[]; readonly levels: readonly StockLevel[] },
): Promise<ServicesVerdict> {
  const log = await observer.log();
  const read = readAsConsumers(log);
  const { records } = read;
  const checks = [
    ...(await effectChecks(model, observer, records)),
    ...(await shopChecks(model, observer, shop)),
    ...(await journeyChecks(model, observer, { records, calls, standing: shop.standing })),
    ...(await logChecks(observer, records)),
    read.check,
    nothingLeft(await observer.remains()),
    ruleCheck('answers as the interface has them', model.surprises.length, model.surprises),
  ];
  return { checks, published: log.length, repeated: read.repeated };
}

/** Where each effect is to be found: in its owner's table, and, by the id of there, on its topic. */
async function effectChecks(
  model: Model,
  observer: Observer,
  records: readonly LogRecord[],
): Promise<readonly Check[]> {
  const asked = (effect: Effect): ReadonlyMap<string, boolean> => model.asked.get(effect) ?? new Map();
  const published = (
    topic: string,
    name: string,
    marker: (value: LogRecord['value']) => string | undefined,
  ) =>
    countBy(records, (record) =>
      record.topic === topic && nameOf(record).startsWith(name) ? marker(record.value) : undefined,
    );
  const cdp = 'customer-data-platform';
  const tracked = await observer.counts(cdp, 'select message_id from tracked_call');
  const messages = await observer.names('collaboration', 'select id, provider_id from message');
  const calls = await observer.names('contact-centre', 'select interaction_id, call_sid from interaction');
  const contacts = await observer.names('crm', 'select id, loyalty_number from contact');
  // Cases that journeys opened have no mark of the load.
  const cases = await observer.names(
    'crm',
    `select id, order_id from customer_case where order_id like 'matter-%'`,
  );
  const notes = await observer.names('crm', `select id, text from case_activity where text like 'note-%'`);
  const orders = await observer.counts('operations', 'select id from customer_order');
  const consents = await observer.counts(cdp, 'select version from consent');
  const inTable = (names: ReadonlyMap<string, string>) => countBy(names.values(), (marker) => marker);
  const named = (names: ReadonlyMap<string, string>, field: string) => (value: LogRecord['value']) =>
    names.get(String(value[field]));
  const plain = (field: string) => (value: LogRecord['value']) => String(value[field]);
  return [
    onceEach('tracking calls', asked('tracking-call'), tracked),
    onceEach(
      'tracking calls published',
      asked('tracking-call'),
      published('cdp.tracking', '', plain('messageId')),
    ),
    onceEach('consents', asked('consent'), consents),
    onceEach('consents published', asked('consent'), published('cdp.consents', '', plain('version'))),
    onceEach('messages', asked('message'), inTable(messages)),
    onceEach(
      'messages published',
      asked('message'),
      published('collaboration.messages', 'MessageReceived', named(messages, 'messageId')),
    ),
    onceEach('calls', asked('telephone-call'), inTable(calls)),
    onceEach(
      'calls published',
      asked('telephone-call'),
      published('contact-centre.interactions', 'InteractionStarted', named(calls, 'interactionId')),
    ),
    onceEach('orders', asked('order'), orders),
    onceEach(
      'orders published',
      asked('order'),
      published('operations.orders', 'OrderAccepted', plain('orderId')),
    ),
    onceEach('contacts', asked('contact'), inTable(contacts)),
    onceEach(
      'contacts published',
      asked('contact'),
      published('crm.contacts', 'ContactCreated', named(contacts, 'contactId')),
    ),
    onceEach('cases', asked('case'), inTable(cases)),
    onceEach('cases published', asked('case'), published('crm.cases', 'CaseOpened', named(cases, 'caseId'))),
    onceEach('notes', asked('activity'), inTable(notes)),
    onceEach(
      'notes published',
      asked('activity'),
      published('crm.cases', 'CaseActivityAdded', named(notes, 'activityId')),
    ),
    await callsOver(model, observer),
  ];
}

async function callsOver(model: Model, observer: Observer): Promise<Check> {
  const open = await observer.names(
    'contact-centre',
    `select interaction_id, call_sid from interaction where state <> 'ended'`,
  );
  const faults = [...open.values()]
    .filter((callSid) => model.hungUp.has(callSid))
    .map((callSid) => `${callSid} was hung up and goes on`);
  return ruleCheck('calls that are over', model.hungUp.size, faults);
}

async function shopChecks(
  model: Model,
  observer: Observer,
  {
    standing,
    levels,
  }: { readonly standing: readonly StandingOrder[]; readonly levels: readonly StockLevel[] },
): Promise<readonly Check[]> {
  const ledger = await observer.rows<LedgerRow & Record<string, unknown>>(
    'operations',
    `select product_id as "productId", order_id as "orderId", on_hand_change as "onHandChange",
            reserved_change as "reservedChange" from stock_ledger order by id`,
  );
  return [
    ordersStand(model.orders, standing),
    reservedOnce(model.orders, standing, ledger),
    stockAddsUp(model.stock, model.orders, standing, levels, ledger),
  ];
}

async function journeyChecks(
  model: Model,
  observer: Observer,
  seen: {
    readonly records: readonly LogRecord[];
    readonly calls: readonly ProviderCall[];
    readonly standing: readonly StandingOrder[];
  },
): Promise<readonly Check[]> {
  const { records, calls, standing } = seen;
  const instances = await observer.rows<Instance & Record<string, unknown>>(
    'orchestrator',
    'select id::text, journey, key, status, incident from instance',
  );
  const deliveries = await observer.rows<DeliveryRow & Record<string, unknown>>(
    'collaboration',
    `select id::text, command_id as "commandId", state, is_tried as "isTried" from delivery`,
  );
  const stored = await observer.counts(
    'collaboration',
    'select command_id from service_kit.answered_command',
  );
  const toCollect = new Set(
    records.flatMap((record) =>
      record.topic === 'operations.orders' &&
      nameOf(record) === 'OrderAccepted' &&
      record.value.channel !== 'phone'
        ? [String(record.value.orderId)]
        : [],
    ),
  );
  const collected = new Set(
    standing.flatMap(({ orderId, state }) => (state === 'collected' ? [orderId] : [])),
  );
  return [
    journeysOnce('journeys of orders', 'click-and-collect', toCollect, instances, records),
    journeysOnce('journeys of visits', 'guided-purchase', model.visits, instances, records),
    journeysEnd(instances, records, collected),
    commandsAnswered(records),
    deliveriesOnce(records, deliveries, new Set(stored.keys())),
    providerKeys(calls, deliveries),
    connectedOnce(calls, records),
  ];
}

async function logChecks(observer: Observer, records: readonly LogRecord[]): Promise<readonly Check[]> {
  const forwards = new Set(contract.topic(TIMELINE)?.forwards);
  const sources = records.filter(({ topic }) => forwards.has(topic));
  const timeline = records.filter(({ topic }) => topic === TIMELINE);
  const unresolved = await observer.counts(
    'customer-data-platform',
    'select event_id from unresolved_record',
  );
  return [
    timelineOnce(sources, timeline, new Set(unresolved.keys())),
    timelineInOrder(sources, timeline),
    livesInOrder(records),
  ];
}

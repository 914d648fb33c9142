// A person who lives a short life over all six services, everything of them a canary: the one whom requests then act upon,
// or the one who is erased.
import { eventually, type Canaries } from '@continuo/testing';
import { randomBytes } from 'node:crypto';
import { scene } from './canary-scene.js';
import type { OfferListener } from './offer-listener.js';
import type { RunningSystem } from '@continuo/testing/running-system';
import { newCallSid, twilioCalls, whatsAppMessage } from './signed-webhooks.js';

/** What came of the life, by the names that parameters and fields of the interfaces have. */
export type Known = Readonly<Record<string, string>>;

/** For each step of the life, also where a machine has much else to do. */
const PATIENCE_MS = 60_000;

export class CanaryPerson {
  /** Letters only: digits could be taken for a number of a person, and be withheld. */
  readonly id = [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  readonly userId = `user-${this.id}`;
  readonly anonymousId = `browser-${this.id}`;
  readonly deviceId = `device-${this.id}`;
  readonly loyaltyNumber = `loyal-${this.id}`;
  readonly said;
  readonly #place: string;

  /** `who` tells in failures whose canary it was. */
  constructor(
    private readonly running: RunningSystem,
    private readonly offers: OfferListener,
    canaries: Canaries,
    readonly who: string,
  ) {
    this.#place = `life of ${who}:`;
    const make = (kind: Parameters<Canaries['make']>[0], what: string): string =>
      canaries.make(kind, `${this.#place} ${what}`).value;
    this.said = {
      givenName: make('name', 'given name'),
      familyName: make('name', 'family name'),
      email: make('email', 'address'),
      phone: make('phone', 'number'),
      street: make('address', 'street'),
      remark: make('text', 'remark in a tracking call'),
      nickname: make('name', 'name on WhatsApp'),
      question: make('text', 'message on WhatsApp'),
      contactNote: make('text', 'note on the contact'),
      caseNote: make('text', 'first note of the case'),
      activity: make('text', 'note in the case'),
      label: make('name', 'name on the order'),
      taskNote: make('text', 'note on the task'),
      callNote: make('text', 'note on the call'),
    };
  }

  /** From the first look around the shop to the note on the call. Answers what can be asked about afterwards. */
  async lives(): Promise<Known> {
    const profileId = await this.#looksAround();
    const messageId = await this.#writes(profileId);
    const contact = await this.#isWrittenDown(messageId);
    const orders = await this.#orders(contact.contactId);
    const tasks = await this.#isToBeCalledBack(profileId);
    const alertId = await this.#comesNear(profileId);
    const call = await this.#calls(profileId);
    return {
      profileId,
      messageId,
      ...contact,
      ...orders,
      ...tasks,
      alertId,
      ...call,
      userId: this.userId,
      deviceId: this.deviceId,
      mergeId: await this.#mergeOf(profileId),
      instanceId: await this.#instanceOf(profileId),
      deliveryId: await this.#deliveryTo(profileId),
    };
  }

  /** As a stranger first, and then as somebody known: two profiles become one. */
  async #looksAround(): Promise<string> {
    const { anonymousId, userId } = this;
    const { givenName, familyName, email, phone, street, remark } = this.said;
    const properties = { visit_id: `visit-${this.id}`, product_id: scene.stocked, remark, email };
    await this.#track({ anonymousId, event: 'Product Viewed', properties });
    await this.#profileOf('anonymous', anonymousId);
    const traits = { firstName: givenName, lastName: familyName, email, phone, address: { street } };
    await this.#track({ userId, traits }, 'identify');
    await this.#profileOf('user', userId);
    await this.#track({ anonymousId, userId, traits }, 'identify');
    const errand = { errand_id: `errand-${this.id}`, remark };
    await this.#track({ userId, event: 'Errand Wanted', properties: errand });
    const customers = [{ kind: 'user', value: userId }];
    const consent = { customers, granted: true, version: '2026-01', source: 'preferences' };
    const consents = '/api/customer-data-platform/consents';
    await this.#does('POST', consents, { ...consent, purpose: 'location', channel: 'device' });
    await this.#does('POST', consents, { ...consent, purpose: 'satisfaction', channel: 'whatsapp' });
    return eventually(
      async () => {
        const [one, other] = await this.#lookUp([
          { kind: 'user', value: userId },
          { kind: 'anonymous', value: anonymousId },
        ]);
        return one === other ? one : undefined;
      },
      { within: PATIENCE_MS, every: 100, what: `${this.who} being one person` },
    );
  }

  async #writes(profileId: string): Promise<string> {
    const context = { referred_product: { product_retailer_id: scene.stocked } };
    const message = { type: 'text', text: { body: this.said.question }, context };
    const from = this.said.phone.replace('+', '');
    await whatsAppMessage(this.running, { from, ...message }, this.said.nickname);
    const conversation = `/api/collaboration/conversations/${profileId}/messages?purpose=test`;
    return this.#first(conversation, 'id', ({ direction }) => direction === 'inbound');
  }

  async #isWrittenDown(messageId: string) {
    const { givenName, familyName, email, phone, contactNote, caseNote, activity } = this.said;
    const { userId, loyaltyNumber } = this;
    const names = { givenName, familyName, emails: [email], phones: [phone], userId, loyaltyNumber };
    const contact = await this.#does('POST', '/api/crm/contacts', { ...names, notes: contactNote });
    const contactId = String(contact.contactId);
    const opened = await this.#does('POST', '/api/crm/cases', {
      contactId,
      caseType: 'complaint',
      channel: 'whatsapp',
      messageId,
      text: caseNote,
    });
    const caseId = String(opened.caseId);
    const note = { activityType: 'note', text: activity };
    await this.#does('POST', `/api/crm/cases/${caseId}/activities`, note);
    return { contactId, caseId, number: String(opened.number) };
  }

  /** One order that is made ready, one that falls out for lack of stock, and one that can be cancelled. */
  async #orders(contactId: string) {
    const { label: name, phone, email } = this.said;
    const customers = [
      { kind: 'user', value: this.userId },
      { kind: 'email', value: email },
    ];
    const place = (what: string, productId: string, channel = 'web'): Promise<Json> =>
      this.#does('POST', '/api/operations/orders', {
        orderId: `${what}-${this.id}`,
        customers,
        contactId,
        channel,
        storeId: scene.place,
        lines: [{ productId, quantity: 1 }],
        contact: { name, phone },
      });
    // By phone: what is ordered alone and not collected is given up by the story's hurried journey within a minute.
    const { pickupCode } = await place('order', scene.stocked, 'phone');
    await place('cancelled', scene.stocked);
    await place('short', scene.short);
    const orderId = `order-${this.id}`;
    await this.#until(`/api/operations/orders/${orderId}`, ({ state }) => state === 'reserved');
    await this.#does('POST', `/api/operations/orders/${orderId}:ready`, {});
    const fallouts = `/api/operations/fallouts?storeId=${scene.place}&state=open`;
    const falloutId = await this.#first(
      fallouts,
      'falloutId',
      ({ orderId: of }) => of === `short-${this.id}`,
    );
    return { orderId, cancelledId: `cancelled-${this.id}`, pickupCode: String(pickupCode), falloutId };
  }

  /** Of three tasks one is done, with a note; two are left. */
  async #isToBeCalledBack(profileId: string) {
    const items = await eventually(
      async () => {
        const page = await this.#does('GET', '/api/collaboration/tasks?state=open&limit=200');
        const ours = itemsOf(page).filter((each) => each.profileId === profileId);
        return ours.length === 3 ? ours : undefined;
      },
      { within: PATIENCE_MS, every: 200, what: `tasks about ${this.who}` },
    );
    const [done, taskId, claimedId] = items.map((task) => String(task.taskId));
    await this.#does('POST', `/api/collaboration/tasks/${done}:claim`);
    const outcome = { outcome: 'reached', note: this.said.taskNote };
    await this.#does('POST', `/api/collaboration/tasks/${done}:complete`, outcome);
    await this.#does('POST', `/api/collaboration/tasks/${claimedId}:claim`);
    return { taskId: String(taskId), claimedId: String(claimedId), doneId: String(done) };
  }

  async #comesNear(profileId: string): Promise<string> {
    const customers = [{ kind: 'phone', value: this.said.phone }];
    for (const position of [scene.away, scene.near])
      await this.#does('POST', `/api/collaboration/devices/${this.deviceId}/locations`, {
        customers,
        ...position,
        accuracyMetres: 10,
        at: new Date().toISOString(),
      });
    const alerts = `/api/collaboration/places/${scene.place}/alerts?state=open`;
    return this.#first(alerts, 'alertId', ({ profileId: about }) => about === profileId);
  }

  /** Calls; the offer is left to whoever wants to act on it. */
  async #calls(profileId: string) {
    await this.#does('POST', `/api/contact-centre/agents/${scene.agent}/presence`, { presence: 'available' });
    const callSid = newCallSid();
    const { phone, nickname } = this.said;
    const fields = { CallSid: callSid, CallStatus: 'ringing', Direction: 'inbound', CallerName: nickname };
    await twilioCalls(this.running, 'voice', { ...fields, From: phone, To: scene.dialled });
    const offered = '/api/contact-centre/interactions?queue=sales&state=offered';
    const ours = ({ profileId: whose }: Json): boolean => whose === profileId;
    const interactionId = await this.#first(offered, 'interactionId', ours);
    return { interactionId, callSid, offerId: (await this.offers.offerOf(interactionId)).offerId };
  }

  /** An agent takes the call and writes down what it was about. */
  async isTalkedTo({ offerId, interactionId }: Known): Promise<void> {
    await this.#does('POST', `/api/contact-centre/offers/${offerId}:accept`, {});
    const end = { disposition: 'helped', note: this.said.callNote };
    await this.#does('POST', `/api/contact-centre/interactions/${interactionId}:end`, end);
  }

  /** Staff looks at everything there is: who read whose data is personal too. */
  async isReadAbout({
    profileId = '',
    contactId,
    caseId,
    orderId,
    doneId,
    interactionId,
  }: Known): Promise<void> {
    for (const path of [
      `/api/crm/contacts/${contactId}`,
      `/api/crm/cases/${caseId}`,
      `/api/operations/orders/${orderId}`,
      `/api/collaboration/tasks/${doneId}`,
      `/api/contact-centre/interactions/${interactionId}`,
    ])
      await this.#does('GET', path);
    const asked = { ids: [profileId], purpose: 'call' };
    await this.#does('POST', '/api/customer-data-platform/profiles:batchGet', asked);
  }

  async #mergeOf(profileId: string): Promise<string> {
    const { merges } = await this.#does('GET', `/api/customer-data-platform/profiles/${profileId}/merges`);
    return String((merges as Json[])[0]?.id);
  }

  #instanceOf(profileId: string): Promise<string> {
    return this.#first(`/api/orchestrator/instances?definition=${scene.journey}&customer=${profileId}`, 'id');
  }

  #deliveryTo(profileId: string): Promise<string> {
    return this.#first(`/api/collaboration/deliveries?profileId=${profileId}`, 'deliveryId');
  }

  async #track(call: object, type = 'track'): Promise<void> {
    const { status, text } = await this.running.ask('POST', `/v1/${type}`, this.running.writeKey, call);
    if (status !== 200) throw new Error(`${type} answered ${status} ${text}`);
  }

  #profileOf(kind: string, value: string): Promise<string> {
    return eventually(async () => (await this.#lookUp([{ kind, value }]))[0], {
      within: PATIENCE_MS,
      every: 50,
      what: `a profile of ${this.who}`,
    });
  }

  async #lookUp(customers: readonly object[]): Promise<readonly (string | null)[]> {
    const found = await this.#does('POST', '/api/customer-data-platform/profiles:lookup', { customers });
    return found.profileIds as (string | null)[];
  }

  #until(path: string, isThere: (found: Json) => boolean): Promise<Json> {
    return eventually(
      async () => {
        const found = await this.#does('GET', path);
        return isThere(found) ? found : undefined;
      },
      { within: PATIENCE_MS, every: 200, what: `${path} for ${this.who}` },
    );
  }

  async #first(path: string, field: string, fits: (item: Json) => boolean = () => true): Promise<string> {
    const page = await this.#until(path, (found) => itemsOf(found).some(fits));
    return String(itemsOf(page).find(fits)?.[field]);
  }

  /** Asks as the scene's agent, who may do everything. */
  async #does(method: string, path: string, body?: object): Promise<Json> {
    const as = await this.running.bearer('admin', scene.agent);
    const { status, text } = await this.running.ask(method, path, as, body);
    if (status >= 300) throw new Error(`${method} ${path} answered ${status} ${text}`);
    return JSON.parse(text) as Json;
  }
}

type Json = Readonly<Record<string, unknown>>;

function itemsOf(page: Json): readonly Json[] {
  return page.items as readonly Json[];
}

// A customer: everything they do goes by a channel that a real one would use.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Received } from '../channels/whatsapp.js';
import { placeOrder } from './orders.js';
import { until, type Seen, type World } from './world.js';

export const products = { stocked: 'espresso-one', short: 'grinder-nine' } as const;

/** Before the shop's door, and at home. */
const POSITIONS = {
  near: { latitude: 47.37811, longitude: 8.54012 },
  away: { latitude: 47.3602, longitude: 8.5007 },
} as const;

const foundSchema = z.object({ profileIds: z.array(z.string().nullable()) });
const profileSchema = z.object({
  facts: z.object({ consents: z.array(z.object({ purpose: z.string(), granted: z.boolean() })) }),
});
const startedSchema = z.object({ erasureId: z.string() });

export class Customer {
  readonly userId: string;
  readonly anonymousId: string;
  readonly visitId: string;
  readonly orderId: string;
  readonly deviceId: string;
  readonly phone: string;
  #read = 0;

  /** `run` tells apart the same people in another run on the same system; empty in the first. */
  constructor(
    readonly name: string,
    number: number,
    run: string,
    private readonly world: World,
  ) {
    const id = `${name.toLowerCase()}${run === '' ? '' : `-${run}`}`;
    this.userId = `demo-${id}`;
    this.anonymousId = `browser-${id}`;
    this.visitId = `visit-${id}`;
    this.orderId = `order-${id}`;
    this.deviceId = `phone-${id}`;
    const series = run === '' ? 0 : Number.parseInt(run, 36) % 90_000;
    this.phone = `+4179${String(series).padStart(5, '0')}${String(number).padStart(2, '0')}`;
  }

  does(what: string): void {
    this.world.tell(`${this.name.padEnd(5)} ${what}`);
  }

  /** Is known by name, address and number from here on, and has said what we may do. */
  async signsIn(
    options: {
      readonly location?: boolean;
      readonly satisfaction?: boolean;
      readonly browser?: boolean;
    } = {},
  ) {
    const { location = true, satisfaction = true, browser = true } = options;
    const visitor = { userId: this.userId, ...(browser && { anonymousId: this.anonymousId }) };
    this.world.shop.signsIn(visitor, {
      firstName: this.name,
      email: `${this.userId}@example.net`,
      phone: this.phone,
      language: 'en',
    });
    await until(this.world.over, `${this.name} was known`, () => this.profileId());
    if (location) await this.says('location', 'device', true);
    if (satisfaction) await this.says('satisfaction', 'whatsapp', true);
  }

  /** Agrees to a purpose on a channel, or withdraws. */
  async says(purpose: string, channel: string, granted: boolean): Promise<void> {
    const customers = [{ kind: 'user', value: this.userId }];
    const word = { customers, purpose, channel, granted, version: '2026-01', source: 'preferences' };
    await this.world.backend.post('/api/customer-data-platform/consents', word);
  }

  /** `times` as a client does that saw no answer. */
  looksAt(
    productId: string,
    options: { readonly times?: number; readonly anonymously?: boolean } = {},
  ): void {
    const { times = 1, anonymously = false } = options;
    this.does(`looks at ${productId}${anonymously ? ', as a stranger' : ''}`);
    const visitor = anonymously ? { anonymousId: this.anonymousId } : { userId: this.userId };
    for (let time = 0; time < times; time += 1)
      this.world.shop.views(visitor, this.visitId, productId, `${this.visitId}/viewed`);
  }

  async asksAbout(productId: string, times = 1): Promise<void> {
    await this.sees('the look had arrived', ({ step }) => step === 'looking');
    this.does(`asks on WhatsApp about ${productId}`);
    const { whatsapp } = this.world;
    await whatsapp.write(this.phone, whatsapp.text('Do you have it in Zurich today?', productId), times);
  }

  /** Waits for the next message on the telephone and chooses one of what it offers. */
  async chooses(choice: string, times = 1): Promise<void> {
    const message = await this.receives((each) => each.choices.includes(choice));
    await pause(300);
    this.does(`answers "${choice}"`);
    const { whatsapp } = this.world;
    await whatsapp.write(this.phone, whatsapp.choice(message, choice), times);
  }

  /** The next message that fits. */
  receives(fits: (message: Received) => boolean = () => true): Promise<Received> {
    return until(this.world.over, `a message came to ${this.name}`, async () => {
      const messages = await this.world.whatsapp.inbox(this.phone);
      const at = messages.findIndex((message, index) => index >= this.#read && fits(message));
      if (at < 0) return undefined;
      this.#read = at + 1;
      return messages[at];
    });
  }

  /** Calls; what they want is said once somebody answers. */
  async calls(
    wish: { readonly productId?: string; readonly ordersFirst?: boolean; readonly times?: number } = {},
  ): Promise<string> {
    const { productId = products.stocked, ordersFirst = false, times = 1 } = wish;
    const profileId = await this.profileId();
    if (profileId !== undefined) {
      const { name: customer, orderId, userId } = this;
      this.world.wishes.set(profileId, { customer, orderId, productId, userId, ordersFirst });
    }
    this.does('calls');
    return this.world.telephone.call(this.phone, times);
  }

  /** Calls while nobody picks up, and hangs up. */
  async callsInVain(): Promise<void> {
    const profileId = await until(this.world.over, `${this.name} was known`, () => this.profileId());
    this.world.unanswered.add(profileId);
    const callSid = await this.calls();
    await pause(2_000);
    this.does('hangs up');
    await this.world.telephone.hangUp(callSid, this.phone);
    await this.sees('the call was over', ({ went }) => went.includes('talking (InteractionEnded)'));
    this.world.unanswered.delete(profileId);
  }

  async ordersOnline(productId: string): Promise<void> {
    this.does(`orders ${productId} online`);
    const { orderId, userId } = this;
    await placeOrder(this.world.backend, this.world, { orderId, userId, productId, channel: 'web' });
  }

  /** Does nothing until what was done before has had its effect. */
  async sees(what: string, fits: (journey: Seen) => boolean): Promise<void> {
    const { seen, over } = this.world;
    await until(over, `${what} (${this.name})`, () => {
      const journey = seen.get(this.visitId) ?? seen.get(this.orderId);
      return journey !== undefined && fits(journey) ? true : undefined;
    });
  }

  async isAt(step: string): Promise<void> {
    await this.sees(`the journey was at ${step}`, (journey) => journey.step === step);
  }

  async cancels(): Promise<void> {
    this.does('cancels');
    await this.world.backend.post(`/api/operations/orders/${this.orderId}:cancel`, {
      code: 'customer-request',
    });
  }

  async comesNear(): Promise<void> {
    await this.isAt('arrival');
    await this.#stands('away');
    this.does('comes near the shop');
    await this.#stands('near');
  }

  async goesAway(): Promise<void> {
    this.does('goes away again');
    await this.#stands('away');
  }

  async isErased(): Promise<void> {
    this.does('asks to be forgotten');
    const customers = [{ kind: 'user', value: this.userId }];
    await this.world.operator.post(
      '/api/customer-data-platform/erasures',
      { customers, dryRun: false },
      startedSchema,
    );
  }

  /** Waits until the platform has heard a word on a purpose. */
  async hasSaid(purpose: string, granted: boolean): Promise<void> {
    await until(this.world.over, `${this.name}'s word on ${purpose} was heard`, async () => {
      const path = `/api/customer-data-platform/profiles/${await this.profileId()}`;
      const { facts } = await this.world.backend.get(path, profileSchema);
      return facts.consents.some((each) => each.purpose === purpose && each.granted === granted) || undefined;
    });
  }

  /** As the platform knows them now. */
  async profileId(): Promise<string | undefined> {
    const customers = [{ kind: 'user', value: this.userId }];
    const path = '/api/customer-data-platform/profiles:lookup';
    const { profileIds } = await this.world.backend.post(path, { customers }, foundSchema);
    return profileIds[0] ?? undefined;
  }

  async #stands(where: keyof typeof POSITIONS): Promise<void> {
    const customers = [{ kind: 'user', value: this.userId }];
    const location = { customers, ...POSITIONS[where], accuracyMetres: 12, at: new Date().toISOString() };
    await this.world.backend.post(`/api/collaboration/devices/${this.deviceId}/locations`, location);
  }
}

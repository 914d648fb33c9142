// Twenty customers: what each of them does, one after the other. What comes of it stands in expected.json.
import { products, type Customer } from '../people/customer.js';
import type { ShopStaff } from '../people/shop-staff.js';
import type { World } from '../people/world.js';

export interface Stage {
  readonly world: World;
  readonly staff: ShopStaff;
}

type Life = (customer: Customer, stage: Stage) => Promise<void>;

const { stocked, short } = products;

/** Known, looks, asks, and says what the question is about. */
const asks: Life = async (customer) => {
  await customer.signsIn();
  customer.looksAt(stocked);
  await asksAndChooses(customer);
};

const asksAndChooses = async (customer: Customer, times = 1): Promise<void> => {
  await customer.asksAbout(stocked, times);
  await customer.chooses('ask-availability', times);
  await customer.sees('the choice had arrived', ({ went }) => went.includes('asked (MessageReceived)'));
};

/** On top of that calls and orders, and hears that it is ready. */
const orders: Life = async (customer, stage) => {
  await asks(customer, stage);
  await customer.calls();
  await customer.receives();
};

const isMetAndSays = async (customer: Customer, word: string, times = 1): Promise<void> => {
  await customer.comesNear();
  // A person is slower than the provider's word that the question went.
  await customer.sees('the question was sent', ({ went }) => went.includes('how-was-it (done)'));
  await customer.chooses(word, times);
};

const ordersAlone: Life = async (customer) => {
  await customer.signsIn({ location: customer.name !== 'Sam' });
  await customer.ordersOnline(customer.name === 'Pia' ? short : stocked);
};

export const lives: Readonly<Record<string, Life>> = {
  async Ana(customer, stage) {
    await orders(customer, stage);
    await isMetAndSays(customer, 'csat-good');
  },
  async Ben(customer) {
    await customer.signsIn();
    customer.looksAt(stocked);
  },
  async Cleo(customer) {
    await customer.signsIn();
    customer.looksAt(stocked);
    await customer.asksAbout(stocked);
  },
  async Dan(customer) {
    await customer.signsIn({ browser: false });
    customer.looksAt(stocked, { anonymously: true });
    await customer.isAt('looking');
    customer.does('signs in, in the browser that was a stranger');
    await customer.signsIn({ location: false, satisfaction: false });
    const known = await customer.profileId();
    await customer.sees('both were one', ({ profileId }) => profileId === known);
    await asksAndChooses(customer);
    await customer.calls();
    await customer.receives();
    await isMetAndSays(customer, 'csat-good');
  },
  async Eve(customer) {
    await customer.signsIn();
    customer.looksAt(stocked, { times: 2 });
    await asksAndChooses(customer, 2);
    await customer.calls({ times: 2 });
    await customer.receives();
    await isMetAndSays(customer, 'csat-good', 2);
  },
  async Finn(customer) {
    await customer.signsIn();
    customer.looksAt(stocked);
    await customer.asksAbout(stocked);
    await customer.sees('the question had arrived', ({ step }) => step !== 'looking');
    await customer.calls({ ordersFirst: true });
    await customer.receives((message) => message.choices.length === 0);
    await isMetAndSays(customer, 'csat-fair');
  },
  async Gia(customer, stage) {
    await orders(customer, stage);
    customer.does('does not want to be asked how it was');
    await customer.says('satisfaction', 'whatsapp', false);
    await customer.hasSaid('satisfaction', false);
    await customer.comesNear();
  },
  async Hal(customer) {
    await customer.signsIn();
    customer.looksAt(stocked);
    await customer.asksAbout(stocked);
    await customer.isAt('asked');
    await customer.isErased();
  },
  async Ida(customer, stage) {
    await asks(customer, stage);
    await customer.calls({ productId: short });
    await customer.receives();
  },
  async Jon(customer, stage) {
    await orders(customer, stage);
    await customer.receives();
    await customer.comesNear();
  },
  async Kim(customer, stage) {
    await orders(customer, stage);
  },
  async Leo(customer, stage) {
    await orders(customer, stage);
    await customer.isAt('arrival');
    await customer.cancels();
  },
  async Mia(customer, stage) {
    await orders(customer, stage);
    await isMetAndSays(customer, 'csat-poor');
  },
  async Noa(customer, stage) {
    await asks(customer, stage);
    await customer.callsInVain();
    await customer.calls();
    await customer.receives();
    await isMetAndSays(customer, 'csat-good');
  },
  async Oli(customer, stage) {
    await ordersAlone(customer, stage);
    await customer.comesNear();
  },
  Pia: ordersAlone,
  Quin: ordersAlone,
  async Rosa(customer, stage) {
    stage.world.notMadeReady.add(customer.orderId);
    await ordersAlone(customer, stage);
    await customer.isAt('ready');
    await customer.cancels();
  },
  async Sam(customer, stage) {
    await ordersAlone(customer, stage);
    await customer.isAt('arrival');
    customer.does('is in the shop without having been seen coming');
    await stage.staff.handsOver(customer.orderId);
  },
  async Tess(customer, stage) {
    stage.world.notHandedOver.add(customer.orderId);
    await ordersAlone(customer, stage);
    await customer.comesNear();
    await customer.isAt('handed-over');
    await customer.goesAway();
    await customer.receives();
    stage.world.notHandedOver.delete(customer.orderId);
    await customer.comesNear();
  },
};

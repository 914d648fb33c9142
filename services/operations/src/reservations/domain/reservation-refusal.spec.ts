// Proves that whatever state an order is in, a command about its stock is answered in the contract's words.
import { ORDER_STATES, transition } from '../../orders/domain/order.js';
import { reservationRefusal } from './reservation-refusal.js';

const told = (act: 'reserve' | 'release') =>
  ORDER_STATES.map((state) => {
    const asked = transition(state, act);
    return asked.ok ? 'done' : reservationRefusal(asked.refusal.code);
  });

describe('a command about stock', () => {
  it('is done or refused by a code of the contract, in every state', () => {
    expect(told('reserve')).toEqual(['done', 'done', 'done', 'order-collected', 'order-cancelled']);
    expect(told('release')).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  it('never meets the refusals of the counter', () => {
    expect(() => reservationRefusal('order-not-ready')).toThrow('never');
  });
});

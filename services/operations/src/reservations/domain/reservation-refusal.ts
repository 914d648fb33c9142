// How a command is told that an order takes no reservation: in the words of the contract.
import type { OrderRefusal } from '../../orders/domain/order.js';

export type ReservationRefusal = 'order-unknown' | 'order-collected' | 'order-cancelled' | 'other-store';

/** The code of a refused command. Whoever waits for an answer may read `order-cancelled`, and gives up. */
export function reservationRefusal(code: OrderRefusal): ReservationRefusal {
  switch (code) {
    case 'order-already-collected':
      return 'order-collected';
    case 'order-already-cancelled':
      return 'order-cancelled';
    case 'order-not-ready':
    case 'order-not-reserved':
      throw new Error(`reserving and releasing never end in ${code}`);
  }
}

// Proves the life of an order: every act in every state does it, refuses it by name, or stays quiet.
import { ORDER_STATES, transition, type OrderAct, type OrderState } from './order.js';

const acts: readonly OrderAct[] = ['reserve', 'release', 'ready', 'collect', 'cancel'];
/** `state stock` when it does it, `=` when it stays quiet, the code when it is refused. */
const table: Readonly<Record<OrderState, readonly string[]>> = {
  accepted: ['reserved put-aside', '=', 'order-not-reserved', 'order-not-reserved', 'cancelled none'],
  reserved: ['=', 'accepted give-back', 'ready none', 'order-not-ready', 'cancelled give-back'],
  ready: ['=', 'accepted give-back', '=', 'collected hand-out', 'cancelled give-back'],
  collected: ['order-already-collected', '=', 'order-already-collected', '=', 'order-already-collected'],
  cancelled: ['order-already-cancelled', '=', 'order-already-cancelled', 'order-already-cancelled', '='],
};

function told(state: OrderState, act: OrderAct): string {
  const asked = transition(state, act);
  if (!asked.ok) return asked.refusal.code;
  const { to, stock, changes } = asked.value;
  return changes ? `${to} ${stock}` : '=';
}

describe('an order', () => {
  it.each(ORDER_STATES)('that is %s answers every act', (state) => {
    expect(acts.map((act) => told(state, act))).toEqual(table[state]);
  });

  it('stays where it is whenever nothing changes', () => {
    for (const state of ORDER_STATES)
      for (const act of acts) {
        const asked = transition(state, act);
        if (asked.ok && !asked.value.changes) expect(asked.value).toMatchObject({ to: state, stock: 'none' });
      }
  });

  it('moves stock exactly once on every way to its end', () => {
    const held = new Set<OrderState>(['reserved', 'ready']);
    for (const state of ORDER_STATES)
      for (const act of acts) {
        const asked = transition(state, act);
        if (!asked.ok || !asked.value.changes) continue;
        const { to, stock } = asked.value;
        const crosses = held.has(state) !== held.has(to);
        expect([state, act, stock !== 'none']).toEqual([state, act, crosses]);
      }
  });
});

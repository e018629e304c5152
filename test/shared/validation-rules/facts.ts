import type { RuleFacts, RuleLine } from '../../../worker/validation-rules/engine/conditions/facts.ts';
import { findViolation } from '../../../worker/validation-rules/engine/evaluate.ts';
import { RuleSetInput } from '../../../worker/validation-rules/engine/rule-set.ts';

type Order = NonNullable<RuleFacts['order']>;
interface Changes extends Partial<Omit<RuleFacts, 'order' | 'customer' | 'uses'>> {
  order?: Partial<Order> | undefined;
  customer?: Partial<NonNullable<RuleFacts['customer']>> | undefined;
  uses?: Partial<RuleFacts['uses']>;
}

/** A Tuesday, in UTC. */
const NOW = Date.parse('2026-11-24T12:00:00Z');

/** A line of a product: its price in minor units, and its quantity. */
export const line = (
  product: string,
  price: number,
  quantity = 1,
  more: Partial<RuleLine> = {},
): RuleLine => ({
  product_id: product,
  price,
  quantity,
  amount: price * quantity,
  ...more,
});

/** Facts in which nothing is special, but for the changes. An order or customer of undefined is not there. */
export function factsOf(changes: Changes = {}): RuleFacts {
  const order = { amount: 0, initialAmount: 0, totalAmount: 0, metadata: {}, lines: [] };
  return {
    metadata: changes.metadata ?? {},
    now: changes.now ?? NOW,
    order: 'order' in changes && !changes.order ? undefined : { ...order, ...changes.order },
    customer:
      'customer' in changes && !changes.customer
        ? undefined
        : { isKnown: true, metadata: {}, segments: new Set(), ...changes.customer },
    uses: { total: 1, day: 1, month: 1, customer: 1, amount: 0, ...changes.uses },
  };
}

/** Facts of a cart of these lines. */
export const cart = (...lines: RuleLine[]): RuleFacts => factsOf({ order: { lines } });

export interface Setting {
  name: string;
  property?: string;
  conditions?: Record<string, unknown[]>;
  rules?: Record<string, unknown>;
  error?: { message: string };
}

/** Whether one rule holds, written as a client writes it. */
export const holds = (setting: Setting, facts: RuleFacts): boolean =>
  findViolation(RuleSetInput.parse({ 1: setting }), facts) === undefined;

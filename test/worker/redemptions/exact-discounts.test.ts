import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import type { Discount } from '../../../shared/vouchers/discounts.ts';
import { exportRows } from '../exports/export-client.ts';
import { uniqueId } from '../factories.ts';
import { createDemands, type ValidationRuleCalls } from '../validation-rules/calls.ts';
import type { ValidationCalls } from '../validations/calls.ts';
import { type RedemptionCalls, topOf } from './calls.ts';
import { amountsOf, type Cart, ExactOrder, type ExactVoucher } from './exact-order.ts';

/** Raised by hand after a change of the arithmetic: 10,000 take about an hour. */
const RUNS = 12;
/** Milliseconds: so that the number can be raised. */
const TIME_LIMIT = RUNS * 60_000;
const VOUCHERS = 40;

let redemptions: RedemptionCalls;
let validations: ValidationCalls;
let rules: ValidationRuleCalls;

/** What happens to an order: numbers choose among the vouchers, carts, replies and redemptions that there are. */
const choice = fc.nat();
const line = fc.record(
  {
    product_id: fc.constantFrom('a', 'b', 'c'),
    product: fc.constant({ name: 'A product' }),
    quantity: fc.nat(3),
    price: fc.nat(2000),
    amount: fc.nat(2000),
    discount_amount: fc.nat(900),
  },
  { requiredKeys: ['product_id', 'product', 'quantity'] },
);
const cart: fc.Arbitrary<Cart> = fc.record(
  {
    amount: fc.nat(9000),
    discount_amount: fc.nat(900),
    items: fc.array(
      fc.oneof({ weight: 4, arbitrary: line.filter(({ price }) => price !== undefined) }, line),
      {
        maxLength: 4,
      },
    ),
  },
  { requiredKeys: [] },
);
const stack = { codes: fc.uniqueArray(fc.nat(VOUCHERS - 1), { minLength: 1, maxLength: 3 }) };
const step = fc.oneof(
  fc.record({ kind: fc.constant('cart' as const), cart, method: fc.constantFrom('POST', 'PUT') }),
  fc.record({ kind: fc.constant('cart again' as const), choice }),
  fc.record({ kind: fc.constant('read again' as const), choice, isWhole: fc.boolean() }),
  fc.record({ kind: fc.constant('redeem' as const), ...stack, cart: fc.option(cart, { nil: {} }) }),
  fc.record({ kind: fc.constant('redeem what was shown' as const), ...stack, cart }),
  fc.record({ kind: fc.constant('redeem a cart again' as const), ...stack, choice }),
  fc.record({ kind: fc.constant('roll back' as const), choice }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const discount: fc.Arbitrary<Discount> = fc.oneof(
  fc.record({
    type: fc.constant('AMOUNT' as const),
    amount_off: fc.integer({ min: 1, max: 2500 }),
    effect: fc.constantFrom(
      'APPLY_TO_ORDER' as const,
      'APPLY_TO_ITEMS' as const,
      'APPLY_TO_ITEMS_PROPORTIONALLY' as const,
    ),
  }),
  fc.record(
    {
      type: fc.constant('PERCENT' as const),
      percent_off: fc.oneof(
        fc.constant(100),
        fc.integer({ min: 1, max: 1_000_000 }).map((units) => units / 10_000),
      ),
      amount_limit: fc.integer({ min: 1, max: 1000 }),
      effect: fc.constantFrom('APPLY_TO_ORDER' as const, 'APPLY_TO_ITEMS' as const),
    },
    { requiredKeys: ['type', 'percent_off', 'effect'] },
  ),
);
const voucher: fc.Arbitrary<ExactVoucher> = fc.record(
  { discount, only: fc.constantFrom('a', 'b') },
  { requiredKeys: ['discount'] },
);

interface KnownVoucher extends ExactVoucher {
  code: string;
}
let vouchers: KnownVoucher[];

beforeAll(async () => {
  ({ redemptions, validations, rules } = await createDemands());
  const ruleOf = async (id: string) =>
    rules.make([], { applicable_to: { included: [{ object: 'product', id }] } });
  const ruleIds: Record<string, string> = { a: await ruleOf('a'), b: await ruleOf('b') };
  vouchers = [];
  for (const one of fc.sample(voucher, VOUCHERS)) {
    const validation_rules = one.only === undefined ? [] : [ruleIds[one.only]];
    vouchers.push({ ...one, code: await redemptions.vouchers.make(one.discount, { validation_rules }) });
  }
});

/** One order, as the API and as the exact reference have it. */
class Story {
  readonly sourceId = uniqueId('exact');
  readonly customer = { source_id: uniqueId('crm') };
  readonly #exact = new ExactOrder();
  readonly #carts: Cart[] = [];
  readonly #replies: Order[] = [];
  readonly #redeemed: { id: string; all: string[] }[] = [];

  #note(order: Order | null | undefined): void {
    if (!order) throw new Error('a reply without its order');
    expect(amountsOf(order)).toEqual(this.#exact.amounts);
    this.#replies.push(order);
  }

  async begin(): Promise<void> {
    await this.#write('POST', { items: [] });
  }

  async #write(method: string, sent: Cart): Promise<void> {
    const { client } = redemptions;
    this.#exact.write(sent);
    const { body } =
      method === 'PUT'
        ? await client.put(this.sourceId, sent)
        : await client.post({ ...sent, source_id: this.sourceId, customer: this.customer });
    this.#note(body);
  }

  async #redeem(chosen: readonly number[], sent: Cart): Promise<void> {
    const used = chosen.map((index) => vouchers[index] as KnownVoucher);
    const codes = used.map(({ code }) => code);
    const order = { ...sent, source_id: this.sourceId };
    const before = this.#replies.at(-1) as Order;
    const wanted = new ExactOrder();
    wanted.write(sent);
    const lines = sent.items ? wanted : this.#exact;
    if (used.some((one) => lines.lacksLines(one))) {
      await redemptions.failedStack(400, 'order_rules_violated', codes, { order });
      expect((await redemptions.client.get(this.sourceId)).body).toEqual(before);
      return;
    }
    const { body } = await redemptions.stack(codes, { order });
    this.#exact.write(sent);
    for (const [index, one] of used.entries()) this.#exact.redeem(body.redemptions[index]?.id ?? '', one);
    this.#redeemed.push({
      id: topOf(body).id,
      all: body.redemptions.map(({ id }) => id),
    });
    this.#note(body.order);
  }

  async take(one: Step): Promise<void> {
    const chosen = <Value>(among: readonly Value[], number: number) => among[number % among.length];
    switch (one.kind) {
      case 'cart':
        this.#carts.push(one.cart);
        return this.#write(one.method, one.cart);
      case 'cart again':
        return this.#write('POST', chosen(this.#carts, one.choice) ?? {});
      case 'read again': {
        const read = chosen(one.isWhole ? this.#replies : this.#replies.slice(-1), one.choice) as Order;
        return this.#write('PUT', sentBack(read, one.isWhole));
      }
      case 'redeem':
        this.#carts.push(one.cart);
        return this.#redeem(one.codes, one.cart);
      case 'redeem a cart again':
        return this.#redeem(one.codes, chosen(this.#carts, one.choice) ?? {});
      case 'redeem what was shown': {
        const codes = one.codes.map((index) => vouchers[index]?.code ?? '');
        const order = { ...one.cart, source_id: this.sourceId };
        const { body } = await validations.stack(codes, { order });
        if (!body.order) return undefined;
        return this.#redeem(one.codes, sentBack(body.order, true));
      }
      case 'roll back': {
        const [place] = this.#redeemed.length > 0 ? [one.choice % this.#redeemed.length] : [];
        const [redeemed] = place === undefined ? [] : this.#redeemed.splice(place, 1);
        if (!redeemed) return undefined;
        const { body } = await redemptions.rollBackStack(redeemed.id);
        for (const id of redeemed.all) this.#exact.rollBack(id);
        return this.#note(body.order);
      }
    }
  }

  /** What else must say the same as the order. */
  async end(): Promise<Order> {
    const { body: order } = await redemptions.client.get(this.sourceId);
    expect(order).toEqual(this.#replies.at(-1));
    const { summary } = await redemptions.client.customer(this.customer.source_id);
    expect(summary.orders.total_amount).toBe(order.status === 'PAID' ? order.total_amount : 0);
    return order;
  }
}

/** An order as a client sends it back that has read it: as it was, or without what it was shown of vouchers. */
function sentBack(order: Omit<Order, 'id' | 'created_at' | 'updated_at'>, isWhole: boolean): Cart {
  const { amount, discount_amount, applied_discount_amount, items } = order;
  const whole = { amount, discount_amount, applied_discount_amount, items: items as Cart['items'] & {} };
  if (isWhole) return whole;
  const lines = whole.items.map(({ applied_discount_amount: _, ...item }) => item);
  return { amount, discount_amount, items: lines };
}

const fields = [
  ...['source_id', 'amount', 'discount_amount', 'items_discount_amount'],
  ...['total_discount_amount', 'total_amount', 'item_discount_amount', 'item_subtotal_amount'],
];

/** The rows of an order's lines in a file of these fields. */
function exportedRows(order: Order): string[][] {
  const { source_id, amount, discount_amount, items_discount_amount } = order;
  const { total_discount_amount, total_amount, items } = order;
  const sums = [amount, discount_amount, items_discount_amount, total_discount_amount, total_amount];
  const lines = items.map((item) => [item.discount_amount, item.subtotal_amount]);
  return (lines.length > 0 ? lines : [[undefined, undefined]]).map((cells) =>
    [source_id, ...sums, ...cells].map((cell) => String(cell ?? '')),
  );
}

describe('discounts', () => {
  it(
    'are what an exact calculation says, whatever is redeemed, changed, sent again and rolled back',
    async () => {
      const orders: Order[] = [];
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), async (steps) => {
          const story = new Story();
          await story.begin();
          for (const one of steps) await story.take(one);
          orders.push(await story.end());
        }),
        { numRuns: RUNS },
      );
      const filters = { source_id: { conditions: { $starts_with: ['exact-'] } } };
      const parameters = { layout: 'items', fields, filters };
      const { rows } = await exportRows(redemptions.client, 'order', parameters);
      const rowsOf = Map.groupBy(rows, ([sourceId = '']) => sourceId);
      for (const order of orders) expect(rowsOf.get(order.source_id ?? '')).toEqual(exportedRows(order));
    },
    TIME_LIMIT,
  );
});

import fc from 'fast-check';
import type { DraftAttribute } from '../../../extension/drafts/attributes/draft-attribute.ts';
import { newLine, type OrderForm } from '../../../extension/drafts/orders/order-draft.ts';
import { newId } from '../../../extension/identifiers.ts';
import { CreateOrder, OrderStatus } from '../../../shared/orders/orders.ts';

const amount = fc.oneof(
  { weight: 4, arbitrary: fc.nat(100_000) },
  { weight: 1, arbitrary: fc.constant(2 ** 40) },
);
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const word = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() === text && !/^\.{0,2}$/.test(text));

/** Any JSON value that metadata may have, of the kinds that forms meet. */
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('2026-01-31', '2026-01-31T12:00:00.123Z', '52.23,21.01', 'two\nlines', ' ', ''),
  fc.array(fc.string(), { maxLength: 4 }),
  fc.array(fc.integer(), { maxLength: 4 }),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('b', 'a', 'c'), fc.oneof(fc.string(), fc.array(fc.integer()))),
);
export const metadata = fc.dictionary(fc.constantFrom('color', 'size', 'gift', 'a.b', 'note'), value);

/** A line as clients send it: of the catalogue by any name, or free, with a price, an amount, both or neither. */
const line = fc.record(
  {
    quantity: fc.nat(50),
    price: optional(amount),
    amount: optional(amount),
    discount_amount: optional(fc.nat(5000)),
    initial_amount: optional(amount),
    product_id: optional(fc.constant('prod_1')),
    sku_id: optional(fc.constant('sku_1')),
    source_id: optional(word),
    related_object: optional(fc.constantFrom('product' as const, 'sku' as const)),
    product: optional(
      fc.record({ name: optional(word), price: optional(fc.nat(9999)), metadata: optional(metadata) }),
    ),
    sku: optional(fc.record({ sku: optional(word) })),
    metadata: optional(metadata),
  },
  { requiredKeys: ['quantity'] },
);

const bodyOf = (fields: fc.Arbitrary<object>) =>
  fields.map((body) => CreateOrder.parse(JSON.parse(JSON.stringify(body))));

/** An order as it may come to the server. */
export const orderBody = bodyOf(
  fc.record(
    {
      source_id: word,
      status: fc.constantFrom(...OrderStatus.options),
      items: fc.array(line, { maxLength: 4 }),
      amount,
      discount_amount: fc.nat(20_000),
      customer_id: fc.constant(newId('customer')),
      referrer_id: fc.constant(newId('customer')),
      metadata,
    },
    { requiredKeys: [] },
  ),
);

const typedAmount = fc.oneof(
  amount.map((minor) => (minor / 100).toFixed(2)),
  fc.constantFrom('', '7', '0.5', '1,234.50', ' 12 ', 'x', '1.234', '90071992547409.91'),
);
const typedQuantity = fc.oneof(
  fc.nat(99).map(String),
  fc.constantFrom('', ' 3 ', '1.5', '-1', '9007199254740991'),
);
const typedLine = fc
  .record({ name: word, quantity: typedQuantity, price: typedAmount })
  .map((typed) => newLine(typed));

const attribute: fc.Arbitrary<DraftAttribute> = fc.record({
  key: fc.constantFrom('color', 'size', 'a.b'),
  type: fc.constantFrom('string' as const, 'number' as const, 'boolean' as const, 'object' as const),
  isList: fc.boolean(),
  text: fc.constantFrom('', 'red', '5', 'true', '{"a":1}', '1\n2'),
});

/** One thing that a user does to a form. */
const step: fc.Arbitrary<(form: OrderForm) => Partial<OrderForm>> = fc.oneof(
  typedLine.map((added) => ({ lines }: OrderForm) => ({ lines: [...lines, added] })),
  fc.nat(3).map((index) => ({ lines }: OrderForm) => ({ lines: lines.filter((_, at) => at !== index) })),
  fc.constant(() => ({ lines: [] })),
  fc
    .record({ index: fc.nat(3), quantity: typedQuantity, price: typedAmount })
    .map(({ index, ...typed }) => ({ lines }: OrderForm) => ({
      lines: lines.map((old, at) => (at === index ? { ...old, ...typed } : old)),
    })),
  typedAmount.map((typed) => () => ({ amount: typed })),
  fc.constantFrom(...OrderStatus.options).map((status) => () => ({ status })),
  attribute.map((typed) => ({ attributes }: OrderForm) => ({
    attributes: [...attributes.filter(({ key }) => key !== typed.key), typed],
  })),
  fc.constant(({ attributes }: OrderForm) => ({ attributes: attributes.slice(1) })),
);

/** What a user makes of a form, one thing after the other. */
export const edit: fc.Arbitrary<(form: OrderForm) => OrderForm> = fc
  .array(step, { maxLength: 5 })
  .map((steps) => (form) => {
    let present = form;
    for (const each of steps) present = { ...present, ...each(present) };
    return present;
  });

import * as z from 'zod';
import { CustomerOfOrder, CustomerReference } from '../customers/customers.ts';
import { idOf, SourceId } from '../identifiers.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_ORDER_ITEMS, MAX_TEXT_LENGTH } from '../limits.ts';
import { listReply } from '../lists.ts';
import { Metadata } from '../metadata/metadata.ts';
import { Amount, Quantity } from '../money.ts';
import { PastTimestamp, Timestamp } from '../times.ts';
import { readOver } from '../unsupported-fields.ts';

export const OrderStatus = z.enum(['CREATED', 'PAID', 'CANCELED', 'FULFILLED']);
export type OrderStatus = z.infer<typeof OrderStatus>;

const identifier = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);
const catalogue = {
  id: identifier.optional(),
  source_id: SourceId.optional(),
  override: z.boolean().optional(),
  price: Amount.optional(),
  metadata: Metadata.optional(),
};

const name = z.string().max(MAX_TEXT_LENGTH).optional();
const productFields = { ...catalogue, name };
const skuFields = { ...catalogue, sku: name };

const itemFields = {
  sku_id: identifier.optional(),
  product_id: identifier.optional(),
  related_object: z.enum(['product', 'sku']).optional(),
  source_id: SourceId.optional(),
  discount_quantity: Quantity.optional(),
  initial_quantity: Quantity.optional(),
  amount: Amount.optional(),
  discount_amount: Amount.optional(),
  initial_amount: Amount.optional(),
  price: Amount.optional(),
  product: z.object(productFields).optional(),
  sku: z.object(skuFields).optional(),
  metadata: Metadata.optional(),
};

/** What of `discount_amount` vouchers take off, sent back by who was shown it. */
const shownApplied = Amount.optional().meta({
  description: 'What of `discount_amount` vouchers had taken off where it was read; the rest is its own.',
});

/** A line of an order as it is sent: `quantity` defaults to 1, `price` and amounts are minor units. */
export const OrderItemInput = readOver(
  z.strictObject({
    ...itemFields,
    product: readOver(z.strictObject(productFields), { sent: ['object'] }).optional(),
    sku: readOver(z.strictObject(skuFields), { sent: ['object'] }).optional(),
    applied_discount_amount: shownApplied,
    quantity: Quantity.default(1),
  }),
  { sent: ['object', 'subtotal_amount', 'total_applied_discount_amount'] },
);
export type OrderItemInput = z.infer<typeof OrderItemInput>;

/**
 * A line as it is answered: `amount` and `subtotal_amount` (after the line's discount) where they are known, and what of
 * `discount_amount` vouchers have taken off.
 */
export const OrderItem = z
  .object({
    object: z.literal('order_item'),
    ...itemFields,
    quantity: Quantity,
    applied_discount_amount: Amount.optional(),
    subtotal_amount: Amount.optional(),
  })
  .meta({ id: 'OrderItem' });
export type OrderItem = z.infer<typeof OrderItem>;

const reference = z.string().min(1).max(MAX_IDENTIFIER_LENGTH).nullable().optional();

const writable = {
  source_id: SourceId.nullish(),
  status: OrderStatus.optional(),
  amount: Amount.optional(),
  initial_amount: Amount.optional(),
  discount_amount: Amount.optional(),
  applied_discount_amount: shownApplied,
  items: z.array(OrderItemInput).max(MAX_ORDER_ITEMS).optional(),
  metadata: Metadata.optional(),
  created_at: PastTimestamp.optional(),
  customer: CustomerOfOrder.optional(),
  customer_id: reference,
  referrer: CustomerOfOrder.optional(),
  referrer_id: reference,
};

const requireAgreement = <T extends { customer?: unknown; referrer?: unknown }>(
  order: T,
  context: z.core.$RefinementCtx<T>,
) => {
  for (const role of ['customer', 'referrer'] as const) {
    const object = order[role] as { id?: string } | undefined;
    const id = (order as Record<string, unknown>)[`${role}_id`];
    if (object?.id !== undefined && typeof id === 'string' && id !== object.id) {
      context.addIssue({
        code: 'custom',
        path: [`${role}_id`],
        message: `must equal ${role}.id where both are given`,
        input: id,
      });
    }
  }
};

/** What `PUT /v1/orders/{orderId}` takes: given fields change, others stay. */
export const UpdateOrder = readOver(
  z.strictObject(writable).superRefine(requireAgreement).meta({ id: 'UpdateOrder' }),
  { sent: ['id'], answered: () => Order },
);
export type UpdateOrder = z.infer<typeof UpdateOrder>;

/** What `POST /v1/orders` takes. A well-formed unknown `id` makes an order of that id: retries are safe for ever. */
export const CreateOrder = readOver(
  z
    .strictObject({
      id: idOf('order').optional(),
      ...writable,
    })
    .superRefine(requireAgreement)
    .meta({ id: 'CreateOrder' }),
  { answered: () => Order },
);
export type CreateOrder = z.infer<typeof CreateOrder>;

/** What was redeemed with an order, by the id of the redemption, or of its stack, whose redemptions `stacked` names. */
const OrderRedemption = z.object({
  date: Timestamp,
  related_object_type: z.literal('redemption'),
  related_object_id: z.string(),
  stacked: z.array(z.string()).optional(),
  rollback_id: z.string().optional(),
  rollback_date: Timestamp.optional(),
  rollback_stacked: z.array(z.string()).optional(),
});
export type OrderRedemption = z.infer<typeof OrderRedemption>;

/** An order as it is answered. Amounts are minor units; `updated_at` is null until the first change. */
export const Order = z
  .object({
    id: z.string(),
    object: z.literal('order'),
    source_id: z.string().nullable(),
    status: OrderStatus,
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
    amount: Amount,
    initial_amount: Amount,
    discount_amount: Amount,
    items_discount_amount: Amount,
    total_discount_amount: Amount,
    total_amount: Amount,
    applied_discount_amount: Amount,
    items_applied_discount_amount: Amount,
    total_applied_discount_amount: Amount,
    items: z.array(OrderItem),
    metadata: Metadata,
    customer_id: z.string().nullable(),
    customer: CustomerReference.optional(),
    referrer_id: z.string().nullable(),
    referrer: CustomerReference.optional(),
    redemptions: z.record(z.string(), OrderRedemption).optional(),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;

/** The number of all orders of each status. */
const StatusCounts = z.object({
  CREATED: z.int(),
  PAID: z.int(),
  CANCELED: z.int(),
  FULFILLED: z.int(),
} satisfies Record<OrderStatus, unknown>);

export const OrderList = z.object({
  ...listReply,
  data_ref: z.literal('orders'),
  orders: z.array(Order),
  counts: StatusCounts.optional(),
});
export type OrderList = z.infer<typeof OrderList>;

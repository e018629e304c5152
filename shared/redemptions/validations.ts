import * as z from 'zod';
import { CustomerReference } from '../customers/customers.ts';
import { MAX_EXCLUSIVE_REDEEMABLES, MAX_REDEEMABLES } from '../limits.ts';
import { Metadata } from '../metadata/metadata.ts';
import { Order, OrderItem } from '../orders/orders.ts';
import { Timestamp } from '../times.ts';
import { ApplicableTo } from '../validation-rules/applicable-to.ts';
import { RuleError } from '../validation-rules/validation-rules.ts';
import { Discount } from '../vouchers/discounts.ts';

/** The amounts of an order, and which one it is and whose; beyond lists its lines, too. */
export const OrderAmounts = Order.pick({
  object: true,
  source_id: true,
  status: true,
  amount: true,
  initial_amount: true,
  discount_amount: true,
  items_discount_amount: true,
  total_discount_amount: true,
  total_amount: true,
  applied_discount_amount: true,
  items_applied_discount_amount: true,
  total_applied_discount_amount: true,
}).extend({
  id: z.string().optional(),
  items: z.array(OrderItem).optional(),
  customer_id: z.string().nullable().optional(),
  customer: CustomerReference.optional(),
});
export type OrderAmounts = z.infer<typeof OrderAmounts>;

/** An order as a redemption would leave it: one that is not stored has neither id nor dates. */
const CalculatedOrder = Order.extend({
  id: z.string().optional(),
  created_at: Timestamp.optional(),
  updated_at: Timestamp.nullable().optional(),
}).meta({ id: 'CalculatedOrder' });
export type CalculatedOrder = z.infer<typeof CalculatedOrder>;

/** Products and SKUs whose lines, at these places, a discount may touch, or may not; without rules that say so, all may be. */
const Lines = z.object({
  object: z.literal('list'),
  data_ref: z.literal('data'),
  data: z.array(ApplicableTo.extend({ order_item_indices: z.array(z.int()) })),
  total: z.int(),
});

/**
 * Why a redeemable does not apply, in the shape of an error: `key` is a RedeemableRefusal, `error` what the
 * validation rule says of itself.
 */
export const RedeemableError = z.object({
  code: z.int(),
  key: z.string(),
  message: z.string(),
  details: z.string(),
  request_id: z.string(),
  resource_id: z.string(),
  resource_type: z.literal('voucher'),
  error: RuleError.optional(),
});
export type RedeemableError = z.infer<typeof RedeemableError>;

const redeemable = { id: z.string(), object: z.literal('voucher'), metadata: Metadata.optional() };

const Applicable = z.object({
  status: z.literal('APPLICABLE'),
  ...redeemable,
  order: OrderAmounts.optional(),
  applicable_to: Lines,
  inapplicable_to: Lines,
  result: z.object({ discount: Discount }),
});

const Inapplicable = z.object({
  status: z.literal('INAPPLICABLE'),
  ...redeemable,
  result: z.object({
    error: RedeemableError,
    details: z.object({ key: z.string(), message: z.string() }),
  }),
});

const Skipped = z.object({
  status: z.literal('SKIPPED'),
  ...redeemable,
  result: z.object({
    details: z.object({ key: z.literal('preceding_validation_failed'), message: z.string() }),
  }),
});

/** How Docket stacks, in Voucherify's terms: all of up to 30 in the order of the request, or none. */
export const stackingRules = {
  redeemables_limit: MAX_REDEEMABLES,
  applicable_redeemables_limit: MAX_REDEEMABLES,
  applicable_redeemables_per_category_limit: MAX_REDEEMABLES,
  applicable_redeemables_category_limits: {},
  applicable_exclusive_redeemables_limit: MAX_EXCLUSIVE_REDEEMABLES,
  applicable_exclusive_redeemables_per_category_limit: MAX_EXCLUSIVE_REDEEMABLES,
  exclusive_categories: [],
  joint_categories: [],
  redeemables_application_mode: 'ALL',
  redeemables_sorting_rule: 'REQUESTED_ORDER',
  redeemables_products_application_mode: 'STACK',
  redeemables_no_effect_rule: 'REDEEM_ANYWAY',
  no_effect_skip_categories: [],
  no_effect_redeem_anyway_categories: [],
  redeemables_rollback_order_mode: 'WITH_ORDER',
} as const;

/**
 * The answer to `POST /v1/validations`. `order` is there where all apply and there is one, the lists of what does not apply
 * and of what is skipped where they are not empty.
 */
export const StackValidation = z
  .object({
    id: z.string(),
    valid: z.boolean(),
    redeemables: z.array(z.discriminatedUnion('status', [Applicable, Inapplicable, Skipped])),
    inapplicable_redeemables: z.array(Inapplicable).optional(),
    skipped_redeemables: z.array(Skipped).optional(),
    order: CalculatedOrder.optional(),
    tracking_id: z.string(),
    stacking_rules: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'StackValidation' });
export type StackValidation = z.infer<typeof StackValidation>;

/** The answer to `POST /v1/vouchers/{code}/validate`. `reason` is what its validation rule says, else the error's message. */
export const VoucherValidation = z
  .discriminatedUnion('valid', [
    z.object({
      valid: z.literal(true),
      code: z.string(),
      discount: Discount,
      applicable_to: Lines,
      inapplicable_to: Lines,
      metadata: Metadata,
      start_date: Timestamp.nullable(),
      expiration_date: Timestamp.nullable(),
      order: CalculatedOrder.optional(),
      tracking_id: z.string(),
    }),
    z.object({
      valid: z.literal(false),
      code: z.string(),
      error: RedeemableError,
      reason: z.string(),
      metadata: Metadata.optional(),
      tracking_id: z.string(),
    }),
  ])
  .meta({ id: 'VoucherValidation' });
export type VoucherValidation = z.infer<typeof VoucherValidation>;

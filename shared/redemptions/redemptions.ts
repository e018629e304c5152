import * as z from 'zod';
import { CustomerOfOrder, CustomerReference } from '../customers/customers.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_TEXT_LENGTH } from '../limits.ts';
import { Metadata } from '../metadata/metadata.ts';
import { CreateOrder, Order } from '../orders/orders.ts';
import { Timestamp } from '../times.ts';
import { readOver } from '../unsupported-fields.ts';
import { Voucher } from '../vouchers/vouchers.ts';
import { OrderAmounts } from './validations.ts';

export const RedemptionResult = z.enum(['SUCCESS', 'FAILURE']);
export type RedemptionResult = z.infer<typeof RedemptionResult>;

/** A voucher in a list, or one that was deleted since. */
const NamedVoucher = z.object({
  id: z.string().nullable(),
  object: z.literal('voucher'),
  code: z.string(),
});

const shown = {
  id: z.string(),
  date: Timestamp,
  customer_id: z.string().nullable(),
  tracking_id: z.string().nullable(),
  metadata: Metadata.nullable(),
  /** The order as it is now, but for `applied_*`, which are what this redemption took off; in lists its amounts alone. */
  order: z.union([Order, OrderAmounts]).nullable(),
  channel: z.object({ channel_id: z.string(), channel_type: z.literal('API') }),
  customer: CustomerReference.nullable(),
  related_object_type: z.enum(['voucher', 'redemption']),
  related_object_id: z.string(),
  voucher: z.union([Voucher, NamedVoucher]).optional(),
};

const moment = z.object({ id: z.string(), date: Timestamp });

/**
 * A redemption. One of a stack names that one in `redemption`; the stack itself is a redemption, too, without a voucher, and
 * related to itself. A failed one says why.
 */
export const Redemption = z
  .object({
    ...shown,
    object: z.literal('redemption'),
    redemption: z.string().nullable(),
    result: RedemptionResult,
    status: z.enum(['SUCCEEDED', 'FAILED', 'ROLLED_BACK']),
    failure_code: z.string().optional(),
    failure_message: z.string().optional(),
    related_redemptions: z
      .object({
        rollbacks: z.array(moment.extend({ rollback_order_mode: z.literal('WITH_ORDER') })).optional(),
        redemptions: z.array(moment).optional(),
      })
      .optional(),
  })
  .meta({ id: 'Redemption' });
export type Redemption = z.infer<typeof Redemption>;

/** The rollback of a redemption, which `redemption` names; of a stack there is one for itself and one for each in it. */
export const RedemptionRollback = z
  .object({
    ...shown,
    object: z.literal('redemption_rollback'),
    redemption: z.string(),
    reason: z.string().optional(),
    result: z.literal('SUCCESS'),
    status: z.literal('SUCCEEDED'),
  })
  .meta({ id: 'RedemptionRollback' });
export type RedemptionRollback = z.infer<typeof RedemptionRollback>;

export const AnyRedemption = z.discriminatedUnion('object', [Redemption, RedemptionRollback]);
export type AnyRedemption = z.infer<typeof AnyRedemption>;

/** The answer to `POST /v1/redemptions`: all of the stack. One of a single voucher is that redemption, without a parent. */
export const RedeemedStack = z
  .object({
    redemptions: z.array(Redemption),
    parent_redemption: Redemption.optional(),
    order: Order.optional(),
    inapplicable_redeemables: z.array(z.unknown()).max(0),
    skipped_redeemables: z.array(z.unknown()).max(0),
  })
  .meta({ id: 'RedeemedStack' });
export type RedeemedStack = z.infer<typeof RedeemedStack>;

const text = z.string().min(1).max(MAX_TEXT_LENGTH).optional();

/** What a rollback takes. Of `order` the status is read, which the order gets; all else follows from the redemption. */
export const RollBack = readOver(
  z
    .strictObject({
      reason: text,
      tracking_id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional(),
      customer: CustomerOfOrder.optional(),
      metadata: Metadata.optional(),
      order: CreateOrder.optional(),
    })
    .meta({ id: 'RollBack' }),
);
export type RollBack = z.infer<typeof RollBack>;

/** The same in the query, where the official client puts it. */
export const RollBackQuery = z.strictObject({
  reason: text,
  tracking_id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional(),
});
export type RollBackQuery = z.infer<typeof RollBackQuery>;

/** The answer to `POST /v1/redemptions/{parent}/rollbacks`; what was no stack has no `parent_rollback`. */
export const RolledBackStack = z
  .object({
    rollbacks: z.array(RedemptionRollback),
    parent_rollback: RedemptionRollback.optional(),
    order: Order.optional(),
  })
  .meta({ id: 'RolledBackStack' });
export type RolledBackStack = z.infer<typeof RolledBackStack>;

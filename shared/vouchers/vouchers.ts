import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH, MAX_RULES_OF_VOUCHER, MAX_TEXT_LENGTH } from '../limits.ts';
import { Metadata } from '../metadata/metadata.ts';
import { Timestamp } from '../times.ts';
import { readOver, rejectUnsupported } from '../unsupported-fields.ts';
import { Assignment } from '../validation-rules/assignments.ts';
import { Discount } from './discounts.ts';
import { CodeConfig, VoucherCode } from './voucher-codes.ts';

const DayOfWeek = z.int().min(0).max(6);

/** Days on which a voucher is valid, in UTC; 0 is Sunday. */
const ValidityDays = z.array(DayOfWeek).min(1).max(7);

/** How often a voucher may be redeemed; null is without limit. What else a voucher's reply says of it is left alone. */
const Quantity = readOver(z.strictObject({ quantity: z.int().min(1).nullable().optional() }), {
  sent: ['object', 'redeemed_quantity', 'url', 'data_ref', 'redemption_entries', 'total'],
});

const text = z.string().max(MAX_TEXT_LENGTH).nullable().optional();

const writable = {
  type: z
    .literal('DISCOUNT_VOUCHER', 'expected DISCOUNT_VOUCHER: Docket has neither gift cards nor loyalty cards')
    .optional(),
  category: text,
  start_date: Timestamp.nullable().optional(),
  expiration_date: Timestamp.nullable().optional(),
  validity_day_of_week: ValidityDays.nullable().optional(),
  active: z.boolean().optional(),
  additional_info: text,
  redemption: Quantity.optional(),
  metadata: Metadata.optional(),
};

const unsupported = {
  campaign: 'campaigns',
  campaign_id: 'campaigns',
  category_id: 'categories beside their names',
  gift: 'gift cards',
  loyalty_card: 'loyalty cards',
  validity_timeframe: 'recurring time frames of vouchers',
  validity_hours: 'hours of vouchers',
};

/** What `PUT /v1/vouchers/{code}` takes: given fields change, null clears, others stay; a code cannot be changed. */
export const UpdateVoucher = rejectUnsupported(
  { ...unsupported, validation_rules: 'validation rules in an update; assign them one by one' },
  readOver(
    z
      .strictObject({ ...writable, discount: Discount.optional(), code: VoucherCode.optional() })
      .meta({ id: 'UpdateVoucher' }),
    { sent: ['id'], answered: () => Voucher },
  ),
);
export type UpdateVoucher = z.infer<typeof UpdateVoucher>;

/** Ids of the validation rules that a voucher demands, all of which must hold; later ones are assigned one by one. */
const RulesOfVoucher = z
  .array(z.string().min(1).max(MAX_IDENTIFIER_LENGTH))
  .max(MAX_RULES_OF_VOUCHER)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each validation rule once');

const creatable = { ...writable, discount: Discount, validation_rules: RulesOfVoucher.optional() };

/** What `POST /v1/vouchers/{code}` takes. */
export const CreateNamedVoucher = rejectUnsupported(
  unsupported,
  readOver(
    z.strictObject({ ...creatable, code: VoucherCode.optional() }).meta({ id: 'CreateNamedVoucher' }),
    { sent: ['code_config'], answered: () => Voucher },
  ),
);
export type CreateNamedVoucher = z.infer<typeof CreateNamedVoucher>;

/** What `POST /v1/vouchers` takes: without `code` a random one is made as `code_config` says. */
export const CreateVoucher = rejectUnsupported(
  unsupported,
  readOver(
    z
      .strictObject({ ...creatable, code: VoucherCode.optional(), code_config: CodeConfig.optional() })
      .meta({ id: 'CreateVoucher' }),
    { answered: () => Voucher },
  ),
);
export type CreateVoucher = z.infer<typeof CreateVoucher>;

/** A voucher as it is answered; `updated_at` is null until its first change, which a redemption is not. */
export const Voucher = z
  .object({
    id: z.string(),
    object: z.literal('voucher'),
    code: z.string(),
    type: z.literal('DISCOUNT_VOUCHER'),
    category: z.string().nullable(),
    discount: Discount,
    start_date: Timestamp.nullable(),
    expiration_date: Timestamp.nullable(),
    validity_day_of_week: z.array(DayOfWeek).nullable(),
    active: z.boolean(),
    additional_info: z.string().nullable(),
    metadata: Metadata,
    is_referral_code: z.literal(false),
    redemption: z.object({
      object: z.literal('list'),
      quantity: z.int().nullable(),
      redeemed_quantity: z.int(),
      url: z.string(),
    }),
    validation_rules_assignments: z.object({
      object: z.literal('list'),
      data_ref: z.literal('data'),
      data: z.array(Assignment),
      total: z.int(),
    }),
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: 'Voucher' });
export type Voucher = z.infer<typeof Voucher>;

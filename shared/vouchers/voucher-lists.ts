import * as z from 'zod';
import { type FieldType, filtersParameter, momentRange } from '../filters.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply, SortOrder } from '../lists.ts';
import { Voucher } from './vouchers.ts';

/** The fields of a voucher that filters may name, beside `metadata.KEY`. */
export const voucherFilterFields = {
  code: 'text',
  category: 'text',
  active: { oneOf: ['true', 'false'] },
  'discount.type': { oneOf: ['AMOUNT', 'PERCENT'] },
  'discount.amount_off': 'number',
  'discount.percent_off': 'number',
  'redemption.quantity': 'number',
  'redemption.redeemed_quantity': 'number',
  start_date: 'time',
  expiration_date: 'time',
  created_at: 'time',
  updated_at: 'time',
  metadata: 'metadata',
} as const satisfies Record<string, FieldType>;
export type VoucherFilterField = keyof typeof voucherFilterFields;

const exact = z.string().min(1).max(MAX_TEXT_LENGTH).optional();

/** The query of `GET /v1/vouchers`. The shortcuts beside `filters` hold all, whatever its junction says. */
export const ListVouchersQuery = z
  .strictObject({
    ...listParameters,
    order: z.enum([...SortOrder.options, 'code', '-code']).default('-created_at'),
    code: exact,
    category: exact,
    created_at: momentRange,
    updated_at: momentRange,
    filters: filtersParameter(voucherFilterFields),
  })
  .superRefine(checkPaging);
export type ListVouchersQuery = z.infer<typeof ListVouchersQuery>;

export const VoucherList = z.object({
  ...listReply,
  data_ref: z.literal('vouchers'),
  vouchers: z.array(Voucher),
});
export type VoucherList = z.infer<typeof VoucherList>;

import * as z from 'zod';
import { CustomerOfOrder } from '../customers/customers.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_REDEEMABLES } from '../limits.ts';
import { Metadata } from '../metadata/metadata.ts';
import { CreateOrder } from '../orders/orders.ts';
import { readOver, rejectUnsupported } from '../unsupported-fields.ts';

const unsupported = {
  gift: 'gift cards',
  reward: 'rewards',
  session: 'sessions: a redemption decides by itself whether it comes in time',
};

/** What is to be redeemed: a voucher by its code, or by its id. */
const Redeemable = rejectUnsupported(
  unsupported,
  readOver(
    z
      .strictObject({
        object: z.literal(
          'voucher',
          'expected "voucher": Docket has no promotions, gift cards or loyalty cards',
        ),
        id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH),
      })
      .meta({ id: 'Redeemable' }),
  ),
);

/** What a validation and a redemption know of the circumstances. */
const circumstances = {
  order: CreateOrder.optional(),
  customer: CustomerOfOrder.optional(),
  metadata: Metadata.optional(),
  tracking_id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional(),
};
interface Circumstances {
  order?: CreateOrder | undefined;
  customer?: CustomerOfOrder | undefined;
}

/** The order's customer is who redeems: named in two places they must agree. */
function requireOneCustomer<T extends Circumstances>(request: T, context: z.core.$RefinementCtx<T>): void {
  const { customer, order } = request;
  if (!customer || !order) return;
  const ofOrder = { id: order.customer_id ?? order.customer?.id, source_id: order.customer?.source_id };
  for (const field of ['id', 'source_id'] as const) {
    if (customer[field] == null || ofOrder[field] == null || customer[field] === ofOrder[field]) continue;
    const message = "must be that of the order's customer, where both are given";
    context.addIssue({ code: 'custom', path: ['customer', field], message, input: customer[field] });
  }
}

function requireDistinct(redeemables: { id: string }[], context: z.core.$RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, { id }] of redeemables.entries()) {
    if (seen.has(id)) {
      context.addIssue({
        code: 'custom',
        path: [index, 'id'],
        message: 'is in the stack already',
        input: id,
      });
    }
    seen.add(id);
  }
}

/** What a reply is to hold beyond the least. */
const options = readOver(
  z.strictObject({ expand: z.array(z.enum(['order', 'redeemable', 'redemption', 'category'])).optional() }),
).optional();

/** What `POST /v1/validations` and `POST /v1/redemptions` take: up to 30 vouchers, each sees the order as the one before left it. */
export const RedeemStack = rejectUnsupported(
  unsupported,
  readOver(
    z
      .strictObject({
        redeemables: z.array(Redeemable).min(1).max(MAX_REDEEMABLES).superRefine(requireDistinct),
        ...circumstances,
        options,
      })
      .superRefine(requireOneCustomer)
      .meta({ id: 'RedeemStack' }),
  ),
);
export type RedeemStack = z.infer<typeof RedeemStack>;

/** What `POST /v1/vouchers/{code}/validate` and `POST /v1/vouchers/{code}/redemption` take. */
export const RedeemVoucher = rejectUnsupported(
  unsupported,
  readOver(
    z
      .strictObject({ ...circumstances, options })
      .superRefine(requireOneCustomer)
      .meta({ id: 'RedeemVoucher' }),
  ),
);
export type RedeemVoucher = z.infer<typeof RedeemVoucher>;

/** The request's order with its customer: who redeems is the order's customer. */
export function orderOf({ order, customer }: Circumstances): CreateOrder | undefined {
  if (!order || !customer) return order;
  return { ...order, customer: { ...order.customer, ...customer } };
}

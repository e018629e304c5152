import * as z from 'zod';
import { idOf, SourceId } from '../identifiers.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_TEXT_LENGTH } from '../limits.ts';
import { Metadata } from '../metadata/metadata.ts';
import { Amount } from '../money.ts';
import { CalendarDate, Timestamp } from '../times.ts';
import { readOver } from '../unsupported-fields.ts';

const text = z.string().max(MAX_TEXT_LENGTH);
const addressText = z.string().max(MAX_TEXT_LENGTH).nullable();

/** A postal address; a field set to null is kept as null. */
const addressFields = {
  city: addressText.optional(),
  state: addressText.optional(),
  line_1: addressText.optional(),
  line_2: addressText.optional(),
  country: addressText.optional(),
  postal_code: addressText.optional(),
};
const Address = z.strictObject(addressFields);

const profile = {
  name: text.optional(),
  description: text.optional(),
  email: text.optional(),
  phone: text.optional(),
  birthday: CalendarDate.optional(),
  birthdate: CalendarDate.optional(),
  metadata: Metadata.optional(),
};

/**
 * A customer or referrer as an order carries it: named by `id` (must exist), else by `source_id` (made or
 * updated), and given attributes are stored. One who is not named is the order's present one, whose profile
 * gets what it lacks, else a new one.
 */
export const CustomerOfOrder = readOver(
  z.strictObject({
    id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional(),
    source_id: SourceId.nullish(),
    ...profile,
    address: Address.nullish(),
  }),
  { sent: ['object'], answered: () => Customer },
);
export type CustomerOfOrder = z.infer<typeof CustomerOfOrder>;

const clearable = text.nullable().optional();

const writable = {
  source_id: SourceId.nullish(),
  name: clearable,
  description: clearable,
  email: clearable,
  phone: clearable,
  birthday: CalendarDate.nullable().optional(),
  birthdate: CalendarDate.nullable().optional(),
  address: Address.nullish(),
  metadata: Metadata.optional(),
};

/** What `PUT /v1/customers/{customerId}` takes: given fields change, null or an empty text clears, others stay. */
export const UpdateCustomer = readOver(z.strictObject(writable).meta({ id: 'UpdateCustomer' }), {
  sent: ['id'],
  answered: () => Customer,
});
export type UpdateCustomer = z.infer<typeof UpdateCustomer>;

/** What `POST /v1/customers` takes. A well-formed unknown `id` makes a customer of that id. */
export const CreateCustomer = readOver(
  z
    .strictObject({
      id: idOf('customer').optional(),
      ...writable,
    })
    .meta({ id: 'CreateCustomer' }),
  { answered: () => Customer },
);
export type CreateCustomer = z.infer<typeof CreateCustomer>;

/** What a row of `POST /v1/customers/bulk/async` takes: the customer of that source_id is updated, or made. */
export const BulkCustomer = readOver(
  z.strictObject({ ...writable, source_id: SourceId }).meta({ id: 'BulkCustomer' }),
  { sent: ['id'], answered: () => Customer },
);

/** The customer as it is shown inside an order's reply. */
export const CustomerReference = z
  .object({
    id: z.string(),
    object: z.literal('customer'),
    source_id: z.string().optional(),
    name: z.string().optional(),
    email: z.string().optional(),
  })
  .meta({ id: 'CustomerReference' });
export type CustomerReference = z.infer<typeof CustomerReference>;

/** Counted over the customer's PAID orders; amounts are totals after discounts, the average is rounded half up. */
const CustomerSummaryOrders = z.object({
  total_amount: Amount,
  total_count: z.int(),
  average_amount: Amount,
  last_order_amount: Amount,
  last_order_date: Timestamp.optional(),
});

const CustomerSummaryRedemptions = z.object({
  total_redeemed: z.int(),
  total_failed: z.int(),
  total_succeeded: z.int(),
  total_rolled_back: z.int(),
  total_rollback_failed: z.int(),
  total_rollback_succeeded: z.int(),
  gift: z.object({ redeemed_amount: z.int(), amount_to_go: z.int() }),
  loyalty_card: z.object({ redeemed_points: z.int(), points_to_go: z.int() }),
});

/** A customer with profile and summary; loyalty and referrals are outside Docket and always empty. */
export const Customer = z
  .object({
    id: z.string(),
    object: z.literal('customer'),
    source_id: z.string().optional(),
    ...profile,
    address: z.object(addressFields).nullable(),
    summary: z.object({ orders: CustomerSummaryOrders, redemptions: CustomerSummaryRedemptions }),
    loyalty: z.object({
      points: z.int(),
      referred_customers: z.int(),
      campaigns: z.record(z.string(), z.unknown()),
    }),
    referrals: z.object({ total: z.int(), campaigns: z.array(z.unknown()) }),
    created_at: Timestamp,
    updated_at: Timestamp.optional(),
  })
  .meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

/** The reply of a permanent deletion: what was there of the customer. The misspelling is the contract's. */
export const PermanentDeletion = z
  .object({
    id: z.string(),
    object: z.literal('pernament_deletion'),
    created_at: Timestamp,
    related_object_id: z.string(),
    related_object: z.literal('customer'),
    status: z.literal('DONE'),
    data_json: z.object({
      events: z.int(),
      customer_events: z.int(),
      daily_events: z.int(),
      segments: z.int(),
      orders: z.int(),
      order_events: z.int(),
      customer: z.int(),
    }),
  })
  .meta({ id: 'PermanentDeletion' });
export type PermanentDeletion = z.infer<typeof PermanentDeletion>;

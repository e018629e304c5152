import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Metadata } from '../../../shared/metadata/metadata.ts';
import { MAX_AMOUNT } from '../../../shared/money.ts';
import type { Order, OrderStatus, UpdateOrder } from '../../../shared/orders/orders.ts';
import { formatTimestamp } from '../../../shared/times.ts';
import { mergedJson } from '../../sql/json-columns.ts';
import type { WriteMatch } from '../../sql/write-match.ts';
import { orders } from '../../tables/orders.ts';
import type { SentDiscount, StoredItem } from '../engine/applied-discounts.ts';
import type { OrderRedemptions, OrderRow } from './store.ts';

/*
 * The specification of what is written of an order. The INSERT and the assignments of an update follow from
 * it, the row that is read from the table: a column of the table that is missing here does not compile.
 */

/** The effect of a write on an order's customer or referrer. */
export type LinkMode = 'keep' | 'detach' | 'link';

/** The columns that are stored as they are sent. */
interface SentColumns {
  sourceId: string | null;
  status: OrderStatus | null;
  createdAt: number | null;
}

/** The columns that follow from an order's lines. */
export interface ItemColumns {
  items: StoredItem[] | null;
  itemsCount: number | null;
  itemsAmount: number | null;
  itemsDiscountAmount: number | null;
  itemsAppliedDiscountAmount: number | null;
  /** Discounts of lines as they were sent, where that says more than the lines; null where none does. */
  sentDiscounts: (SentDiscount | null)[] | null;
}

/** One order to be written, as SQL reads it from JSON: null means "not given". */
export interface OrderWrite extends WriteMatch, SentColumns, ItemColumns {
  newId: string;
  sentAmount: number | null;
  initialAmount: number | null;
  discountAmount: number | null;
  /** What of it the sender was shown that vouchers take off. */
  shownApplied: number | null;
  metadata: Metadata | null;
  /**
   * Given by redemptions and rollbacks, which set what vouchers have taken off; any other write leaves that
   * as it is.
   */
  redemptions: OrderRedemptions | null;
  appliedDiscountAmount: number | null;
  customer: LinkMode;
  customerId: string | null;
  customerSourceId: string | null;
  customerNewId: string | null;
  /** True when the customer is made if there is none of that id. */
  customerIsMade: true | null;
  referrer: LinkMode;
  referrerId: string | null;
  referrerSourceId: string | null;
  referrerNewId: string | null;
  referrerIsMade: true | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** Takes from a request the columns that are stored as they are sent. */
export const toSentColumns = (order: UpdateOrder): SentColumns => ({
  sourceId: order.source_id ?? null,
  status: order.status ?? null,
  createdAt: order.created_at === undefined ? null : Date.parse(order.created_at),
});

/** Shows these columns as a reply has them. */
export const toSentFields = ({ sourceId, status, createdAt }: OrderRow) =>
  ({
    source_id: sourceId,
    status,
    created_at: formatTimestamp(createdAt),
  }) satisfies Partial<Order>;

/** Calculates these columns as a write would leave them. */
export const nextSentColumns = (write: OrderWrite, present: OrderRow | undefined) => ({
  sourceId: write.sourceId ?? present?.sourceId ?? null,
  status: write.status ?? present?.status ?? 'CREATED',
  createdAt: write.createdAt ?? present?.createdAt ?? write.at,
});

/** The fields of a write that change an order which exists, when they are given. */
const orderFields = [
  'sourceId',
  'status',
  'createdAt',
  'sentAmount',
  'initialAmount',
  'discountAmount',
  'items',
  'redemptions',
  'metadata',
  'customer',
  'referrer',
] as const satisfies readonly (keyof OrderWrite)[];
export type OrderField = (typeof orderFields)[number];

const isGiven = (write: OrderWrite, field: OrderField): boolean =>
  field === 'customer' || field === 'referrer' ? write[field] !== 'keep' : write[field] !== null;

/** The fields that some of the writes give. */
export const givenFields = (writes: readonly OrderWrite[]): OrderField[] =>
  orderFields.filter((field) => writes.some((write) => isGiven(write, field)));

/** A written column, in SQL over a write `w` and, of an order that exists, its present row `old`. */
export interface WrittenColumn {
  /** The field of a write that changes it. */
  field: OrderField;
  /** The fields of `w` that the SQL reads. */
  reads: readonly (keyof OrderWrite)[];
  /** Its value in a new order. */
  initial: SQL;
  /** Its next value in an order that exists. */
  next: SQL;
  /**
   * True when the order's activity shows its old and new value: the trigger `orders_update_event` has to list
   * it.
   */
  isLogged: boolean;
}

type TableColumn = keyof typeof orders.$inferSelect;

/** Columns that the database sets, or every write. */
type OwnColumn =
  | (
      | 'seq'
      | 'id'
      | 'position'
      | 'version'
      | 'updatedAt'
      | 'changedBy'
      | 'loggedAt'
      | 'loggedBy'
      | 'loggedStatus'
    )
  | ('amount' | 'totalDiscountAmount' | 'totalAmount' | 'searchText');
type Written = Exclude<TableColumn, OwnColumn>;

const table = getTableColumns(orders);
const { raw } = sql;

/** The given value, else the present one. */
const givenOrOld = (column: Written): SQL => sql`coalesce(w.${raw(column)}, old.${raw(table[column].name)})`;
const givenOr = (column: Written, initial: SQL): SQL => sql`coalesce(w.${raw(column)}, ${initial})`;

const itemsFields = [
  ...(['items', 'itemsCount', 'itemsAmount', 'itemsDiscountAmount', 'itemsAppliedDiscountAmount'] as const),
  ...(['sentDiscounts', 'redemptions'] as const),
] as const;
const nextItemsAmount = sql`iif(w.items IS NULL, old.items_amount, w.itemsAmount)`;

/** A column that is replaced by the field of its name. */
const replaced = (column: Written & OrderField, initial: SQL): WrittenColumn => ({
  field: column,
  reads: [column],
  initial: givenOr(column, initial),
  next: givenOrOld(column),
  isLogged: true,
});

/** A column that follows from the lines. */
const ofItems = (column: Written & keyof ItemColumns, initial: SQL, isLogged = false): WrittenColumn => ({
  field: 'items',
  reads: itemsFields,
  initial: givenOr(column, initial),
  next: givenOrOld(column),
  isLogged,
});

const personId = (role: 'customer' | 'referrer', present: SQL): SQL =>
  sql`CASE w.${raw(role)} WHEN 'detach' THEN NULL
    WHEN 'link' THEN coalesce(w.${raw(`${role}Id`)},
      (SELECT id FROM customers WHERE source_id = w.${raw(`${role}SourceId`)}),
      (SELECT id FROM customers WHERE id = ${present}), w.${raw(`${role}NewId`)})
    ELSE ${present} END`;

/** The customer or referrer, who is written before the order. */
const person = (role: 'customer' | 'referrer'): WrittenColumn => ({
  field: role,
  reads: [role, `${role}Id`, `${role}SourceId`, `${role}NewId`],
  initial: personId(role, sql`NULL`),
  next: personId(role, sql`old.${raw(`${role}_id`)}`),
  isLogged: true,
});

/** Every column of `orders` that a write sets. */
export const writtenColumns = {
  sourceId: replaced('sourceId', sql`NULL`),
  status: replaced('status', sql`'CREATED'`),
  createdAt: replaced('createdAt', sql`w.at`),
  sentAmount: {
    field: 'sentAmount',
    reads: ['sentAmount', ...itemsFields],
    initial: sql`w.sentAmount`,
    // Sending the amount that it has anyway, as a client does that edits what it read, is no change.
    next: sql`CASE WHEN w.sentAmount = coalesce(${nextItemsAmount}, old.sent_amount, 0) THEN old.sent_amount
      ELSE coalesce(w.sentAmount, old.sent_amount) END`,
    isLogged: true,
  },
  initialAmount: {
    ...replaced('initialAmount', sql`0`),
    reads: ['initialAmount', 'itemsAmount', 'sentAmount'],
    initial: sql`coalesce(w.initialAmount, w.itemsAmount, w.sentAmount, 0)`,
  },
  discountAmount: {
    ...replaced('discountAmount', sql`0`),
    reads: ['discountAmount', 'shownApplied', 'redemptions'],
    // Redemptions and rollbacks give the sum. What else is sent is read as `readOwnDiscount` does; an order
    // that was never redeemed with may have been shown only what vouchers of another deployment took off.
    next: sql`CASE WHEN w.redemptions IS NOT NULL OR w.discountAmount IS NULL
        THEN coalesce(w.discountAmount, old.discount_amount)
      WHEN old.redemptions IS NOT NULL AND w.shownApplied IS NOT NULL
        THEN max(0, w.discountAmount - w.shownApplied) + old.applied_discount_amount
      WHEN w.discountAmount = old.discount_amount THEN old.discount_amount
      ELSE min(${raw(String(MAX_AMOUNT))}, w.discountAmount + old.applied_discount_amount) END`,
  },
  items: ofItems('items', sql`'[]'`),
  itemsCount: ofItems('itemsCount', sql`0`),
  itemsAmount: { ...ofItems('itemsAmount', sql`NULL`), next: nextItemsAmount },
  itemsDiscountAmount: ofItems('itemsDiscountAmount', sql`0`, true),
  itemsAppliedDiscountAmount: ofItems('itemsAppliedDiscountAmount', sql`0`),
  redemptions: { ...replaced('redemptions', sql`NULL`), isLogged: false },
  appliedDiscountAmount: {
    field: 'redemptions',
    reads: ['appliedDiscountAmount'],
    initial: givenOr('appliedDiscountAmount', sql`0`),
    next: givenOrOld('appliedDiscountAmount'),
    isLogged: false,
  },
  metadata: {
    field: 'metadata',
    reads: ['metadata'],
    initial: sql`coalesce(w.metadata, '{}')`,
    next: mergedJson(sql`old.metadata`, sql`w.metadata`),
    isLogged: false,
  },
  customerId: person('customer'),
  referrerId: person('referrer'),
} satisfies Record<Written, WrittenColumn>;

/** The columns by their names in SQL. */
export const columnsByName: readonly (readonly [name: string, column: WrittenColumn])[] = Object.entries(
  writtenColumns,
).map(([key, column]) => [table[key as Written].name, column]);

import { type SQL, sql } from 'drizzle-orm';
import type { StoredItem } from '../../shared/applied-discounts.ts';
import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { OrderStatus } from '../../shared/orders/orders.ts';
import { compile, type Statement } from '../database.ts';
import { jsonRows, mergedJson } from '../sql/json-columns.ts';
import { type RefusalCase, reason } from '../sql/refusals.ts';
import { selectWritten } from '../sql/upsert.ts';
import {
  matchedSeq,
  matchFields,
  refuseMismatch,
  type WriteMatch,
  writtenFields,
} from '../sql/write-match.ts';
import { carriedItems, mustCarry } from './carried-lines-store.ts';
import { type OrderRow, orderColumns, selected } from './store.ts';

/** What happens to an order's customer or referrer. */
export type LinkMode = 'keep' | 'detach' | 'link';

/** A redemption, or a stack of them, as its order keeps it, and its rollback; times in milliseconds. */
export interface KeptRedemption {
  at: number;
  stacked?: string[];
  rollback?: { id: string; at: number; stacked?: string[] };
}

/** What was redeemed with an order, by id of the redemption or stack. */
export type OrderRedemptions = Record<string, KeptRedemption>;

/** One order to be written, as the store's SQL reads it from JSON: null is "not given". */
export interface OrderWrite extends WriteMatch {
  newId: string;
  sourceId: string | null;
  status: OrderStatus | null;
  createdAt: number | null;
  sentAmount: number | null;
  initialAmount: number | null;
  discountAmount: number | null;
  items: StoredItem[] | null;
  itemsCount: number | null;
  itemsAmount: number | null;
  itemsDiscountAmount: number | null;
  metadata: Metadata | null;
  /** Of a redemption or rollback, which sets what vouchers have taken off: any other write leaves that on the order. */
  redemptions: OrderRedemptions | null;
  appliedDiscountAmount: number | null;
  itemsAppliedDiscountAmount: number | null;
  customer: LinkMode;
  customerId: string | null;
  customerSourceId: string | null;
  customerNewId: string | null;
  /** Whether the customer is made where there is none of that id. */
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

/** Which order a request means, and on what condition. */
export type OrderMatch = Omit<WriteMatch, 'place'>;

const rows = (...fields: (keyof OrderWrite)[]): SQL => jsonRows('writes', fields);

const target = matchedSeq('orders');

const refusedPerson = (role: 'customer' | 'referrer'): readonly RefusalCase[] => {
  const id = sql.raw(`w.${role}Id`);
  const sourceId = sql.raw(`w.${role}SourceId`);
  const isMade = sql.raw(`w.${role}IsMade`);
  const index = sql`w.place`;
  return [
    [
      sql`${id} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM customers WHERE id = ${id})
        AND (${isMade} IS NULL OR EXISTS (SELECT 1 FROM removed_customers WHERE id = ${id}))`,
      reason('not_found', { type: 'customer', id, index }),
    ],
    [
      sql`${id} IS NOT NULL AND EXISTS (SELECT 1 FROM customers
        WHERE source_id = ${sourceId} AND id <> ${id} OR id = ${id} AND source_id <> ${sourceId})`,
      reason('duplicate_found', {
        type: 'customer',
        id: sourceId,
        details: `${role}.id and ${role}.source_id name two customers.`,
        index,
      }),
    ],
  ];
};

/** Aborts the batch if any of the writes must be refused. */
export const refuseWrites = compile<{ writes: string }>(
  refuseMismatch('orders', 'order', {
    cases: [...refusedPerson('customer'), ...refusedPerson('referrer')],
    reads: [
      ...['customerId', 'customerSourceId', 'customerIsMade'],
      ...['referrerId', 'referrerSourceId', 'referrerIsMade'],
    ],
  }),
);

const link = (role: 'customer' | 'referrer', current: SQL): SQL =>
  sql`CASE ${sql.raw(`w.${role}`)} WHEN 'detach' THEN NULL
    WHEN 'link' THEN coalesce(${sql.raw(`w.${role}Id`)},
      (SELECT id FROM customers WHERE source_id = ${sql.raw(`w.${role}SourceId`)}),
      (SELECT id FROM customers WHERE id = ${current}), ${sql.raw(`w.${role}NewId`)})
    ELSE ${current} END`;
const customerFields = ['customer', 'customerId', 'customerSourceId', 'customerNewId'] as const;
const referrerFields = ['referrer', 'referrerId', 'referrerSourceId', 'referrerNewId'] as const;
const itemsFields = [
  'items',
  'itemsCount',
  'itemsAmount',
  'itemsDiscountAmount',
  'itemsAppliedDiscountAmount',
  'redemptions',
] as const;

interface Assignment {
  /** The fields of the write that it reads. */
  reads: readonly (keyof OrderWrite)[];
  /** The columns that it sets, and their next value beside the present row `old`. */
  sets: Record<string, SQL>;
}

const given = (name: keyof OrderWrite, column: string): Assignment => ({
  reads: [name],
  sets: { [column]: sql.raw(`coalesce(w.${name}, old.${column})`) },
});

/** What the lines become: as given. */
const nextItems = (given: string, column: string): SQL => sql.raw(`coalesce(w.${given}, old.${column})`);

const nextItemsAmount = sql`iif(w.items IS NULL, old.items_amount, w.itemsAmount)`;

/** What each field that a caller may give does to an order that exists. */
const assignments = {
  sourceId: given('sourceId', 'source_id'),
  status: given('status', 'status'),
  createdAt: given('createdAt', 'created_at'),
  sentAmount: {
    reads: ['sentAmount', ...itemsFields],
    // Sending the amount that it has anyway, as a client does that edits what it read, is no change.
    sets: {
      sent_amount: sql`CASE WHEN w.sentAmount = coalesce(${nextItemsAmount}, old.sent_amount, 0) THEN old.sent_amount
        ELSE coalesce(w.sentAmount, old.sent_amount) END`,
    },
  },
  initialAmount: given('initialAmount', 'initial_amount'),
  discountAmount: {
    reads: ['discountAmount', 'redemptions'],
    sets: {
      discount_amount: sql`CASE WHEN w.redemptions IS NOT NULL THEN coalesce(w.discountAmount, old.discount_amount)
        ELSE max(coalesce(w.discountAmount, old.discount_amount), old.applied_discount_amount) END`,
    },
  },
  items: {
    reads: itemsFields,
    sets: {
      items: nextItems('items', 'items'),
      items_count: sql`coalesce(w.itemsCount, old.items_count)`,
      items_amount: nextItemsAmount,
      items_discount_amount: nextItems('itemsDiscountAmount', 'items_discount_amount'),
      // Refused by a trigger (DISCOUNTS_IN_EFFECT): the statement that carries is too large to be prepared for every order.
      items_applied_discount_amount: sql`CASE WHEN ${mustCarry} THEN -1
        ELSE ${nextItems('itemsAppliedDiscountAmount', 'items_applied_discount_amount')} END`,
    },
  },
  redemptions: {
    reads: ['redemptions', 'appliedDiscountAmount'],
    sets: {
      redemptions: sql`coalesce(w.redemptions, old.redemptions)`,
      applied_discount_amount: sql`coalesce(w.appliedDiscountAmount, old.applied_discount_amount)`,
    },
  },
  metadata: {
    reads: ['metadata'],
    sets: { metadata: mergedJson(sql`old.metadata`, sql`w.metadata`) },
  },
  customer: { reads: customerFields, sets: { customer_id: link('customer', sql`old.customer_id`) } },
  referrer: { reads: referrerFields, sets: { referrer_id: link('referrer', sql`old.referrer_id`) } },
} satisfies Record<string, Assignment>;

/** Lines of an order in which vouchers are in effect: they keep what these have taken off. */
const carriedAssignment: Assignment = {
  reads: itemsFields,
  sets: { ...assignments.items.sets, ...carriedItems(assignments.items.sets) },
};

/** What a batch is refused with where an order's new lines must carry what vouchers have taken off the present ones. */
export const DISCOUNTS_IN_EFFECT = 'discounts_in_effect';

/** The fields of a write that change an existing order when they are given. */
export type OrderField = keyof typeof assignments;
export const orderFields = Object.keys(assignments) as OrderField[];

/**
 * How orders are updated. `isAnswered`: the changed ones are returned. `carries`: new lines carry what vouchers have taken off the
 * present ones; without it, it is refused with DISCOUNTS_IN_EFFECT where they should.
 */
export interface UpdateManner {
  isAnswered: boolean;
  carries: boolean;
}

function compileUpdate(fields: readonly OrderField[], { isAnswered, carries }: UpdateManner) {
  const used = fields.map(
    (name): Assignment => (carries && name === 'items' ? carriedAssignment : assignments[name]),
  );
  const reads = used.flatMap((assignment) => assignment.reads);
  const sets = used.flatMap((assignment) => Object.entries<SQL>(assignment.sets));
  const answer = isAnswered ? sql`RETURNING ${selected}` : sql``;
  const names = sets.map(([column]) => sql.identifier(column));
  const values = sets.map(([column, value]) => sql`${value} AS ${sql.identifier(column)}`);
  return compile<{ writes: string }, OrderRow>(sql`${rows(...matchFields, 'at', 'by', ...reads)}
    UPDATE orders SET
      ${sql.join(
        names.map((name) => sql`${name} = next.${name}`),
        sql`, `,
      )},
      version = version + 1, updated_at = next.at, changed_by = next.by
    FROM (SELECT old.seq AS seq, w.at AS at, w.by AS by, ${sql.join(values, sql`, `)}
      FROM w JOIN orders AS old ON old.seq = ${target}) AS next
    WHERE orders.seq = next.seq
      AND (${sql.join(
        names.map((name) => sql`orders.${name} IS NOT next.${name}`),
        sql` OR `,
      )}) ${answer}`);
}

const updates = new Map<string, ReturnType<typeof compileUpdate>>();

/**
 * Applies the given fields to the orders that exist, in one statement that touches a row only where something
 * differs. Only columns of `fields` are set, since setting an indexed column rewrites its index entry.
 */
export function updateOrders(
  writes: string,
  fields: readonly OrderField[],
  manner: UpdateManner,
): Statement<OrderRow> {
  const name = `${fields.join()} ${manner.isAnswered} ${manner.carries}`;
  const update = updates.get(name) ?? compileUpdate(fields, manner);
  updates.set(name, update);
  return update({ writes });
}

const insertion = sql`${rows(...writtenFields, 'status', 'createdAt', 'at', 'by', ...customerFields, ...referrerFields, ...itemsFields, 'sentAmount', 'initialAmount', 'discountAmount', 'metadata', 'appliedDiscountAmount')}
    INSERT INTO orders (id, source_id, status, created_at, changed_by, logged_at, logged_by, logged_status,
      customer_id, referrer_id, items_count, items_amount, sent_amount, initial_amount, discount_amount,
      items_discount_amount, metadata, items, applied_discount_amount, items_applied_discount_amount, redemptions)
    SELECT w.newId, w.sourceId, coalesce(w.status, 'CREATED'), coalesce(w.createdAt, w.at), w.by,
      w.at, w.by, coalesce(w.status, 'CREATED'),
      ${link('customer', sql`NULL`)}, ${link('referrer', sql`NULL`)},
      coalesce(w.itemsCount, 0), w.itemsAmount, w.sentAmount,
      coalesce(w.initialAmount, w.itemsAmount, w.sentAmount, 0),
      coalesce(w.discountAmount, 0), coalesce(w.itemsDiscountAmount, 0),
      coalesce(w.metadata, '{}'), coalesce(w.items, '[]'),
      coalesce(w.appliedDiscountAmount, 0), coalesce(w.itemsAppliedDiscountAmount, 0), w.redemptions
    FROM w WHERE ${target} IS NULL`;

/** Inserts the writes whose order does not exist, and answers them. */
export const insertOrders = compile<{ writes: string }, OrderRow>(sql`${insertion} RETURNING ${selected}`);

/** The same without an answer: reading a long list back costs as much as writing it. */
export const insertOrdersUnread = compile<{ writes: string }>(insertion);

/** The orders that the writes named, in the state after them. */
export const writtenOrders = compile<{ writes: string }, OrderRow>(selectWritten('orders', selected));

/** The state of the one written order as a JSON array: what an idempotency record keeps. */
export const writtenOrderSnapshot: SQL = selectWritten('orders', orderColumns.snapshot);

import { type SQL, sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AsyncActionType } from '../shared/async-actions.ts';
import type { SegmentType } from '../shared/customers/segments.ts';
import type { ExportedObject } from '../shared/exports/exports.ts';
import type { OrderStatus } from '../shared/orders/orders.ts';
import type { RedemptionResult } from '../shared/redemptions/redemptions.ts';
import type { Role } from '../shared/roles.ts';
import type { RedeemableRefusal } from '../shared/voucher-refusals.ts';

/*
 * Times are milliseconds since the epoch, amounts minor currency units. `seq` is the order of insertion.
 * What drizzle-kit cannot say (WITHOUT ROWID, triggers, the `refusals` view) is in the migrations' SQL,
 * and test/worker/migrations.test.ts lists what must exist.
 */

/** A D1 row may hold 2 MB; this leaves room for the columns beside the JSON ones. */
const MAX_ROW_JSON_BYTES = 1_900_000;

/** All validation rules of a voucher, at most 20, are read as one value. */
const MAX_RULE_BYTES = 64_000;

/** `seq` by another name: SQLite walks an index by a row-value cursor only as far as real columns go. */
const position = () => integer().generatedAlwaysAs(sql`seq`, { mode: 'virtual' });

/** Key pairs. Revoked ones stay, so that activity can still name them. `token_hash` is SHA-256 in hex. */
export const keys = sqliteTable(
  'keys',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    appId: text('app_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
  },
  (table) => [uniqueIndex('keys_id').on(table.id), uniqueIndex('keys_app_id').on(table.appId)],
);

/**
 * Kept by triggers: `orders_*` and `last_order_*` over the customer's PAID orders, `all_orders_count` and
 * `referred_orders_count` over all that name them as customer or referrer, `redemptions_*` over the vouchers they used.
 */
export const customers = sqliteTable(
  'customers',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    name: text(),
    email: text(),
    phone: text(),
    birthday: text(),
    birthdate: text(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    changedBy: text('changed_by'),
    ordersCount: integer('orders_count').notNull().default(0),
    ordersTotalAmount: integer('orders_total_amount').notNull().default(0),
    allOrdersCount: integer('all_orders_count').notNull().default(0),
    referredOrdersCount: integer('referred_orders_count').notNull().default(0),
    lastOrderSeq: integer('last_order_seq'),
    lastOrderAt: integer('last_order_at'),
    lastOrderAmount: integer('last_order_amount'),
    description: text(),
    address: text(),
    metadata: text(),
    position: position(),
    redemptionsSucceeded: integer('redemptions_succeeded').notNull().default(0),
    redemptionsFailed: integer('redemptions_failed').notNull().default(0),
    redemptionsRolledBack: integer('redemptions_rolled_back').notNull().default(0),
  },
  (table) => [
    uniqueIndex('customers_id').on(table.id),
    uniqueIndex('customers_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('customers_unnamed').on(table.position).where(sql`source_id is null`),
    index('customers_email')
      .on(table.email, table.updatedAt, table.createdAt, table.position)
      .where(sql`email is not null`),
    index('customers_email_changed')
      .on(table.email, table.createdAt, table.position)
      .where(sql`email is not null and updated_at is not null`),
    index('customers_updated').on(table.updatedAt, table.createdAt, table.position),
    index('customers_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'customer_size',
      sql.raw(
        `coalesce(octet_length(address), 0) + coalesce(octet_length(metadata), 0) <= ${MAX_ROW_JSON_BYTES}`,
      ),
    ),
  ],
);

/**
 * Orders. A new one takes one index entry for each way to list it, `(…, updated_at, created_at)`: never-changed orders
 * stand there together, by created_at. Only a changed one takes a second, `(…, created_at)`, so that lists by
 * created_at merge two walks. `items` is a JSON array of priced lines; `items_amount`, `items_discount_amount` and `items_count`
 * are their sums. The totals are generated from what was stored: see shared/order-totals.ts for the rule.
 * `logged_*` says when, by which key and in which status it was first stored: the event of version 1.
 * `applied_discount_amount` and `items_applied_discount_amount` are what vouchers in effect have taken off, part of the
 * discounts beside them; `redemptions` is a JSON object by id of what was redeemed with the order.
 */
export const orders = sqliteTable(
  'orders',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    status: text().$type<OrderStatus>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    changedBy: text('changed_by'),
    customerId: text('customer_id'),
    referrerId: text('referrer_id'),
    itemsCount: integer('items_count').notNull(),
    itemsAmount: integer('items_amount'),
    sentAmount: integer('sent_amount'),
    initialAmount: integer('initial_amount').notNull(),
    discountAmount: integer('discount_amount').notNull(),
    itemsDiscountAmount: integer('items_discount_amount').notNull(),
    amount: integer().generatedAlwaysAs(sql`coalesce(items_amount, sent_amount, 0)`, { mode: 'virtual' }),
    totalDiscountAmount: integer('total_discount_amount').generatedAlwaysAs(
      sql`min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)`,
      { mode: 'virtual' },
    ),
    totalAmount: integer('total_amount').generatedAlwaysAs(
      sql`coalesce(items_amount, sent_amount, 0) - min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)`,
      { mode: 'virtual' },
    ),
    position: position(),
    metadata: text().notNull(),
    items: text().notNull(),
    loggedAt: integer('logged_at').notNull().default(0),
    loggedBy: text('logged_by'),
    loggedStatus: text('logged_status').$type<OrderStatus>().notNull().default('CREATED'),
    appliedDiscountAmount: integer('applied_discount_amount').notNull().default(0),
    itemsAppliedDiscountAmount: integer('items_applied_discount_amount').notNull().default(0),
    redemptions: text(),
  },
  (table) => [
    uniqueIndex('orders_id').on(table.id),
    uniqueIndex('orders_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('orders_updated').on(table.updatedAt, table.createdAt, table.position),
    index('orders_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    index('orders_status_updated').on(table.status, table.updatedAt, table.createdAt, table.position),
    index('orders_status_changed')
      .on(table.status, table.createdAt, table.position)
      .where(sql`updated_at is not null`),
    index('orders_customer_updated')
      .on(table.customerId, table.updatedAt, table.createdAt, table.position)
      .where(sql`customer_id is not null`),
    index('orders_customer_changed')
      .on(table.customerId, table.createdAt, table.position)
      .where(sql`customer_id is not null and updated_at is not null`),
    index('orders_referrer_updated')
      .on(table.referrerId, table.updatedAt, table.createdAt, table.position)
      .where(sql`referrer_id is not null`),
    index('orders_referrer_changed')
      .on(table.referrerId, table.createdAt, table.position)
      .where(sql`referrer_id is not null and updated_at is not null`),
    check('order_size', sql.raw(`octet_length(items) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
    check('order_status', sql`status in ('CREATED', 'PAID', 'CANCELED', 'FULFILLED')`),
  ],
);

/** One row a version of an order after the first, written by trigger; WITHOUT ROWID, so an order's events lie together. */
export const orderEvents = sqliteTable(
  'order_events',
  {
    orderSeq: integer('order_seq').notNull(),
    version: integer().notNull(),
    type: text().notNull(),
    createdAt: integer('created_at').notNull(),
    keyId: text('key_id'),
    changes: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderSeq, table.version] })],
);

/**
 * What happened to a customer and to its orders, numbered from 1, written by trigger. An order's event is named by order
 * and version; the customer's own has the names of what changed. WITHOUT ROWID.
 */
export const customerEvents = sqliteTable(
  'customer_events',
  {
    customerId: text('customer_id').notNull(),
    number: integer().notNull(),
    type: text().notNull(),
    createdAt: integer('created_at').notNull(),
    keyId: text('key_id'),
    orderSeq: integer('order_seq'),
    orderVersion: integer('order_version'),
    changes: text(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.number] })],
);

/**
 * Customers whose profile is gone while orders, events or kept replies still name them: the sweep's work. Kept replies
 * have been gone through up to (`erase_day`, `erase_key`); both are null when there is nothing to erase. WITHOUT ROWID.
 */
export const removedCustomers = sqliteTable('removed_customers', {
  id: text().primaryKey(),
  removedAt: integer('removed_at').notNull(),
  removedBy: text('removed_by'),
  eraseDay: integer('erase_day'),
  eraseKey: text('erase_key'),
});

/** Products. `price` is in minor units; `attributes` is a JSON array of names. */
export const products = sqliteTable(
  'products',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    name: text(),
    price: integer(),
    imageUrl: text('image_url'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    attributes: text().notNull().default('[]'),
    metadata: text().notNull().default('{}'),
    position: position(),
  },
  (table) => [
    uniqueIndex('products_id').on(table.id),
    uniqueIndex('products_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('products_name').on(sql`name COLLATE NOCASE`).where(sql`name is not null`),
    index('products_updated').on(table.updatedAt, table.createdAt, table.position),
    index('products_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'product_size',
      sql.raw(`octet_length(attributes) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`),
    ),
  ],
);

/** SKUs: a product's variants. `attributes` is a JSON object of the product's attributes' values. */
export const skus = sqliteTable(
  'skus',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    productId: text('product_id').notNull(),
    sku: text(),
    price: integer(),
    currency: text(),
    imageUrl: text('image_url'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    attributes: text().notNull().default('{}'),
    metadata: text().notNull().default('{}'),
    position: position(),
  },
  (table) => [
    uniqueIndex('skus_id').on(table.id),
    uniqueIndex('skus_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('skus_sku').on(sql`sku COLLATE NOCASE`).where(sql`sku is not null`),
    index('skus_product_updated').on(table.productId, table.updatedAt, table.createdAt, table.position),
    index('skus_product_changed')
      .on(table.productId, table.createdAt, table.position)
      .where(sql`updated_at is not null`),
    check('sku_size', sql.raw(`octet_length(attributes) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

/**
 * Vouchers. `discount` is JSON as shared/discounts.ts has it, `validity_days` a JSON array of days of the week, 0 being Sunday.
 * `quantity` NULL is without limit; `redeemed_quantity` is kept by trigger, which also refuses to exceed the quantity,
 * and makes no version. So are `redeemed_amount`, what the voucher takes off in all, and how often it was redeemed on
 * `redeemed_day` (YYYY-MM-DD in UTC), the latest there was, and in that day's month. What was rolled back does not count.
 */
export const vouchers = sqliteTable(
  'vouchers',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    code: text().notNull(),
    category: text(),
    discount: text().notNull(),
    startDate: integer('start_date'),
    expirationDate: integer('expiration_date'),
    validityDays: text('validity_days'),
    active: integer().notNull(),
    quantity: integer(),
    redeemedQuantity: integer('redeemed_quantity').notNull().default(0),
    additionalInfo: text('additional_info'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    metadata: text().notNull().default('{}'),
    position: position(),
    redeemedAmount: integer('redeemed_amount').notNull().default(0),
    redeemedDay: text('redeemed_day').notNull().default(''),
    redeemedInDay: integer('redeemed_in_day').notNull().default(0),
    redeemedInMonth: integer('redeemed_in_month').notNull().default(0),
  },
  (table) => [
    uniqueIndex('vouchers_id').on(table.id),
    uniqueIndex('vouchers_code').on(table.code),
    index('vouchers_updated').on(table.updatedAt, table.createdAt, table.position),
    index('vouchers_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check('voucher_size', sql.raw(`octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

/**
 * Redemptions and rollbacks, also the failed ones; none is changed, but that `rollback_id` and `rolled_back_at` are noted by
 * trigger when it is rolled back. `redemption_id` is what a rollback rolls back. A stack has one row of its own, without
 * a voucher, which `parent_id` of the others names. Amounts are what the voucher, or the whole stack, has taken off.
 */
export const redemptions = sqliteTable(
  'redemptions',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    parentId: text('parent_id'),
    redemptionId: text('redemption_id'),
    voucherId: text('voucher_id'),
    voucherCode: text('voucher_code'),
    orderId: text('order_id'),
    customerId: text('customer_id'),
    trackingId: text('tracking_id'),
    result: text().$type<RedemptionResult>().notNull(),
    failureCode: text('failure_code').$type<RedeemableRefusal>(),
    failureMessage: text('failure_message'),
    reason: text(),
    discountAmount: integer('discount_amount').notNull(),
    itemsDiscountAmount: integer('items_discount_amount').notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    rollbackId: text('rollback_id'),
    rolledBackAt: integer('rolled_back_at'),
    metadata: text(),
    position: position(),
  },
  (table) => [
    uniqueIndex('redemptions_id').on(table.id),
    index('redemptions_created').on(table.createdAt, table.position),
    index('redemptions_parent').on(table.parentId, table.position).where(sql`parent_id is not null`),
    index('redemptions_voucher')
      .on(table.voucherCode, table.createdAt, table.position)
      .where(sql`voucher_code is not null`),
    index('redemptions_order')
      .on(table.orderId, table.createdAt, table.position)
      .where(sql`order_id is not null`),
    index('redemptions_customer')
      .on(table.customerId, table.createdAt, table.position)
      .where(sql`customer_id is not null`),
    index('redemptions_uses')
      .on(table.voucherId, table.customerId)
      .where(
        sql`customer_id is not null and voucher_id is not null and result = 'SUCCESS' and redemption_id is null and rollback_id is null`,
      ),
    check('redemption_size', sql.raw(`coalesce(octet_length(metadata), 0) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

/**
 * Validation rules. `rules` and `applicable_to` are JSON as shared/validation-rules has it, `error` is what a refusal says.
 * `assignments_count` is kept by trigger, and makes no version.
 */
export const validationRules = sqliteTable(
  'validation_rules',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    rules: text().notNull(),
    error: text(),
    applicableTo: text('applicable_to').notNull(),
    type: text().notNull(),
    contextType: text('context_type').notNull(),
    assignmentsCount: integer('assignments_count').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    position: position(),
  },
  (table) => [
    uniqueIndex('validation_rules_id').on(table.id),
    index('validation_rules_name').on(table.name, table.position),
    index('validation_rules_updated').on(table.updatedAt, table.createdAt, table.position),
    index('validation_rules_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'validation_rule_size',
      sql.raw(
        `octet_length(rules) + octet_length(applicable_to) + octet_length(name) + octet_length(coalesce(error, '')) <= ${MAX_RULE_BYTES}`,
      ),
    ),
  ],
);

/** Which vouchers demand which validation rules. A change makes a version of the voucher, by trigger; so whoever redeems looks again. */
export const validationRulesAssignments = sqliteTable(
  'validation_rules_assignments',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    ruleId: text('rule_id').notNull(),
    voucherId: text('voucher_id').notNull(),
    createdAt: integer('created_at').notNull(),
    position: position(),
  },
  (table) => [
    uniqueIndex('validation_rules_assignments_id').on(table.id),
    uniqueIndex('validation_rules_assignments_voucher').on(table.voucherId, table.ruleId),
    index('validation_rules_assignments_rule').on(table.ruleId, table.createdAt, table.position),
    index('validation_rules_assignments_created').on(table.createdAt, table.position),
  ],
);

/** Definitions of custom attributes, one row a resource or nested object; `properties` maps keys to definitions. */
export const metadataSchemas = sqliteTable(
  'metadata_schemas',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    relatedObject: text('related_object').notNull(),
    properties: text().notNull(),
    allowDefinedOnly: integer('allow_defined_only', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
  },
  (table) => [
    uniqueIndex('metadata_schemas_related_object').on(table.relatedObject),
    check('metadata_schema_size', sql.raw(`octet_length(properties) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

/** Exports that were asked for. `mark` is the highest `seq` there was then: what was inserted later is not in the file. */
export const exportsTable = sqliteTable(
  'exports',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    exportedObject: text('exported_object').$type<ExportedObject>().notNull(),
    parameters: text().notNull(),
    mark: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [uniqueIndex('exports_id').on(table.id)],
);

/**
 * Work that was asked for and is done by the queue, chunk after chunk. `accepted_at` is null while its payload is still being
 * received. (`chunk`, `chunk_row`) is the next row to be applied: whatever is applied moves it in the same batch, so that
 * nothing is applied twice. `processed` counts the rows before it; those that were neither created, updated nor failed were
 * unchanged. `swept_at` says when its chunks and failures were removed.
 */
export const asyncActions = sqliteTable(
  'async_actions',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    type: text().$type<AsyncActionType>().notNull(),
    requestId: text('request_id').notNull(),
    format: text().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    acceptedAt: integer('accepted_at'),
    bytes: integer().notNull().default(0),
    rows: integer().notNull().default(0),
    chunks: integer().notNull().default(0),
    chunk: integer().notNull().default(0),
    chunkRow: integer('chunk_row').notNull().default(0),
    processed: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    failedChunks: integer('failed_chunks').notNull().default(0),
    updatedAt: integer('updated_at'),
    finishedAt: integer('finished_at'),
    sweptAt: integer('swept_at'),
  },
  (table) => [
    uniqueIndex('async_actions_id').on(table.id),
    index('async_actions_kept').on(table.finishedAt).where(sql`swept_at is null`),
  ],
);

/** What an action was sent, cut: `payload` is a JSON array of rows, `first_line` the line of its first. WITHOUT ROWID. */
export const actionChunks = sqliteTable(
  'action_chunks',
  {
    actionId: text('action_id').notNull(),
    number: integer().notNull(),
    firstLine: integer('first_line').notNull(),
    rows: integer().notNull(),
    payload: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.actionId, table.number] })],
);

/** Rows that could not be applied: `row` is the JSON as it was sent, `text` what was no JSON object. WITHOUT ROWID. */
export const actionFailures = sqliteTable(
  'action_failures',
  {
    actionId: text('action_id').notNull(),
    line: integer().notNull(),
    key: text().notNull(),
    sourceId: text('source_id'),
    errors: text().notNull(),
    row: text(),
    text: text(),
  },
  (table) => [primaryKey({ columns: [table.actionId, table.line] })],
);

/**
 * Segments of customers. Of a filter both are kept: the expression as it was sent, and `conditions` as
 * sql/stored-filters.ts reads them; a static list has neither.
 */
export const segments = sqliteTable(
  'segments',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    type: text().$type<SegmentType>().notNull(),
    createdAt: integer('created_at').notNull(),
    filter: text(),
    conditions: text(),
  },
  (table) => [uniqueIndex('segments_id').on(table.id)],
);

/** Who is in a static segment; triggers clear it when the segment or the customer goes. WITHOUT ROWID. */
export const segmentCustomers = sqliteTable(
  'segment_customers',
  {
    segmentSeq: integer('segment_seq').notNull(),
    customerSeq: integer('customer_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.segmentSeq, table.customerSeq] })],
);

/** How many rows a table has, kept by triggers, for the totals of lists. WITHOUT ROWID. */
export const tableCounts = sqliteTable('table_counts', {
  name: text().primaryKey(),
  total: integer().notNull(),
});

/** One row: how many orders have each status, kept by trigger, so that totals need no counting. */
export const orderCounts = sqliteTable('order_counts', {
  id: integer().primaryKey(),
  created: integer().notNull(),
  paid: integer().notNull(),
  canceled: integer().notNull(),
  fulfilled: integer().notNull(),
});

/**
 * Replies kept for repeated idempotency keys. `day` (days since the epoch) leads the primary key, so that
 * expiry is a range and needs no index of its own. `reply` is the row's state at that moment. WITHOUT ROWID.
 */
export const idempotencyRecords = sqliteTable(
  'idempotency_records',
  {
    day: integer().notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    createdAt: integer('created_at').notNull(),
    reply: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.key] }),
    check('reply_size', sql.raw(`octet_length(reply) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

/**
 * The name of the view whose INSTEAD OF trigger aborts a batch: inserting a reason into it raises that
 * reason as the error. It is how a write refuses inside its own round trip.
 */
export const REFUSALS: SQL = sql.raw('refusals');

import { type SQL, sql } from 'drizzle-orm';
import type { CustomerColumn } from '../../shared/exports/export-columns.ts';
import type { CustomerExportParameters } from '../../shared/exports/exports.ts';
import { type Exporter, highestSeq, toExportPart } from '../lists/export-statements.ts';
import { type Column, keyOf, money, plain, row, text, time, wholeJson } from '../sql/csv.ts';
import { averageAmount, customerList } from './list-store.ts';

const of = (column: string): SQL => sql.raw(`customers.${column}`);
const address = (field: string): Column => text(sql.raw(`(customers.address ->> '$.${field}')`));
/** What Docket does not keep is 0, as in the API. */
const none = plain(sql`0`);

const columns: Record<CustomerColumn, Column> = {
  id: plain(of('id')),
  source_id: text(of('source_id')),
  name: text(of('name')),
  email: text(of('email')),
  phone: text(of('phone')),
  description: text(of('description')),
  birthday: plain(of('birthday')),
  birthdate: plain(of('birthdate')),
  address_city: address('city'),
  address_state: address('state'),
  address_line_1: address('line_1'),
  address_line_2: address('line_2'),
  address_country: address('country'),
  address_postal_code: address('postal_code'),
  redemptions_total_redeemed: plain(
    sql`(customers.redemptions_succeeded - customers.redemptions_rolled_back)`,
  ),
  redemptions_total_failed: plain(of('redemptions_failed')),
  redemptions_total_succeeded: plain(of('redemptions_succeeded')),
  redemptions_total_rolled_back: plain(of('redemptions_rolled_back')),
  redemptions_total_rollback_failed: none,
  redemptions_total_rollback_succeeded: plain(of('redemptions_rolled_back')),
  orders_total_amount: money(of('orders_total_amount')),
  orders_total_count: plain(of('orders_count')),
  orders_average_amount: money(averageAmount),
  orders_last_order_amount: money(sql`coalesce(customers.last_order_amount, 0)`),
  orders_last_order_date: time(of('last_order_at')),
  loyalty_points: none,
  loyalty_referred_customers: none,
  created_at: time(of('created_at')),
  updated_at: time(of('updated_at')),
  metadata: wholeJson(of('metadata')),
};

const columnOf = (name: string): Column =>
  columns[name as CustomerColumn] ?? keyOf(of('metadata'), name.slice('metadata.'.length));

export const customerExporter: Exporter<CustomerExportParameters> = {
  mark: highestSeq('customers'),
  parts: ({ order, fields, filters }, moment, format) => {
    const cells = fields.map((name) => columnOf(name)(format));
    const texts = cells.map((cell) => cell.text);
    const line = row(texts, format);
    const selection = { order, filters: filters ? [filters] : [], now: moment.at };
    // After the newest customer is deleted the next one gets its seq.
    const conditions = [sql`+customers.created_at <= ${moment.at}`];
    const source = {
      text: line,
      lines: sql`1`,
      piece: line,
      cells,
      join: sql``,
      conditions,
    };
    return [toExportPart(customerList, selection, moment, source)];
  },
};

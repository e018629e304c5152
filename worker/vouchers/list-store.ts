import { type SQL, sql } from 'drizzle-orm';
import type { FilterColumn } from '../lists/filters.ts';
import { activeFilters, keptTotal, ListQueries, type Selection, type Total } from '../lists/listing.ts';
import { timeSorts } from '../lists/pagination.ts';
import { type VoucherRow, voucherColumns } from './store.ts';

const of = (column: string): FilterColumn => ({ column: sql.raw(`vouchers.${column}`) });
const ofDiscount = (field: string): FilterColumn => ({
  column: sql.raw(`(vouchers.discount ->> '$.${field}')`),
});
const itself = (value: SQL): SQL => value;

/** The fields of shared/voucher-lists.ts in SQL. */
const columns: Record<string, FilterColumn> = {
  code: { ...of('code'), anchor: { column: sql`vouchers.code`, value: itself } },
  category: of('category'),
  active: { column: sql`iif(vouchers.active, 'true', 'false')` },
  'discount.type': ofDiscount('type'),
  'discount.amount_off': ofDiscount('amount_off'),
  'discount.percent_off': ofDiscount('percent_off'),
  'redemption.quantity': of('quantity'),
  'redemption.redeemed_quantity': of('redeemed_quantity'),
  start_date: of('start_date'),
  expiration_date: of('expiration_date'),
  created_at: { ...of('created_at'), rangeOf: 'created_at' },
  updated_at: { ...of('updated_at'), rangeOf: 'updated_at' },
};

const queries = new ListQueries<VoucherRow>(
  {
    table: sql`vouchers`,
    select: voucherColumns.selected,
    sorts: {
      ...timeSorts('vouchers'),
      code: { combine: 'sequence', parts: [{ where: sql`1`, keys: ['code'] }] },
    },
  },
  columns,
);
export const voucherExists = queries.exists;
export const vouchersPage = queries.page.bind(queries);

/** The total of a selection: kept where it is of all, else counted up to the cap. */
export function vouchersTotal(selection: Selection): Total {
  if (activeFilters(selection).length > 0) return queries.count(selection);
  return keptTotal(sql`SELECT total FROM table_counts WHERE name = 'vouchers'`);
}

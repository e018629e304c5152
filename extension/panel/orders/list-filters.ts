import { effect, signal } from '@preact/signals';
import * as z from 'zod';
import { SortOrder } from '../../../shared/lists.ts';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import { readStored, writeStored } from '../../browser.ts';
import { readAmount } from '../../money-text.ts';
import type { TextName } from '../../text.ts';

const KEY = 'order-filters';

export const attributeOperators = ['$is', '$contains', '$more_than', '$less_than', '$has_value'] as const;

/** What the operators of attributes are called. */
export const attributeOperatorNames = {
  $is: 'operator_is',
  $contains: 'operator_contains',
  $more_than: 'operator_more',
  $less_than: 'operator_less',
  $has_value: 'operator_any',
} as const satisfies Record<(typeof attributeOperators)[number], TextName>;

/** What the list of orders shows, as it was typed and chosen. */
export const OrderFilters = z.object({
  q: z.string(),
  status: OrderStatus.nullable(),
  /** Days in the user's zone, as 2026-01-31; both are included. */
  from: z.string(),
  to: z.string(),
  customer: z.object({ id: z.string(), label: z.string() }).nullable(),
  /** Of the amount after discounts, as typed. */
  least: z.string(),
  most: z.string(),
  attribute: z.object({ key: z.string(), operator: z.enum(attributeOperators), value: z.string() }),
  order: SortOrder,
});
export type OrderFilters = z.infer<typeof OrderFilters>;

export const noFilters: OrderFilters = {
  q: '',
  status: null,
  from: '',
  to: '',
  customer: null,
  least: '',
  most: '',
  attribute: { key: '', operator: '$is', value: '' },
  order: '-created_at',
};

export const filters = signal<OrderFilters>(noFilters);

export function setFilters(change: Partial<OrderFilters>): void {
  filters.value = { ...filters.peek(), ...change };
}

/** Begins with the filters of when the panel was last closed. */
export async function beginFilters(): Promise<void> {
  filters.value = OrderFilters.safeParse(await readStored('session', KEY)).data ?? noFilters;
  effect(() => void writeStored('session', KEY, filters.value));
}

type Conditions = Record<string, string | number | boolean>;

/** A filter expression as the API takes it. */
export type FilterExpression = Record<string, { conditions: Conditions }>;

const midnight = (day: string, days = 0): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + days).getTime();
};

/** While a year is being typed the browser says 0002, 0020 and so on, and lets more than four digits through. */
const isDay = (day: string): boolean => /^[1-9]\d{3}-\d\d-\d\d$/.test(day);

function dateConditions({ from, to }: OrderFilters): Conditions {
  return {
    ...(isDay(from) && { $after: new Date(midnight(from) - 1).toISOString() }),
    ...(isDay(to) && { $before: new Date(midnight(to, 1)).toISOString() }),
  };
}

function amountConditions({ least, most }: OrderFilters, currency: string): Conditions {
  const [from, to] = [readAmount(least, currency), readAmount(most, currency)];
  return {
    ...('amount' in from && { $more_than_equal: from.amount }),
    ...('amount' in to && { $less_than_equal: to.amount }),
  };
}

function attributeConditions({ attribute: { key, operator, value } }: OrderFilters): Conditions {
  if (key.trim() === '') return {};
  if (operator === '$has_value') return { $has_value: true };
  const isNumber = operator === '$more_than' || operator === '$less_than';
  if (value.trim() === '' || (isNumber && !/^-?\d+(\.\d+)?$/.test(value.trim()))) return {};
  return { [operator]: value.trim() };
}

/** The filters as the API's lists and exports take them; `q` is not one. What is not a value yet filters nothing. */
export function toExpression(chosen: OrderFilters, currency: string): FilterExpression {
  const fields: [string, Conditions][] = [
    ['status', chosen.status ? { $is: chosen.status } : {}],
    ['customer_id', chosen.customer ? { $is: chosen.customer.id } : {}],
    ['created_at', dateConditions(chosen)],
    ['total_amount', amountConditions(chosen, currency)],
    [`metadata.${chosen.attribute.key.trim()}`, attributeConditions(chosen)],
  ];
  return Object.fromEntries(
    fields.flatMap(([field, conditions]) =>
      Object.keys(conditions).length > 0 ? [[field, { conditions }]] : [],
    ),
  );
}

/** The expression as query parameters. */
export const toParameters = (expression: FilterExpression): [string, string][] =>
  Object.entries(expression).flatMap(([field, { conditions }]) =>
    Object.entries(conditions).map(([operator, value]): [string, string] => [
      `filters[${field}][conditions][${operator}][0]`,
      String(value),
    ]),
  );

/** How many filters are set in the sheet, beside search and status, which show what they are. */
export const countFilters = (chosen: OrderFilters, currency: string): number =>
  Object.keys(toExpression({ ...chosen, status: null }, currency)).length;

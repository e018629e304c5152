import type { Rule } from './rule.ts';
import { customerMetadata } from './rules/customer-metadata.ts';
import { customerSegment } from './rules/customer-segment.ts';
import { orderAmount } from './rules/order-amount.ts';
import { orderInitialAmount } from './rules/order-initial-amount.ts';
import { orderItemsAggregatedAmount } from './rules/order-items-aggregated-amount.ts';
import { orderItemsAggregatedQuantity } from './rules/order-items-aggregated-quantity.ts';
import { orderItemsAny } from './rules/order-items-any.ts';
import { orderItemsCheapest } from './rules/order-items-cheapest.ts';
import { orderItemsCount } from './rules/order-items-count.ts';
import { orderItemsEvery } from './rules/order-items-every.ts';
import { orderItemsMetadata } from './rules/order-items-metadata.ts';
import { orderItemsMostExpensive } from './rules/order-items-most-expensive.ts';
import { orderItemsNone } from './rules/order-items-none.ts';
import { orderItemsPrice } from './rules/order-items-price.ts';
import { orderItemsPriceAny } from './rules/order-items-price-any.ts';
import { orderItemsPriceEach } from './rules/order-items-price-each.ts';
import { orderItemsQuantity } from './rules/order-items-quantity.ts';
import { orderMetadata } from './rules/order-metadata.ts';
import { orderTotalAmount } from './rules/order-total-amount.ts';
import { redemptionCountDaily } from './rules/redemption-count-daily.ts';
import { redemptionCountMonthly } from './rules/redemption-count-monthly.ts';
import { redemptionCountPerCustomer } from './rules/redemption-count-per-customer.ts';
import { redemptionCountTotal } from './rules/redemption-count-total.ts';
import { redemptionDate } from './rules/redemption-date.ts';
import { redemptionDayOfWeek } from './rules/redemption-day-of-week.ts';
import { redemptionHours } from './rules/redemption-hours.ts';
import { redemptionMetadata } from './rules/redemption-metadata.ts';
import { redemptionTotalDiscountAmount } from './rules/redemption-total-discount-amount.ts';

/** Every rule there is. One more is a file in rules/ and a line here. */
export const allRules: readonly Rule[] = [
  orderAmount,
  orderInitialAmount,
  orderTotalAmount,
  orderItemsCount,
  orderItemsPriceAny,
  orderItemsPriceEach,
  orderItemsAny,
  orderItemsEvery,
  orderItemsNone,
  orderItemsCheapest,
  orderItemsMostExpensive,
  orderItemsQuantity,
  orderItemsPrice,
  orderItemsAggregatedQuantity,
  orderItemsAggregatedAmount,
  orderMetadata,
  orderItemsMetadata,
  customerMetadata,
  redemptionMetadata,
  customerSegment,
  redemptionCountTotal,
  redemptionCountDaily,
  redemptionCountMonthly,
  redemptionCountPerCustomer,
  redemptionTotalDiscountAmount,
  redemptionDate,
  redemptionDayOfWeek,
  redemptionHours,
];

const byName = new Map(allRules.map((one) => [one.name, one]));

export const ruleOf = (name: string): Rule | undefined => byName.get(name);

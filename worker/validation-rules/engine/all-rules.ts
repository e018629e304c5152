import type { Rule } from './conditions/rule.ts';
import { customerMetadata } from './rules/customers/customer-metadata.ts';
import { customerSegment } from './rules/customers/customer-segment.ts';
import { orderItemsAggregatedAmount } from './rules/order-items/order-items-aggregated-amount.ts';
import { orderItemsAggregatedQuantity } from './rules/order-items/order-items-aggregated-quantity.ts';
import { orderItemsAny } from './rules/order-items/order-items-any.ts';
import { orderItemsCheapest } from './rules/order-items/order-items-cheapest.ts';
import { orderItemsCount } from './rules/order-items/order-items-count.ts';
import { orderItemsEvery } from './rules/order-items/order-items-every.ts';
import { orderItemsMetadata } from './rules/order-items/order-items-metadata.ts';
import { orderItemsMostExpensive } from './rules/order-items/order-items-most-expensive.ts';
import { orderItemsNone } from './rules/order-items/order-items-none.ts';
import { orderItemsPrice } from './rules/order-items/order-items-price.ts';
import { orderItemsPriceAny } from './rules/order-items/order-items-price-any.ts';
import { orderItemsPriceEach } from './rules/order-items/order-items-price-each.ts';
import { orderItemsQuantity } from './rules/order-items/order-items-quantity.ts';
import { orderAmount } from './rules/orders/order-amount.ts';
import { orderInitialAmount } from './rules/orders/order-initial-amount.ts';
import { orderMetadata } from './rules/orders/order-metadata.ts';
import { orderTotalAmount } from './rules/orders/order-total-amount.ts';
import { redemptionCountDaily } from './rules/redemptions/redemption-count-daily.ts';
import { redemptionCountMonthly } from './rules/redemptions/redemption-count-monthly.ts';
import { redemptionCountPerCustomer } from './rules/redemptions/redemption-count-per-customer.ts';
import { redemptionCountTotal } from './rules/redemptions/redemption-count-total.ts';
import { redemptionDate } from './rules/redemptions/redemption-date.ts';
import { redemptionDayOfWeek } from './rules/redemptions/redemption-day-of-week.ts';
import { redemptionHours } from './rules/redemptions/redemption-hours.ts';
import { redemptionMetadata } from './rules/redemptions/redemption-metadata.ts';
import { redemptionTotalDiscountAmount } from './rules/redemptions/redemption-total-discount-amount.ts';

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

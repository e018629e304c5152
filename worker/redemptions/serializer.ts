import { totalOff } from '../../shared/orders/order-totals.ts';
import type { Order } from '../../shared/orders/orders.ts';
import type {
  AnyRedemption,
  RedeemedStack,
  Redemption,
  RedemptionRollback,
  RolledBackStack,
} from '../../shared/redemptions/redemptions.ts';
import type { OrderAmounts } from '../../shared/redemptions/validations.ts';
import { formatTimestamp } from '../../shared/times.ts';
import { toAmounts, toOrder, toOrderOf, toReference } from '../orders/serializer.ts';
import { toVoucher } from '../vouchers/serializer.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { type ListedRedemption, listedOrder } from './list-store.ts';
import type { Redeemed } from './redeemed.ts';
import type { RedemptionRow } from './store.ts';

/** The resources that a redemption is shown with. */
interface Surroundings {
  order: Order | OrderAmounts | null;
  /** Undefined where it was deleted, or is not shown in full. */
  voucher: VoucherRow | undefined;
  /** Of a stack: the redemptions in it. */
  stacked?: readonly RedemptionRow[] | undefined;
}

function toShown(row: RedemptionRow, { order, voucher }: Surroundings) {
  const { voucherCode: code, customerId, customer } = row;
  return {
    id: row.id,
    date: formatTimestamp(row.createdAt),
    customer_id: customer === null ? null : customerId,
    tracking_id: row.trackingId,
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
    order,
    channel: { channel_id: row.appId ?? '', channel_type: 'API' as const },
    customer: customer === null || customerId === null ? null : toReference(customerId, customer),
    related_object_type: code === null ? ('redemption' as const) : ('voucher' as const),
    related_object_id: code === null ? (row.redemptionId ?? row.id) : (row.voucherId ?? code),
    ...(code !== null && {
      voucher: voucher ? toVoucher(voucher) : { id: row.voucherId, object: 'voucher' as const, code },
    }),
  };
}

function relatedOf({ rollbackId, rolledBackAt }: RedemptionRow, { stacked }: Surroundings) {
  if (rollbackId === null && !stacked?.length) return undefined;
  return {
    ...(rollbackId !== null && {
      rollbacks: [
        {
          id: rollbackId,
          date: formatTimestamp(rolledBackAt ?? 0),
          rollback_order_mode: 'WITH_ORDER' as const,
        },
      ],
    }),
    ...(stacked?.length && {
      redemptions: stacked.map(({ id, createdAt }) => ({ id, date: formatTimestamp(createdAt) })),
    }),
  };
}

function toRedemption(row: RedemptionRow, surroundings: Surroundings): Redemption {
  const related = relatedOf(row, surroundings);
  return {
    ...toShown(row, surroundings),
    object: 'redemption',
    redemption: row.parentId,
    result: row.result,
    status: row.result === 'FAILURE' ? 'FAILED' : row.rollbackId === null ? 'SUCCEEDED' : 'ROLLED_BACK',
    ...(row.failureCode !== null && { failure_code: row.failureCode }),
    ...(row.failureMessage !== null && { failure_message: row.failureMessage }),
    ...(related && { related_redemptions: related }),
  };
}

const toRollback = (row: RedemptionRow, surroundings: Surroundings): RedemptionRollback => ({
  ...toShown(row, surroundings),
  object: 'redemption_rollback',
  redemption: row.redemptionId ?? '',
  ...(row.reason !== null && { reason: row.reason }),
  result: 'SUCCESS',
  status: 'SUCCEEDED',
});

/** A redemption or a rollback, with its order in full. */
export function toAnyRedemption(
  row: RedemptionRow,
  { order, voucher, stacked = [] }: { order: Redeemed['order'] } & Omit<Surroundings, 'order'>,
): AnyRedemption {
  const ids = [row.id, ...stacked.map(({ id }) => id)];
  const shown = order && toOrderOf(order, { ...row, redemptions: ids });
  const surroundings = { order: shown, voucher, stacked };
  return row.redemptionId === null ? toRedemption(row, surroundings) : toRollback(row, surroundings);
}

/** The amounts of a listed order, `applied_*` those of the redemption. */
function toListedOrder({
  order,
  discountAmount,
  itemsDiscountAmount,
}: ListedRedemption): OrderAmounts | null {
  if (order === null) return null;
  const row = listedOrder.read(order);
  return {
    id: row.id,
    object: 'order',
    source_id: row.sourceId,
    status: row.status,
    amount: row.amount,
    initial_amount: row.initialAmount,
    discount_amount: row.discountAmount,
    items_discount_amount: row.itemsDiscountAmount,
    total_discount_amount: row.totalDiscountAmount,
    total_amount: row.totalAmount,
    applied_discount_amount: discountAmount,
    items_applied_discount_amount: itemsDiscountAmount,
    total_applied_discount_amount: totalOff(row.amount, discountAmount, itemsDiscountAmount),
  };
}

/** A redemption or a rollback as a list has it: of the order the amounts, of the voucher its code. */
export function toListedRedemption(row: ListedRedemption): AnyRedemption {
  const surroundings = { order: toListedOrder(row), voucher: undefined };
  return row.redemptionId === null ? toRedemption(row, surroundings) : toRollback(row, surroundings);
}

const voucherOf = ({ voucherId }: RedemptionRow, { vouchers }: Redeemed): VoucherRow | undefined =>
  vouchers.find(({ id }) => id === voucherId);

/** Of one redemption or rollback: it, with its order in full. */
export function toSingle(redeemed: Redeemed): AnyRedemption {
  const [row, ...stacked] = redeemed.rows as [RedemptionRow, ...RedemptionRow[]];
  return toAnyRedemption(row, { order: redeemed.order, voucher: voucherOf(row, redeemed), stacked });
}

/** Of one in a stack: it, with its order's amounts, and lines. */
function toMember(row: RedemptionRow, redeemed: Redeemed, stacked: readonly RedemptionRow[] = []) {
  const ids = [row.redemptionId ?? row.id, ...stacked.map(({ redemptionId, id }) => redemptionId ?? id)];
  const order = redeemed.order && toAmounts(toOrderOf(redeemed.order, { ...row, redemptions: ids }));
  return { order, voucher: voucherOf(row, redeemed), stacked };
}

/** Shows the redemption of a stack. */
export function toRedeemedStack(redeemed: Redeemed): RedeemedStack {
  const [top, ...stacked] = redeemed.rows as [RedemptionRow, ...RedemptionRow[]];
  const members = stacked.length > 0 ? stacked : [top];
  return {
    redemptions: members.map((row) => toRedemption(row, toMember(row, redeemed))),
    ...(stacked.length > 0 && { parent_redemption: toRedemption(top, toMember(top, redeemed, stacked)) }),
    ...(redeemed.order && { order: toOrder(redeemed.order) }),
    inapplicable_redeemables: [],
    skipped_redeemables: [],
  };
}

/** Shows the rollback of a stack, or of a single redemption. */
export function toRolledBackStack(redeemed: Redeemed): RolledBackStack {
  const [top, ...stacked] = redeemed.rows as [RedemptionRow, ...RedemptionRow[]];
  const rollback = (row: RedemptionRow) => toRollback(row, toMember(row, redeemed));
  return {
    rollbacks: top.voucherCode === null ? stacked.map(rollback) : [rollback(top)],
    ...(top.voucherCode === null && { parent_rollback: rollback(top) }),
    ...(redeemed.order && { order: toOrder(redeemed.order) }),
  };
}

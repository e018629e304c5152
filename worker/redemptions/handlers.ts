import { orderOf, type RedeemStack, type RedeemVoucher } from '../../shared/redemptions/redeemables.ts';
import type {
  ListRedemptionsQuery,
  RedemptionList,
  VoucherRedemptions,
  VoucherRedemptionsQuery,
} from '../../shared/redemptions/redemption-lists.ts';
import type { RollBack, RollBackQuery } from '../../shared/redemptions/redemptions.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { json } from '../http/response.ts';
import { readIdempotency, writeOnce } from '../idempotency/write-once.ts';
import { readList } from '../lists/read-list.ts';
import { requireOverrideScope } from '../orders/lines/override-scope.ts';
import { orderOfRedemption } from '../orders/stores/store.ts';
import { ofVoucher } from '../vouchers/no-voucher.ts';
import { toVoucher } from '../vouchers/serializer.ts';
import { voucherByCode, voucherOfRedemption } from '../vouchers/store.ts';
import { redemptionList } from './list-store.ts';
import { redeem } from './redeem.ts';
import { type Redeemed, replayRedeemed } from './redeemed.ts';
import { rollBack } from './roll-back.ts';
import {
  toAnyRedemption,
  toListedRedemption,
  toRedeemedStack,
  toRolledBackStack,
  toSingle,
} from './serializer.ts';
import { redemptionById, redemptionsOfStack } from './store.ts';

async function redeemOnce(
  context: Context<unknown, RedeemStack | RedeemVoucher>,
  named: { names: readonly string[]; isStack: boolean; trackingId: string | undefined },
): Promise<{ row: Redeemed; replayed: boolean }> {
  const { request, target, query, body, caller, database } = context;
  requireOverrideScope(caller, body.order?.items);
  const at = Date.now();
  const trackingId = named.trackingId ?? body.tracking_id ?? null;
  const asked = { query, body };
  const idempotency = await readIdempotency(request, { appId: caller.appId, target, body: asked, at });
  const { customer, metadata } = body;
  const redemption = { ...named, trackingId, order: orderOf(body), customer, metadata, at, by: caller.keyId };
  return writeOnce(database, idempotency, {
    write: () => redeem(database, redemption, idempotency),
    replay: (reply) => replayRedeemed(database, reply),
  });
}

/** Redeems a stack of vouchers, all of it or nothing. */
export async function redeemStack(context: Context<unknown, RedeemStack>): Promise<Response> {
  const { redeemables } = context.body;
  const names = redeemables.map(({ id }) => id);
  const { row, replayed } = await redeemOnce(context, { names, isStack: true, trackingId: undefined });
  return json(toRedeemedStack(row), { replayed });
}

/** Redeems one voucher by itself. */
export async function redeemVoucher(
  context: Context<{ tracking_id?: string | undefined }, RedeemVoucher>,
): Promise<Response> {
  const { code = '' } = context.params;
  const { tracking_id: trackingId } = context.query;
  const { row, replayed } = await redeemOnce(context, { names: [code], isStack: false, trackingId });
  return json(toSingle(row), { replayed });
}

const rollBackWith =
  (toReply: (rolledBack: Redeemed) => unknown) =>
  async (context: Context<RollBackQuery, RollBack>): Promise<Response> => {
    const { request, target, params, query, body, caller, database } = context;
    const at = Date.now();
    const asked = { query, body };
    const idempotency = await readIdempotency(request, { appId: caller.appId, target, body: asked, at });
    const rollback = {
      id: params.redemptionId ?? '',
      reason: query.reason ?? body.reason ?? null,
      trackingId: query.tracking_id ?? body.tracking_id ?? null,
      metadata: body.metadata ?? null,
      status: body.order?.status ?? null,
      at,
      by: caller.keyId,
    };
    const { row, replayed } = await writeOnce(database, idempotency, {
      write: () => rollBack(database, rollback, idempotency),
      replay: (reply) => replayRedeemed(database, reply),
    });
    return json(toReply(row), { replayed });
  };

/** Rolls a redemption back, of a stack all in it, and answers its rollback. */
export const rollBackRedemption = rollBackWith(toSingle);

/** Rolls a redemption back, of a stack all in it, and answers every rollback. */
export const rollBackStack = rollBackWith(toRolledBackStack);

export async function getRedemption({ params, database }: Context): Promise<Response> {
  const { redemptionId: id = '' } = params;
  const { redemption, stacked, order, voucher } = await database.batch({
    redemption: redemptionById({ id }),
    stacked: redemptionsOfStack({ id }),
    order: orderOfRedemption({ id }),
    voucher: voucherOfRedemption({ id }),
  });
  if (!redemption[0]) throw notFound('redemption', id);
  return json(toAnyRedemption(redemption[0], { order: order[0] ?? null, voucher: voucher[0], stacked }));
}

/** Lists redemptions, failed ones, and rollbacks. */
export async function getRedemptions({ database, query }: Context<ListRedemptionsQuery>): Promise<Response> {
  const { items, paging } = await readList(database, query, redemptionList);
  const reply: RedemptionList = {
    ...paging,
    data_ref: 'redemptions',
    redemptions: items.map(toListedRedemption),
  };
  return json(reply);
}

/** Lists the redemptions of one voucher, with how often it is and may be redeemed. */
export async function getVoucherRedemptions(context: Context<VoucherRedemptionsQuery>): Promise<Response> {
  const { database, params, query } = context;
  const { code = '' } = params;
  const voucher = await ofVoucher(database, code, () => database.first(voucherByCode({ code })));
  const { items, paging } = await readList(database, { ...query, voucher }, redemptionList);
  const { quantity, redeemed_quantity, url } = toVoucher(voucher).redemption;
  const reply: VoucherRedemptions = {
    ...paging,
    data_ref: 'redemption_entries',
    quantity,
    redeemed_quantity,
    url,
    redemption_entries: items.map(toListedRedemption),
  };
  return json(reply);
}

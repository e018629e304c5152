import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../../shared/limits.ts';
import { RedeemStack, RedeemVoucher } from '../../shared/redemptions/redeemables.ts';
import {
  ListRedemptionsQuery,
  RedemptionList,
  VoucherRedemptions,
  VoucherRedemptionsQuery,
} from '../../shared/redemptions/redemption-lists.ts';
import {
  AnyRedemption,
  RedeemedStack,
  Redemption,
  RedemptionRollback,
  RollBack,
  RollBackQuery,
  RolledBackStack,
} from '../../shared/redemptions/redemptions.ts';
import { type Route, route } from '../http/route.ts';
import {
  getRedemption,
  getRedemptions,
  getVoucherRedemptions,
  redeemStack,
  redeemVoucher,
  rollBackRedemption,
  rollBackStack,
} from './handlers.ts';

const tag = 'Redemptions';
const params = z.object({ redemptionId: z.string() });
const voucherParams = z.object({ code: z.string().meta({ description: 'The id, or else the code.' }) });

export const redemptionRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/redemptions',
    summary: 'Redeem a stack of vouchers with an order: all of it or nothing',
    tag,
    scope: 'redemptions:write',
    headers: ['Idempotency-Key'],
    body: RedeemStack,
    reply: RedeemedStack,
    handler: redeemStack,
  }),
  route({
    method: 'GET',
    path: '/v1/redemptions',
    summary: 'List redemptions, failed ones, and rollbacks',
    tag,
    scope: 'redemptions:read',
    query: ListRedemptionsQuery,
    reply: RedemptionList,
    handler: getRedemptions,
  }),
  route({
    method: 'GET',
    path: '/v1/redemptions/:redemptionId',
    summary: 'Get a redemption, or a rollback',
    tag,
    scope: 'redemptions:read',
    params,
    reply: AnyRedemption,
    handler: getRedemption,
  }),
  route({
    method: 'POST',
    path: '/v1/vouchers/:code/redemption',
    summary: 'Redeem a voucher with an order',
    tag,
    scope: 'redemptions:write',
    headers: ['Idempotency-Key'],
    params: voucherParams,
    query: z.strictObject({ tracking_id: z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional() }),
    body: RedeemVoucher,
    bodyMayBeMissing: true,
    reply: Redemption,
    handler: redeemVoucher,
  }),
  route({
    method: 'GET',
    path: '/v1/vouchers/:code/redemption',
    summary: 'List what was done with a voucher, newest first',
    tag,
    scope: 'redemptions:read',
    params: voucherParams,
    query: VoucherRedemptionsQuery,
    reply: VoucherRedemptions,
    handler: getVoucherRedemptions,
  }),
  route({
    method: 'POST',
    path: '/v1/redemptions/:redemptionId/rollback',
    summary: 'Roll a redemption back; of a stack all in it',
    tag,
    scope: 'redemptions:rollback',
    headers: ['Idempotency-Key'],
    params,
    query: RollBackQuery,
    body: RollBack,
    bodyMayBeMissing: true,
    reply: RedemptionRollback,
    handler: rollBackRedemption,
  }),
  route({
    method: 'POST',
    path: '/v1/redemptions/:redemptionId/rollbacks',
    summary: 'The same, answered with every rollback and the order',
    tag,
    scope: 'redemptions:rollback',
    headers: ['Idempotency-Key'],
    params,
    query: RollBackQuery,
    body: RollBack,
    bodyMayBeMissing: true,
    reply: RolledBackStack,
    handler: rollBackStack,
  }),
];

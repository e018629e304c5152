import * as z from 'zod';
import { RedeemStack, RedeemVoucher } from '../../shared/redemptions/redeemables.ts';
import { StackValidation, VoucherValidation } from '../../shared/redemptions/validations.ts';
import { type Route, route } from '../http/route.ts';
import { validateStack, validateVoucher } from './handlers.ts';

const tag = 'Validations';

export const validationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/validations',
    summary: 'Check a stack of vouchers, and what it would take off an order',
    tag,
    scope: 'vouchers:validate',
    body: RedeemStack,
    reply: StackValidation,
    handler: validateStack,
  }),
  route({
    method: 'POST',
    path: '/v1/vouchers/:code/validate',
    summary: 'Check a voucher, and what it would take off an order',
    tag,
    scope: 'vouchers:validate',
    params: z.object({ code: z.string().meta({ description: 'The id, or else the code.' }) }),
    mayBeUnknown: true,
    body: RedeemVoucher,
    bodyMayBeMissing: true,
    reply: VoucherValidation,
    handler: validateVoucher,
  }),
];

import { orderOf, type RedeemStack, type RedeemVoucher } from '../../shared/redemptions/redeemables.ts';
import type { Context } from '../http/context.ts';
import { json } from '../http/response.ts';
import { requireOverrideScope } from '../orders/lines/override-scope.ts';
import { type Examined, examineStack } from '../redeeming/examine-stack.ts';
import { readStack } from '../redeeming/read-stack.ts';
import { toStackValidation, toVoucherValidation, type ValidationReply } from './serializer.ts';

/** Reads the vouchers and the order of a request and examines them; nothing is written. */
async function examine(
  { database, body, caller }: Context<unknown, RedeemStack | RedeemVoucher>,
  codes: readonly string[],
): Promise<Examined[]> {
  requireOverrideScope(caller, body.order?.items);
  const at = Date.now();
  const { customer, metadata } = body;
  const asked = { codes, order: orderOf(body), customer, metadata };
  const stack = await readStack(database, asked, { at, by: caller.keyId });
  return examineStack(codes, stack, at);
}

const replyTo = ({ requestId, body }: Context<unknown, RedeemStack | RedeemVoucher>): ValidationReply => ({
  requestId,
  trackingId: body.tracking_id,
});

/** Tells whether a stack of vouchers applies, and what it would take off the order. */
export async function validateStack(context: Context<unknown, RedeemStack>): Promise<Response> {
  const examined = await examine(
    context,
    context.body.redeemables.map(({ id }) => id),
  );
  return json(toStackValidation(examined, replyTo(context)));
}

/** Tells whether one voucher applies, and what it would take off the order. */
export async function validateVoucher(context: Context<unknown, RedeemVoucher>): Promise<Response> {
  const [examined] = await examine(context, [context.params.code ?? '']);
  return json(toVoucherValidation(examined as Examined, replyTo(context)));
}

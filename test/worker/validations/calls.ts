import type * as z from 'zod';
import { StackValidation, VoucherValidation } from '../../../shared/redemptions/validations.ts';
import type { Client } from '../client.ts';
import { succeed, voucherPath } from '../vouchers/calls.ts';

/** Redeemables of those codes. */
export const redeemables = (...codes: string[]) => codes.map((id) => ({ object: 'voucher', id }));

/** The calls of validations, which always succeed. */
export class ValidationCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  stack = (codes: string[], body: Record<string, unknown> = {}) =>
    succeed(this.client, StackValidation, 'POST', '/v1/validations', {
      body: { redeemables: redeemables(...codes), ...body },
    });

  one = (code: string, body: Record<string, unknown> = {}) =>
    succeed(this.client, VoucherValidation, 'POST', `${voucherPath(code)}/validate`, { body });

  /** The key of why a voucher does not apply, or undefined. */
  async refusal(code: string, body: Record<string, unknown> = {}): Promise<string | undefined> {
    const { body: reply } = await this.one(code, body);
    return reply.valid ? undefined : reply.error.key;
  }
}

/** The amounts of an order that discounts change. */
export const amountsOf = (order: z.infer<typeof StackValidation>['order']) => ({
  amount: order?.amount,
  discount: order?.discount_amount,
  items: order?.items_discount_amount,
  total: order?.total_amount,
  lines: order?.items.map((item) => item.discount_amount ?? 0),
});

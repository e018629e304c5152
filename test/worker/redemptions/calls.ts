import { RedemptionList, VoucherRedemptions } from '../../../shared/redemptions/redemption-lists.ts';
import {
  AnyRedemption,
  RedeemedStack,
  Redemption,
  RedemptionRollback,
  RolledBackStack,
} from '../../../shared/redemptions/redemptions.ts';
import { Client } from '../client.ts';
import { redeemables } from '../validations/calls.ts';
import { succeed, VoucherCalls, voucherPath } from '../vouchers/calls.ts';

type Body = Record<string, unknown>;
type Headers = Record<string, string>;

/** What is rolled back with all of a stack: its own redemption, or the one in it. */
export const topOf = ({ parent_redemption, redemptions }: RedeemedStack): Redemption =>
  parent_redemption ?? (redemptions[0] as Redemption);

/** The calls of redemptions and rollbacks; those that must succeed check the reply's shape. */
export class RedemptionCalls {
  readonly client: Client;
  readonly vouchers: VoucherCalls;
  constructor(client: Client, vouchers: VoucherCalls) {
    this.client = client;
    this.vouchers = vouchers;
  }

  /** Redeems as the role; vouchers are made by an admin. The caches of keys and schemas are warm. */
  static async create(...role: Parameters<typeof Client.create>): Promise<RedemptionCalls> {
    const vouchers = await VoucherCalls.create();
    const calls = new RedemptionCalls(await Client.create(...role), vouchers);
    await vouchers.list('limit=1');
    await calls.client.post({ amount: 1 });
    return calls;
  }

  one = (code: string, body: Body = {}, headers: Headers = {}) =>
    succeed(this.client, Redemption, 'POST', `${voucherPath(code)}/redemption`, { body, headers });

  stack = (codes: string[], body: Body = {}, headers: Headers = {}) =>
    succeed(this.client, RedeemedStack, 'POST', '/v1/redemptions', {
      body: { redeemables: redeemables(...codes), ...body },
      headers,
    });

  get = (id: string) => succeed(this.client, AnyRedemption, 'GET', `/v1/redemptions/${id}`);

  list = (query: string) => succeed(this.client, RedemptionList, 'GET', `/v1/redemptions?${query}`);

  ofVoucher = (code: string, query = '') =>
    succeed(this.client, VoucherRedemptions, 'GET', `${voucherPath(code)}/redemption?${query}`);

  rollBack = (id: string, body: Body = {}, headers: Headers = {}) =>
    succeed(this.client, RedemptionRollback, 'POST', `/v1/redemptions/${id}/rollback`, { body, headers });

  rollBackStack = (id: string, body: Body = {}) =>
    succeed(this.client, RolledBackStack, 'POST', `/v1/redemptions/${id}/rollbacks`, { body });

  /** A redemption that must fail. */
  failed = (status: number, key: string, code: string, body: Body = {}, headers: Headers = {}) =>
    this.client.refused(status, key, 'POST', `${voucherPath(code)}/redemption`, { body, headers });

  /** A request of a stack that must fail. */
  failedStack = (status: number, key: string, codes: string[], body: Body = {}, headers: Headers = {}) =>
    this.client.refused(status, key, 'POST', '/v1/redemptions', {
      body: { redeemables: redeemables(...codes), ...body },
      headers,
    });

  /** A rollback that must be refused. */
  refusedRollBack = (status: number, key: string, id: string, path = 'rollback', body: Body = {}) =>
    this.client.refused(status, key, 'POST', `/v1/redemptions/${id}/${path}`, { body });
}

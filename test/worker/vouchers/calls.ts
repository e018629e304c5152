import { expect } from 'vitest';
import { VoucherList } from '../../../shared/vouchers/voucher-lists.ts';
import { Voucher } from '../../../shared/vouchers/vouchers.ts';
import { Client, type Reply } from '../client.ts';
import { uniqueId } from '../factories.ts';

type Headers = Record<string, string>;

export const amountOff = (amount_off: number, effect = 'APPLY_TO_ORDER') => ({
  type: 'AMOUNT',
  amount_off,
  effect,
});
export const percentOff = (percent_off: number, fields: Record<string, unknown> = {}) => ({
  type: 'PERCENT',
  percent_off,
  effect: 'APPLY_TO_ORDER',
  ...fields,
});

/** A moment so many milliseconds from now. */
export const fromNow = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

export const voucherPath = (code: string): string => `/v1/vouchers/${encodeURIComponent(code)}`;

/** A reply that must be a success, its body of the schema. */
export async function succeed<Body>(
  client: Client,
  schema: { parse: (body: unknown) => Body },
  method: string,
  path: string,
  options: { body?: unknown; headers?: Headers } = {},
): Promise<Reply<Body>> {
  const reply = await client.call<Body>(method, path, options);
  expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
    status: 200,
    error: '',
  });
  expect(schema.parse(reply.body)).toEqual(reply.body);
  return reply;
}

/** The calls of vouchers; those that must succeed check the reply's shape. */
export class VoucherCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<VoucherCalls> {
    return new VoucherCalls(await Client.create(...role));
  }

  post = (body: unknown, headers: Headers = {}) =>
    succeed(this.client, Voucher, 'POST', '/v1/vouchers', { body, headers });

  named = (code: string, body: unknown, headers: Headers = {}) =>
    succeed(this.client, Voucher, 'POST', voucherPath(code), { body, headers });

  put = (code: string, body: unknown, headers: Headers = {}) =>
    succeed(this.client, Voucher, 'PUT', voucherPath(code), { body, headers });

  get = (code: string) => succeed(this.client, Voucher, 'GET', voucherPath(code));

  list = (query: string) => succeed(this.client, VoucherList, 'GET', `/v1/vouchers?${query}`);

  /** The code of a new voucher that takes so much off. */
  async make(discount: unknown, fields: Record<string, unknown> = {}): Promise<string> {
    const { body } = await this.named(uniqueId('code'), { discount, ...fields });
    return body.code;
  }

  /** How often a voucher was redeemed. */
  async used(code: string): Promise<number> {
    return (await this.get(code)).body.redemption.redeemed_quantity;
  }
}

/** The rows of all pages of a list, by cursor. */
export async function walk<Row, Page extends { more_starting_after?: string | undefined }>(
  list: (query: string) => Promise<Reply<Page>>,
  rowsOf: (page: Page) => Row[],
  query: string,
): Promise<Row[]> {
  const seen: Row[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const { body }: Reply<Page> = await list(`${query}${after && `&starting_after_id=${after}`}`);
    seen.push(...rowsOf(body));
    after = body.more_starting_after;
  }
  return seen;
}

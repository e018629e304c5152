import * as z from 'zod';
import { DeleteFromCatalogueQuery } from '../../shared/products.ts';
import { ListVouchersQuery, VoucherList } from '../../shared/vouchers/voucher-lists.ts';
import { CreateNamedVoucher, CreateVoucher, UpdateVoucher, Voucher } from '../../shared/vouchers/vouchers.ts';
import { type Route, route } from '../http/route.ts';
import {
  createNamedVoucher,
  createVoucher,
  deleteVoucher,
  disableVoucher,
  enableVoucher,
  getVoucher,
  getVouchers,
  updateVoucher,
} from './handlers.ts';

const params = z.object({ code: z.string().meta({ description: 'The id, or else the code.' }) });
const tag = 'Vouchers';

/** Paths of official operations that Docket does not have, and that would be taken for codes to make vouchers of. */
export const voucherPathsNotHere = ['import', 'importCSV', 'qualification', 'enable', 'disable'].map(
  (operation) => `/v1/vouchers/${operation}`,
);

export const voucherRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/vouchers',
    summary: 'Create a voucher, of a random code unless it gives one',
    tag,
    scope: 'vouchers:write',
    headers: ['Idempotency-Key'],
    etag: true,
    body: CreateVoucher,
    reply: Voucher,
    handler: createVoucher,
  }),
  route({
    method: 'GET',
    path: '/v1/vouchers',
    summary: 'List, filter and sort vouchers',
    tag,
    scope: 'vouchers:read',
    query: ListVouchersQuery,
    reply: VoucherList,
    handler: getVouchers,
  }),
  route({
    method: 'POST',
    path: '/v1/vouchers/:code',
    summary: 'Create a voucher of this code',
    tag,
    scope: 'vouchers:write',
    headers: ['Idempotency-Key'],
    etag: true,
    params: z.object({ code: z.string().meta({ description: 'The code, which no voucher has.' }) }),
    mayBeUnknown: true,
    body: CreateNamedVoucher,
    reply: Voucher,
    handler: createNamedVoucher,
  }),
  route({
    method: 'GET',
    path: '/v1/vouchers/:code',
    summary: 'Get a voucher',
    tag,
    scope: 'vouchers:read',
    params,
    etag: true,
    reply: Voucher,
    handler: getVoucher,
  }),
  route({
    method: 'PUT',
    path: '/v1/vouchers/:code',
    summary: 'Update a voucher: given fields change, others stay',
    tag,
    scope: 'vouchers:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params,
    body: UpdateVoucher,
    reply: Voucher,
    handler: updateVoucher,
  }),
  route({
    method: 'DELETE',
    path: '/v1/vouchers/:code',
    summary: 'Delete a voucher; its redemptions stay',
    tag,
    scope: 'vouchers:write',
    headers: ['If-Match'],
    params,
    query: DeleteFromCatalogueQuery,
    reply: null,
    handler: deleteVoucher,
  }),
  ...(['enable', 'disable'] as const).map((verb) =>
    route({
      method: 'POST',
      path: `/v1/vouchers/:code/${verb}`,
      summary: verb === 'enable' ? 'Let a voucher be used' : 'Keep a voucher from being used',
      tag,
      scope: 'vouchers:write',
      headers: ['Idempotency-Key', 'If-Match'],
      etag: true,
      params,
      reply: Voucher,
      handler: verb === 'enable' ? enableVoucher : disableVoucher,
    }),
  ),
];

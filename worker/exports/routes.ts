import * as z from 'zod';
import {
  CreateExport,
  CreateOrderExport,
  Export,
  ExportList,
  GetExportQuery,
  ListExportsQuery,
} from '../../shared/exports/exports.ts';
import { type Route, route } from '../http/route.ts';
import {
  createExport,
  createOrderExport,
  deleteExport,
  downloadExport,
  getExport,
  getExports,
  openExport,
} from './handlers.ts';

const params = z.object({ exportId: z.string() });
const tag = 'Exports';
const scope = 'exports:manage';

export const exportRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/orders/export',
    summary: 'Ask for a CSV file of orders',
    tag,
    scope,
    body: CreateOrderExport,
    reply: Export,
    handler: createOrderExport,
  }),
  route({
    method: 'POST',
    path: '/v1/exports',
    summary: 'Ask for a CSV file of orders or customers',
    tag,
    scope,
    body: CreateExport,
    reply: Export,
    handler: createExport,
  }),
  route({
    method: 'GET',
    path: '/v1/exports',
    summary: 'List exports, newest first',
    tag,
    scope,
    query: ListExportsQuery,
    reply: ExportList,
    handler: getExports,
  }),
  route({
    method: 'GET',
    path: '/v1/exports/:exportId',
    summary: 'Get an export and the URL of its file; with the token of that URL, the file',
    tag,
    scope,
    params,
    query: GetExportQuery,
    reply: Export,
    handler: getExport,
    tokenHandler: openExport,
  }),
  route({
    method: 'GET',
    path: '/v1/exports/:exportId/download',
    summary: "Get an export's file, by key pair",
    tag,
    scope,
    params,
    reply: 'csv',
    handler: downloadExport,
  }),
  route({
    method: 'DELETE',
    path: '/v1/exports/:exportId',
    summary: 'Delete an export',
    tag,
    scope,
    params,
    reply: null,
    handler: deleteExport,
  }),
];

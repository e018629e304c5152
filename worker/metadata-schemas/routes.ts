import * as z from 'zod';
import {
  GetMetadataSchemaQuery,
  MetadataSchema,
  MetadataSchemaList,
  PutMetadataSchema,
} from '../../shared/metadata/metadata-definitions.ts';
import { type Route, route } from '../http/route.ts';
import {
  deleteMetadataSchema,
  getMetadataSchema,
  getMetadataSchemas,
  putMetadataSchema,
} from './handlers.ts';

const params = z.object({
  resource: z.string().meta({
    description:
      'order, order_item, customer, product, sku, voucher, redemption, or the name of a nested schema.',
  }),
});
const path = '/v1/metadata-schemas/:resource';
const tag = 'Metadata schemas';

export const metadataSchemaRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/metadata-schemas',
    summary: 'List the definitions of custom attributes of all resources',
    tag,
    scope: 'metadata-schemas:read',
    reply: MetadataSchemaList,
    handler: getMetadataSchemas,
  }),
  route({
    method: 'GET',
    path,
    summary: 'Get the definitions of custom attributes of a resource',
    tag,
    scope: 'metadata-schemas:read',
    params,
    query: GetMetadataSchemaQuery,
    etag: true,
    reply: MetadataSchema,
    handler: getMetadataSchema,
  }),
  route({
    method: 'PUT',
    path,
    summary: 'Merge definitions into a schema; null removes one',
    tag,
    scope: 'metadata-schemas:write',
    headers: ['If-Match'],
    etag: true,
    params,
    body: PutMetadataSchema,
    reply: MetadataSchema,
    handler: putMetadataSchema,
  }),
  route({
    method: 'DELETE',
    path,
    summary: 'Delete a nested schema that no other one names',
    tag,
    scope: 'metadata-schemas:write',
    headers: ['If-Match'],
    params,
    reply: null,
    handler: deleteMetadataSchema,
  }),
];

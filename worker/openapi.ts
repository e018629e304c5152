import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ErrorBody } from '../shared/errors.ts';
import { MAX_IDENTIFIER_LENGTH } from '../shared/limits.ts';
import { json } from './http/response.ts';
import type { RequestHeader, Route } from './http/route.ts';
import { VERSION } from './project/version.ts';

const requestHeaders: Record<RequestHeader, z.ZodType> = {
  'If-Match': z.string().optional().meta({
    description: 'The ETag that the resource must still have, or 412.',
    example: '"5"',
  }),
  'Idempotency-Key': z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional().meta({
    description: 'For 24 hours the same request gets the same reply and is not done again.',
  }),
};

/** `/v1/orders/:orderId` as OpenAPI writes it. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

const files = { csv: 'text/csv', ndjson: 'application/x-ndjson' };

const contentOf = (schemas: Readonly<Record<string, z.ZodType>>) =>
  Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]));

function toOperation({
  summary,
  tag,
  scope,
  params,
  query,
  body,
  bodyMayBeMissing,
  stream,
  reply,
  status,
  headers,
  etag,
}: Route) {
  const taken = body ? { 'application/json': body } : stream;
  const operation: ZodOpenApiOperationObject = {
    summary,
    tags: [tag],
    ...(scope !== null && {
      security: [{ 'X-App-Id': [], 'X-App-Token': [] }],
      description: scope === 'any' ? 'Any valid key.' : `Scope: \`${scope}\`.`,
    }),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && {
        header: z.object(Object.fromEntries(headers.map((name) => [name, requestHeaders[name]]))),
      }),
    },
    ...(taken && { requestBody: { required: !bodyMayBeMissing, content: contentOf(taken) } }),
    responses: {
      ...(reply
        ? {
            [status ?? 200]: {
              description: status === 202 ? 'Accepted' : 'OK',
              content: contentOf(
                typeof reply === 'string' ? { [files[reply]]: z.string() } : { 'application/json': reply },
              ),
              ...(etag && { headers: z.object({ ETag: z.string() }) }),
            },
          }
        : { 204: { description: 'Done' } }),
      default: {
        description: 'An error; `key` says which',
        content: { 'application/json': { schema: ErrorBody } },
      },
    },
  };
  return operation;
}

function buildDocument(routes: readonly Route[]): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Docket',
      version: VERSION,
      description:
        'An order desk at the edge that speaks the Voucherify REST API. Amounts are minor currency units.',
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        'X-App-Id': { type: 'apiKey', in: 'header', name: 'X-App-Id' },
        'X-App-Token': { type: 'apiKey', in: 'header', name: 'X-App-Token' },
      },
    },
    paths,
  });
}

let document: object | undefined;

/** The API document (OpenAPI 3.1) of the route table, built once an isolate. */
export function getOpenApi(routes: readonly Route[]): Response {
  document ??= buildDocument(routes);
  return json(document);
}

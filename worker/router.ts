import { IttyRouter } from 'itty-router/IttyRouter';
import { Database } from './database.ts';
import type { Environment } from './environment.ts';
import type { Context } from './http/context.ts';
import { ApiError, invalidField } from './http/errors.ts';
import { parse, readJson, readQuery, requireMediaType } from './http/request.ts';
import type { Route } from './http/route.ts';
import { authenticate, authorize } from './keys/authenticate.ts';
import { routes } from './routes.ts';
import { voucherPathsNotHere } from './vouchers/routes.ts';

/** What one request needs beside itself; `database` is set once it is opened, for the reply's headers. */
export interface Exchange {
  requestId: string;
  environment: Environment;
  database?: Database;
}

const BOOKMARK = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{32}$/;

function readBookmark(request: Request): string | null {
  const bookmark = request.headers.get('x-d1-bookmark');
  if (bookmark === null || BOOKMARK.test(bookmark)) return bookmark;
  throw invalidField('invalid_headers', 'x-d1-bookmark', 'expected a bookmark as an earlier reply gave it');
}

function decodeParams(params: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    throw new ApiError('invalid_path', { details: 'The path has a malformed percent escape.' });
  }
}

/** Runs one endpoint: auth, then parse, then the handler. */
async function dispatch(route: Route, request: Request, params: Record<string, string>, exchange: Exchange) {
  const { environment } = exchange;
  const url = new URL(request.url);
  const context: Partial<Context> = { request, requestId: exchange.requestId, environment };
  if (route.scope !== null) {
    const database = new Database(environment.binding, readBookmark(request));
    exchange.database = database;
    context.database = database;
  }
  const handler = (url.searchParams.has('token') && route.tokenHandler) || route.handler;
  if (route.scope !== null && context.database && handler === route.handler) {
    context.caller = await authenticate(request, context.database);
    await authorize(context.caller, route.scope, environment);
  }
  context.params = decodeParams(params);
  context.target = JSON.stringify([route.path, context.params]);
  if (route.query) context.query = parse(route.query, readQuery(url), 'invalid_query_params');
  if (route.stream) requireMediaType(request, Object.keys(route.stream));
  if (route.body)
    context.body = parse(route.body, await readJson(request, route.bodyMayBeMissing), 'invalid_payload');
  return handler(context as Context<never, never>);
}

const router = IttyRouter();
for (const path of voucherPathsNotHere) {
  router.post(path, () => {
    throw new ApiError('not_found', { details: `Docket does not have POST ${path} of the Voucherify API.` });
  });
}
for (const route of routes) {
  router[route.method.toLowerCase() as Lowercase<Route['method']>](
    route.path,
    (request, exchange: Exchange) => dispatch(route, request as unknown as Request, request.params, exchange),
  );
}

/** The methods that a path takes; empty where there is no such path. */
export function allowedMethods(pathname: string): string[] {
  return router.routes.filter(([, pattern]) => pattern.test(pathname)).map(([method]) => method);
}

/**
 * The reply of the endpoint that the request names; HEAD is answered as GET.
 * @throws ApiError and whatever the endpoint throws
 */
export async function handle(request: Request, exchange: Exchange): Promise<Response> {
  const asked = request.method === 'HEAD' ? new Request(request.url, { headers: request.headers }) : request;
  const response: Response | undefined = await router.fetch(asked, exchange);
  if (response) return response;
  const { pathname } = new URL(request.url);
  const methods = allowedMethods(pathname);
  if (methods.length === 0) throw new ApiError('not_found', { details: `There is nothing at ${pathname}.` });
  throw new ApiError('method_not_allowed', {
    details: `${pathname} takes ${methods.join(', ')}.`,
    headers: { Allow: methods.join(', ') },
  });
}

import { actionTypes } from './action-types.ts';
import { consumeQueue } from './async-actions/apply/consume-queue.ts';
import { sweepActions } from './async-actions/sweep.ts';
import { sweepRemovedCustomers } from './customer-removal/sweep.ts';
import { Database, type DatabaseCost } from './database.ts';
import { type Bindings, readEnvironment } from './environment.ts';
import { corsHeaders, preflightHeaders } from './http/cors.ts';
import { errorResponse } from './http/errors.ts';
import { empty, withoutBody } from './http/response.ts';
import { sweepIdempotencyRecords } from './idempotency/sweep.ts';
import { newId } from './identifiers.ts';
import { allowedMethods, type Exchange, handle } from './router.ts';

const serverTiming = ({ roundTrips, milliseconds, rowsRead, rowsWritten }: DatabaseCost): string =>
  `d1;dur=${milliseconds}, d1-round-trips;desc=${roundTrips}, d1-rows-read;desc=${rowsRead}, d1-rows-written;desc=${rowsWritten}`;

/** Headers of every reply that does not say otherwise: it is somebody's data, for this caller and this once. */
const SAFE_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Strict-Transport-Security': 'max-age=31536000',
};

async function answer(request: Request, exchange: Exchange): Promise<Response> {
  const { corsOrigins } = exchange.environment;
  const preflight = preflightHeaders(request, corsOrigins, allowedMethods);
  const response = preflight
    ? empty()
    : await handle(request, exchange).catch((error) => errorResponse(error, exchange.requestId));
  const headers = { ...corsHeaders(request, corsOrigins), ...preflight };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  const { database } = exchange;
  if (database) {
    response.headers.set('Server-Timing', serverTiming(database.cost));
    if (database.bookmark) response.headers.set('x-d1-bookmark', database.bookmark);
  }
  return response;
}

export default {
  async fetch(request, bindings): Promise<Response> {
    const requestId = newId('request');
    let response: Response;
    try {
      response = await answer(request, { requestId, environment: readEnvironment(bindings) });
    } catch (error) {
      response = errorResponse(error, requestId);
    }
    response.headers.set('X-Request-Id', requestId);
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return request.method === 'HEAD' ? withoutBody(response) : response;
  },

  async scheduled(controller, bindings): Promise<void> {
    const environment = readEnvironment(bindings);
    const database = new Database(environment.binding, null);
    await sweepActions(database, environment, controller.scheduledTime);
    await sweepIdempotencyRecords(database, controller.scheduledTime);
    await sweepRemovedCustomers(database);
  },

  async queue(batch, bindings): Promise<void> {
    await consumeQueue(batch, readEnvironment(bindings), actionTypes);
  },
} satisfies ExportedHandler<Bindings>;

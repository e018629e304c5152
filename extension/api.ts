import type * as z from 'zod';
import { ErrorBody } from '../shared/errors.ts';

/** How long a reply may take, in milliseconds, before the server counts as away. */
const PATIENCE = 30_000;

/**
 * Why a call did not do what it was asked: `away` (no reply, or none in time, or the server is overloaded or broken: it may or may
 * not have been done), `unauthorized` (401), `forbidden` (403), `missing` (404), `changed` (412, If-Match is stale),
 * `refused` (any other 4xx) and `garbled` (a reply of another shape: this is not the API, or of another version).
 */
export type FailureKind =
  | 'away'
  | 'unauthorized'
  | 'forbidden'
  | 'missing'
  | 'changed'
  | 'refused'
  | 'garbled';

/** The one error of the client. `body` is the server's own, where it sent one. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  readonly body: ErrorBody | undefined;

  constructor(kind: FailureKind, body?: ErrorBody, options?: ErrorOptions) {
    super(body ? body.details || body.message : kind, options);
    this.kind = kind;
    this.body = body;
  }
}

/** The server and the key pair that a call goes with. */
export interface Credentials {
  url: string;
  appId: string;
  appToken: string;
}

export const keyHeaders = ({ appId, appToken }: Omit<Credentials, 'url'>): Record<string, string> => ({
  'X-App-Id': appId,
  'X-App-Token': appToken,
});

/** A call: its query is written as the API reads it, `undefined` is left out. */
export interface Call<Schema extends z.ZodType> {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  query?: [name: string, value: string | number | undefined][];
  body?: unknown;
  ifMatch?: string | undefined;
  idempotencyKey?: string;
  reply: Schema;
  signal?: AbortSignal | undefined;
}

/** A reply and, of a single resource, its ETag for If-Match. */
export interface Reply<Data> {
  data: Data;
  etag: string | undefined;
}

const kinds: Record<number, FailureKind> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'missing',
  408: 'away',
  412: 'changed',
  429: 'away',
};

function urlOf(credentials: Credentials, { path, query = [] }: Pick<Call<z.ZodType>, 'path' | 'query'>): URL {
  const url = new URL(path, credentials.url);
  for (const [name, value] of query) {
    if (value !== undefined && value !== '') url.searchParams.append(name, String(value));
  }
  return url;
}

async function fetchReply(credentials: Credentials, call: Call<z.ZodType>): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    return await fetch(urlOf(credentials, call), {
      method: call.method ?? 'GET',
      credentials: 'omit',
      cache: 'no-store',
      // The API never redirects, and what it redirected to would be sent the token.
      redirect: 'error',
      signal: call.signal ? AbortSignal.any([call.signal, patience]) : patience,
      headers: {
        ...keyHeaders(credentials),
        ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
        ...(call.ifMatch && { 'If-Match': call.ifMatch }),
        ...(call.idempotencyKey && { 'Idempotency-Key': call.idempotencyKey }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiFailure('away', undefined, { cause: error });
  }
}

/**
 * Calls the API and checks that the reply has the shape it should have.
 * @throws ApiFailure, or what the signal was aborted with
 */
export async function callApi<Schema extends z.ZodType>(
  credentials: Credentials,
  call: Call<Schema>,
): Promise<Reply<z.output<Schema>>> {
  const response = await fetchReply(credentials, call);
  const json: unknown = await response.json().catch((error) => {
    if (call.signal?.aborted) throw error;
    // A reply that breaks off is one that did not come.
    if (!(error instanceof SyntaxError)) throw new ApiFailure('away', undefined, { cause: error });
    return undefined;
  });
  if (!response.ok) {
    const kind = kinds[response.status] ?? (response.status >= 500 ? 'away' : 'refused');
    throw new ApiFailure(kind, ErrorBody.safeParse(json).data);
  }
  const parsed = call.reply.safeParse(json);
  if (!parsed.success) throw new ApiFailure('garbled', undefined, { cause: parsed.error });
  return { data: parsed.data, etag: response.headers.get('ETag') ?? undefined };
}

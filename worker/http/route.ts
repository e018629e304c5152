import type * as z from 'zod';
import type { Scope } from '../../shared/keys/roles.ts';
import type { Context } from './context.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a request asks of its headers beyond the key pair; the API document lists them. */
export type RequestHeader = 'If-Match' | 'Idempotency-Key';

/** One endpoint. `scope` null needs no key; 'any' takes every valid one. `reply` null is a 204, 'csv' and 'ndjson' are files. */
export interface Route {
  method: Method;
  /** As in `/v1/orders/:orderId`. */
  path: string;
  summary: string;
  tag: string;
  scope: Scope | 'any' | null;
  params?: z.ZodObject;
  /** Whether the path may name what is not there: the endpoint makes it, or answers that it does not apply. */
  mayBeUnknown?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Whether a request without a body is one with an empty object: the official clients send none where they have nothing to say. */
  bodyMayBeMissing?: true;
  /** Instead of `body`: the media types of one that the handler reads as it comes, and what each is. */
  stream?: Readonly<Record<string, z.ZodType>>;
  reply: z.ZodType | 'csv' | 'ndjson' | null;
  /** Of a reply with a body, if not 200. */
  status?: 202;
  headers?: readonly RequestHeader[];
  /** Whether the reply carries an ETag. */
  etag?: boolean;
  handler: (context: Context<never, never>) => Promise<Response> | Response;
  /** Answers instead, without a key pair, a request whose query has a `token`, and checks that. */
  tokenHandler?: (context: Context<never, never>) => Promise<Response> | Response;
}

interface TypedRoute<Query extends z.ZodObject, Body extends z.ZodType>
  extends Omit<Route, 'query' | 'body' | 'handler' | 'tokenHandler'> {
  query?: Query;
  body?: Body;
  handler: (context: Context<z.output<Query>, z.output<Body>>) => Promise<Response> | Response;
  tokenHandler?: (context: Context<z.output<Query>, z.output<Body>>) => Promise<Response> | Response;
}

/** Ties the types that a handler receives to the schemas that its route parses with. */
export const route = <Query extends z.ZodObject, Body extends z.ZodType>(
  entry: TypedRoute<Query, Body>,
): Route => entry as unknown as Route;

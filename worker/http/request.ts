import { parse as parseQuery } from 'qs';
import type * as z from 'zod';
import type { ErrorDetail, ErrorKey } from '../../shared/errors.ts';
import { MAX_BODY_BYTES, MAX_JSON_DEPTH, MAX_QUERY_PARAMETERS, MAX_VALUES } from '../../shared/limits.ts';
import { isWithinDepth } from '../../shared/metadata/metadata.ts';
import { toHex } from '../digest.ts';
import { ApiError, formatPath, invalidField, invalidFields } from './errors.ts';
import { nearName } from './near-name.ts';

/** Whether a JSON text has an escape that may be half a character. */
const mayBeMalformed = (text: string): boolean => /\\ud[89a-f]/i.test(text);

/** Half a character has no UTF-8, so it could not come back the same; it can only come as an escape. */
export const isWellFormed = (value: unknown): boolean => {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner));
};

/** What to say of fields that an object does not have: a line each, since zod has one issue for all of them. */
function sayUnknown(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const shape = (issue.inst as Partial<z.ZodObject> | undefined)?.shape ?? {};
  const near = issue.keys.map((key) => nearName(key, Object.keys(shape)));
  return near.map((one) => `is not known here${one ? `; did you mean ${one}?` : ''}`).join('\n');
}

const formatIssues = (issues: z.core.$ZodIssue[]): ErrorDetail[] =>
  issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return { path: formatPath(issue.path), message: issue.message };
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: formatPath([...issue.path, key]),
      message: messages[index] ?? 'is not known here',
    }));
  });

/**
 * The value as the schema says it is.
 * @throws ApiError with `key` and every violation at once
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  key: ErrorKey,
): z.output<Schema> {
  const result = schema.safeParse(value, { error: sayUnknown });
  if (result.success) return result.data;
  throw invalidFields(key, formatIssues(result.error.issues));
}

/** What a query string may hold: more is refused rather than left out. */
const QUERY_LIMITS = { depth: 4, arrayLimit: MAX_VALUES, parameterLimit: MAX_QUERY_PARAMETERS };

const invalidQuery = (path: readonly string[], message: string): ApiError =>
  invalidField('invalid_query_params', path.join('.'), message);

/** The parts of a parameter's name: `a[b][]` is of a, b and an empty text. */
const partsOf = (name: string): string[] => name.replace(/\]$/, '').split(/\]?\[/);

/**
 * Refuses what qs would: it says neither which parameter it means nor what it expected.
 * @throws ApiError invalid_query_params where there are too many parameters, or one is too deep or has too many values
 */
function checkQuery(names: readonly string[]): void {
  const { depth, arrayLimit, parameterLimit } = QUERY_LIMITS;
  if (names.length > parameterLimit)
    throw invalidQuery([], `expected at most ${parameterLimit} parameters, there are ${names.length}`);
  const counts = new Map<string, number>();
  for (const name of names) {
    const parts = partsOf(name);
    if (parts.length > depth + 1) throw invalidQuery(parts, `expected at most ${depth} levels of brackets`);
    const place = parts.at(-1) ?? '';
    const list = parts.length > 1 && /^\d*$/.test(place) ? parts.slice(0, -1) : parts;
    const count = (counts.get(list.join()) ?? 0) + 1;
    counts.set(list.join(), count);
    if (count > arrayLimit || (list !== parts && Number(place) >= arrayLimit))
      throw invalidQuery(list, `expected 1 to ${arrayLimit} values, numbered from 0 if at all`);
  }
}

/**
 * The query string as an object, nested by brackets. `__proto__` is refused, since qs would leave it out. A parameter
 * given twice becomes a list, which no schema of a single value takes.
 * @throws ApiError invalid_query_params where it is nested or long beyond reason
 */
export function readQuery(url: URL): Record<string, unknown> {
  const names = [...url.searchParams.keys()];
  const dropped = names.find((name) => /(^|\[)__proto__(\]|$)/.test(name));
  if (dropped !== undefined) throw invalidField('invalid_query_params', dropped, 'is not known here');
  checkQuery(names);
  return parseQuery(url.searchParams.toString(), {
    ...QUERY_LIMITS,
    plainObjects: true,
    strictDepth: true,
    throwOnLimitExceeded: true,
  });
}

/** The bytes of a body as they come, counted. */
export class BodyReader {
  readonly #request: Request;
  readonly #limit: number;
  /** How many there have been. */
  bytes = 0;

  /** @throws ApiError payload_too_large where the request says that there are more than `limit` */
  constructor(request: Request, limit: number) {
    this.#request = request;
    this.#limit = limit;
    if (Number(request.headers.get('Content-Length')) > limit) throw this.#tooLarge();
  }

  #tooLarge(): ApiError {
    return new ApiError('payload_too_large', { details: `The body may have at most ${this.#limit} bytes.` });
  }

  /** @throws ApiError payload_too_large where there are more than may be */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#request.body ?? []) {
      this.bytes += chunk.byteLength;
      if (this.bytes > this.#limit) throw this.#tooLarge();
      yield chunk;
    }
  }
}

/** Bytes as they come, and once they were read their hash. */
export class HashedBytes {
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #digest = new crypto.DigestStream('SHA-256');

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#bytes = bytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const digest = this.#digest.getWriter();
    for await (const chunk of this.#bytes) {
      await digest.write(chunk);
      yield chunk;
    }
    await digest.close();
  }

  /** SHA-256 of all the bytes, in hex. */
  async hash(): Promise<string> {
    return toHex(await this.#digest.digest);
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

const invalidBody = (message: string): ApiError => invalidField('invalid_payload', '', message, message);

/** The media type of a body, in lower case, without its parameters. */
export const mediaTypeOf = (request: Request): string =>
  request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** @throws ApiError unsupported_media_type */
export function requireMediaType(request: Request, types: readonly string[]): void {
  if (types.includes(mediaTypeOf(request))) return;
  throw new ApiError('unsupported_media_type', { details: `Content-Type must be ${types.join(' or ')}.` });
}

/**
 * A body's text, and the JSON that it is.
 * @throws ApiError payload_too_large, invalid_payload
 */
export async function parseJson(bytes: AsyncIterable<Uint8Array>): Promise<{ text: string; body: unknown }> {
  let text: string;
  try {
    text = await readText(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw invalidBody('The body is not valid UTF-8.');
    throw error;
  }
  try {
    return { text, body: JSON.parse(text) };
  } catch {
    throw invalidBody(text === '' ? 'A JSON body is required.' : 'The body is not valid JSON.');
  }
}

/** Whether a request comes without a body, and so has no media type either. */
const hasNoBody = (request: Request): boolean =>
  request.body === null || request.headers.get('Content-Length') === '0';

/**
 * The request's JSON body, not yet checked against a schema.
 * @param mayBeMissing whether no body is an empty object
 * @throws ApiError payload_too_large, unsupported_media_type, invalid_payload
 */
export async function readJson(request: Request, mayBeMissing = false): Promise<unknown> {
  if (mayBeMissing && hasNoBody(request)) return {};
  requireMediaType(request, ['application/json']);
  const { text, body } = await parseJson(new BodyReader(request, MAX_BODY_BYTES));
  // First: whatever looks at the body after this may go down into it.
  if (!isWithinDepth(body, MAX_JSON_DEPTH))
    throw invalidBody(`The body must be nested at most ${MAX_JSON_DEPTH} levels deep.`);
  if (mayBeMalformed(text) && !isWellFormed(body))
    throw invalidBody('The body has an unpaired surrogate escape.');
  return body;
}

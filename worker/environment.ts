import * as z from 'zod';

/** A message of the queue: which chunk of which action is to be applied. The payload is in the database. */
export interface ActionMessage {
  action: string;
  chunk: number;
}

/** The Worker's bindings and variables, as wrangler.toml names them. */
export interface Bindings {
  DB: D1Database;
  /** Drives what is done asynchronously; each message names a stored chunk. */
  ASYNC_ACTIONS: Queue<ActionMessage>;
  /** Absent under `npm start`: no limit. */
  RATE_LIMITER?: RateLimit;
  CURRENCY: string;
  CORS_ORIGINS: string;
  /** A secret of the deployment, `wrangler secret put EXPORT_SECRET`; without it exports are downloaded by key pair only. */
  EXPORT_SECRET?: string;
}

const Variables = z.object({
  CURRENCY: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD'),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(',').flatMap((origin) => origin.trim() || []))
    .pipe(z.array(z.url({ protocol: /^https?$/ }))),
  EXPORT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
});

export interface Environment {
  binding: D1Database;
  asyncActions: Queue<ActionMessage>;
  rateLimiter: RateLimit | undefined;
  /** ISO 4217 code of the store's currency; amounts are in its smallest unit. */
  currency: string;
  /** Origins whose pages may read replies; none by default. */
  corsOrigins: readonly string[];
  /** Signs the URLs of exports; undefined where there is none, and then no such URL is good. */
  exportSecret: string | undefined;
}

const checked = new WeakMap<Bindings, Environment>();

/**
 * The environment, checked once an isolate.
 * @throws Error naming the variable that is wrong: a misconfigured deployment answers nothing.
 */
export function readEnvironment(bindings: Bindings): Environment {
  const known = checked.get(bindings);
  if (known) return known;
  const { CURRENCY, CORS_ORIGINS, EXPORT_SECRET } = Variables.parse(bindings);
  const environment: Environment = {
    binding: bindings.DB,
    asyncActions: bindings.ASYNC_ACTIONS,
    rateLimiter: bindings.RATE_LIMITER,
    currency: CURRENCY,
    corsOrigins: CORS_ORIGINS,
    exportSecret: EXPORT_SECRET,
  };
  checked.set(bindings, environment);
  return environment;
}

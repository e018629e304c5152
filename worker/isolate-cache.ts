import { ISOLATE_CACHE_TTL } from '../shared/limits.ts';

/** The time for which this isolate trusts its copies, in milliseconds. Tests that count round trips prolong it. */
export const isolateCache = { ttl: ISOLATE_CACHE_TTL };

import { beforeEach } from 'vitest';
import { DAY } from '../../shared/durations.ts';
import { ISOLATE_CACHE_TTL } from '../../shared/limits.ts';
import { isolateCache } from '../../worker/isolate-cache.ts';

/** Lets this isolate trust its copies for as long as any test takes: on a busy machine half a minute is soon over. */
export function trustCopies(): void {
  isolateCache.ttl = DAY;
}

/** For tests of how old a copy may grow. */
export const trustCopiesAsDeployed = (): void =>
  beforeEach(() => {
    isolateCache.ttl = ISOLATE_CACHE_TTL;
    return trustCopies;
  });

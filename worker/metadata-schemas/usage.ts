import { MAX_USAGE_KEYS } from '../../shared/limits.ts';
import type { Statement } from '../database.ts';
import { recent } from './usage-store.ts';

/** What reads recently stored metadata of a resource; nothing for a schema that is only nested. */
export const recentMetadata = (resource: string): Statement<{ metadata: string }>[] =>
  Object.hasOwn(recent, resource) ? [recent[resource as keyof typeof recent]({})] : [];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys of an object, those of objects inside it with dots, as filters and columns name them. */
const keysOf = (value: Record<string, unknown>, prefix: string): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) && Object.keys(inner).length > 0
      ? keysOf(inner, `${prefix}${key}.`)
      : [`${prefix}${key}`],
  );

/** The distinct keys of some metadata, in the order of the alphabet. */
export function keysIn(rows: readonly { metadata: string }[]): string[] {
  const keys = rows.flatMap(({ metadata }) => keysOf(JSON.parse(metadata), ''));
  return [...new Set(keys)].toSorted().slice(0, MAX_USAGE_KEYS);
}

/**
 * Compares two JSON values; the order of their fields means nothing, storage and server each have their
 * own.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every(
      (name) => Object.hasOwn(b, name) && isSameJson(a[name as keyof typeof a], b[name as keyof typeof b]),
    )
  );
}

/**
 * Tells if a stored object has every field that was sent with the same value; a missing field is like null.
 */
export const hasAll = (stored: object | null | undefined, sent: object): boolean =>
  Object.entries(sent).every(([name, value]) =>
    isSameJson((stored as Record<string, unknown> | null | undefined)?.[name] ?? null, value ?? null),
  );

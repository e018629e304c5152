import * as z from 'zod';
import { isObject } from './metadata/metadata.ts';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** What of an object is not left out by name. */
const without = (raw: Record<string, unknown>, isLeftOut: (field: string) => boolean) =>
  Object.fromEntries(Object.entries(raw).filter(([field]) => !isLeftOut(field)));

/** Fields that a strict schema does not know, and that are no mistake. */
interface Unread {
  /** What official clients send and nobody reads. */
  sent?: readonly string[];
  /** The reply that shows the resource: whole, with its `object`, it may be sent back. */
  answered?: () => { shape: object };
}

/** Fields of which null says what their absence says: they may be missing, and have no null of their own. */
const missingAsNull = ({ shape }: z.ZodObject): Set<string> =>
  new Set(
    Object.keys(shape).filter((name) => {
      const field = shape[name] as z.core.$ZodType;
      return z.safeParse(field, undefined).success && !z.safeParse(field, null).success;
    }),
  );

/**
 * Wraps a strict schema so that it does not see what may be sent and is not read: those fields, and null for a field that
 * is not given, as the official clients write it.
 */
export const readOver = <Schema extends z.ZodObject>(
  schema: Schema,
  { sent = [], answered }: Unread = {},
) => {
  // Found with the first null: an order has it once a line, and an answer may not be defined yet.
  let known: Set<string> | undefined;
  const isNotGiven = (field: string): boolean => {
    known ??= missingAsNull(schema);
    return known.has(field);
  };
  return z.preprocess((raw) => {
    if (!isObject(raw)) return raw;
    const shown = typeof raw.object === 'string' ? answered?.().shape : undefined;
    const isUnread = (field: string): boolean =>
      sent.includes(field) || (shown !== undefined && Object.hasOwn(shown, field));
    return without(raw, (field) =>
      Object.hasOwn(schema.shape, field) ? raw[field] === null && isNotGiven(field) : isUnread(field),
    );
  }, schema);
};

/** Leaves out the fields of an object that are null, before a union of objects that have no null. */
export const withoutNulls = (raw: unknown): unknown =>
  isObject(raw) ? without(raw, (field) => raw[field] === null) : raw;

/**
 * Wraps a schema so that it refuses objects that use what Docket does not have. Null and an empty list use nothing.
 * @param unsupported the fields, and the feature that each belongs to, as in `campaigns`
 */
export const rejectUnsupported = <Schema extends z.ZodType>(
  unsupported: Readonly<Record<string, string>>,
  schema: Schema,
) =>
  z.preprocess((raw, context) => {
    if (!isObject(raw)) return raw;
    for (const [field, feature] of Object.entries(unsupported)) {
      if (!Object.hasOwn(raw, field) || isEmpty(raw[field])) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `is not possible: Docket has no ${feature}`,
        input: raw,
      });
    }
    return without(raw, (field) => Object.hasOwn(unsupported, field) && isEmpty(raw[field]));
  }, schema);

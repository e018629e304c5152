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

/** Whether null says of a field what its absence says: it may be missing, and has no null of its own. */
const isMissingAsNull = (field: z.core.$ZodType): boolean =>
  z.safeParse(field, undefined).success && !z.safeParse(field, null).success;

/**
 * Wraps a strict schema so that it does not see what may be sent and is not read: those fields, and null for a field that
 * is not given, as the official clients write it.
 */
export const readOver = <Schema extends z.ZodObject>(schema: Schema, { sent = [], answered }: Unread = {}) =>
  z.preprocess((raw) => {
    if (!isObject(raw)) return raw;
    const shown = typeof raw.object === 'string' ? answered?.().shape : undefined;
    const isUnread = (field: string) => sent.includes(field) || (shown && Object.hasOwn(shown, field));
    return without(raw, (field) => {
      const known = Object.hasOwn(schema.shape, field) ? schema.shape[field] : undefined;
      return known ? raw[field] === null && isMissingAsNull(known) : Boolean(isUnread(field));
    });
  }, schema);

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

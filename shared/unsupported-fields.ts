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

/** Wraps a strict schema so that it does not see what may be sent and is not read. */
export const readOver = <Schema extends z.ZodObject>(schema: Schema, { sent = [], answered }: Unread) =>
  z.preprocess((raw) => {
    if (!isObject(raw)) return raw;
    const shown = typeof raw.object === 'string' ? answered?.().shape : undefined;
    const isUnread = (field: string) => sent.includes(field) || (shown && Object.hasOwn(shown, field));
    return without(raw, (field) => !Object.hasOwn(schema.shape, field) && Boolean(isUnread(field)));
  }, schema);

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

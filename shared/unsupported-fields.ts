import * as z from 'zod';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/**
 * Wraps a schema so that it refuses objects that use what Docket does not have. Null and an empty list use nothing.
 * @param unsupported the fields, and the feature that each belongs to, as in `campaigns`
 */
export const rejectUnsupported = <Schema extends z.ZodType>(
  unsupported: Readonly<Record<string, string>>,
  schema: Schema,
) =>
  z.preprocess((raw, context) => {
    if (typeof raw !== 'object' || raw === null) return raw;
    for (const [field, feature] of Object.entries(unsupported)) {
      if (!Object.hasOwn(raw, field) || isEmpty((raw as Record<string, unknown>)[field])) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `is not possible: Docket has no ${feature}`,
        input: raw,
      });
    }
    return raw;
  }, schema);

import * as z from 'zod';

const asksForNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/**
 * A schema whose objects are refused where they ask for what Docket does not have. Null and an empty list ask for nothing.
 * @param outside the fields, and what each of them asks for, as in `campaigns`
 */
export const without = <Schema extends z.ZodType>(outside: Record<string, string>, schema: Schema) =>
  z.preprocess((raw, context) => {
    if (typeof raw !== 'object' || raw === null) return raw;
    for (const [field, what] of Object.entries(outside)) {
      if (!Object.hasOwn(raw, field) || asksForNothing((raw as Record<string, unknown>)[field])) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `is not possible: Docket has no ${what}`,
        input: raw,
      });
    }
    return raw;
  }, schema);

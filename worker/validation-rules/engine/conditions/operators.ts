import * as z from 'zod';
import { MAX_VALUES } from '../../../../shared/limits.ts';
import { JsonObject } from '../../../../shared/metadata/metadata.ts';

/** An operator of conditions: the values that it takes, and whether something fits them. */
export interface Operator<Subject> {
  values: z.ZodType<readonly unknown[]>;
  fits: (subject: Subject, values: readonly never[]) => boolean;
}

/** The operators that a rule takes, by their names in Voucherify. */
export type Operators<Subject> = Readonly<Record<string, Operator<Subject>>>;

/** Conditions as they are stored: every operator must fit. */
export type Conditions = Readonly<Record<string, readonly unknown[]>>;

const several = <Value>(value: z.ZodType<Value>) => z.array(value).min(1).max(MAX_VALUES);
const single = <Value>(value: z.ZodType<Value>) =>
  z.array(value).length(1, 'expected a list of exactly one value');

/** An operator with one value. */
export const withOne = <Subject, Value>(
  value: z.ZodType<Value>,
  fits: (subject: Subject, value: Value) => boolean,
): Operator<Subject> => ({
  values: single(value),
  fits: (subject, [wanted]: readonly Value[]) => fits(subject, wanted as Value),
});

/** An operator with alternatives, one of which must fit. */
export const withAny = <Subject, Value>(
  value: z.ZodType<Value>,
  fits: (subject: Subject, value: Value) => boolean,
): Operator<Subject> => ({
  values: several(value),
  fits: (subject, values: readonly Value[]) => values.some((wanted) => fits(subject, wanted)),
});

/** The opposite of an operator, of the same values. */
const not = <Subject>({ values, fits }: Operator<Subject>): Operator<Subject> => ({
  values,
  fits: (subject, wanted) => !fits(subject, wanted),
});

/** `$is` and `$in` with their opposites: Voucherify gives `$is` one value, `$in` several. */
export function membership<Subject, Value>(
  value: z.ZodType<Value>,
  fits: (subject: Subject, value: Value) => boolean,
) {
  const [$is, $in] = [withOne(value, fits), withAny(value, fits)];
  return { $is, $is_not: not($is), $in, $not_in: not($in) };
}

/**
 * The schema of a rule's conditions.
 * @param name the rule's, for messages
 * @param isOptional whether there may be none
 */
export function conditionsSchema(
  name: string,
  operators: Operators<never>,
  isOptional: boolean,
): z.ZodType<Conditions> {
  const known = Object.keys(operators).join(', ');
  return JsonObject.transform((given, context): Conditions => {
    if (Object.keys(given).length === 0 && !isOptional)
      context.addIssue({ code: 'custom', message: `expected at least one of ${known}`, input: given });
    const entries = Object.entries(given).flatMap(([operator, values]) => {
      if (!Object.hasOwn(operators, operator)) {
        const message = known ? `does not fit ${name}, which takes ${known}` : `does not fit ${name}`;
        context.addIssue({ code: 'custom', path: [operator], message, input: values });
        return [];
      }
      const parsed = operators[operator]?.values.safeParse(values);
      for (const { path, message } of parsed?.error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [operator, ...path], message, input: values });
      return parsed?.success ? [[operator, parsed.data] as const] : [];
    });
    return Object.fromEntries(entries);
  });
}

/** Whether something fits every condition. */
export const fitsAll = <Subject>(
  operators: Operators<Subject>,
  conditions: Conditions,
  subject: Subject,
): boolean =>
  Object.entries(conditions).every(([operator, values]) =>
    operators[operator]?.fits(subject, values as readonly never[]),
  );

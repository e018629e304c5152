import * as z from 'zod';
import { MAX_CONDITIONS, MAX_IDENTIFIER_LENGTH, MAX_TEXT_LENGTH, MAX_VALUES } from './limits.ts';
import { yesOrNo } from './lists.ts';
import { JsonObject } from './metadata/metadata.ts';
import { Moment } from './times.ts';

/*
 * The filter language of lists, exports and segments: what may be asked, checked and normalised. What it means in SQL
 * is in worker/lists/. The operators are Voucherify's.
 */

/** What a field holds, which decides the operators that fit it. Metadata may hold anything, so all of them do. */
export type FieldType = 'text' | 'number' | 'time' | 'metadata' | { oneOf: readonly string[] };

/** The operators by the values they take. */
const operators = {
  presence: ['$has_value', '$is_unknown'],
  equality: ['$is', '$in', '$is_not', '$not_in'],
  text: ['$contains', '$not_contain', '$starts_with', '$ends_with'],
  number: ['$more_than', '$less_than', '$more_than_equal', '$less_than_equal'],
  moment: ['$after', '$before'],
  days: [
    '$is_days_ago',
    '$more_than_ago',
    '$less_than_ago',
    '$is_days_in_future',
    '$more_than_future',
    '$less_than_future',
  ],
  count: ['$count', '$count_less', '$count_more'],
} as const;

type OperatorGroup = keyof typeof operators;
export type Operator = (typeof operators)[OperatorGroup][number];

const { presence, equality, text, number, moment, days } = operators;

type FieldKind = 'text' | 'number' | 'time' | 'metadata';
const kindOf = (type: FieldType): FieldKind => (typeof type === 'object' ? 'text' : type);

/** The operators of each kind of field. */
export const operatorsOf = {
  text: [...presence, ...equality, ...text],
  number: [...presence, ...equality, ...number],
  time: [...presence, ...equality, ...moment, ...days],
  metadata: Object.values(operators).flat(),
} as const satisfies Record<FieldKind, readonly Operator[]>;

/** The operators that fit fields of these kinds. */
export type OperatorOf<Kind extends FieldKind> = (typeof operatorsOf)[Kind][number];

/**
 * One operator on one field. The values are alternatives; for the negative operators none may match. Moments are
 * milliseconds since the epoch, counts of days and elements whole numbers, presence booleans; what is compared
 * exactly with metadata keeps the type it came with.
 */
export interface Condition {
  field: string;
  operator: Operator;
  values: (string | number | boolean)[];
}

/** The operators of one field must all hold; the junction joins the fields. */
export interface Filters {
  junction: 'and' | 'or';
  conditions: Condition[];
}

const MAX_DAYS = 100_000;

const scalar = z.union(
  [z.string().max(MAX_TEXT_LENGTH), z.number(), z.boolean()],
  `expected a text of at most ${MAX_TEXT_LENGTH} characters, a number, or true or false`,
);
const asNumber = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^-?\d+(\.\d+)?$/)
        .transform(Number),
    ],
    'expected a number',
  )
  .refine(Number.isFinite, 'expected a number within the range of a double');
const wholeNumber = asNumber.refine((value) => Number.isInteger(value) && value >= 0 && value <= MAX_DAYS, {
  message: `expected a whole number from 0 to ${MAX_DAYS}`,
});
const asText = z
  .string('expected text')
  .min(1, 'expected text of at least one character')
  .max(MAX_TEXT_LENGTH);
const asBoolean = z.union(
  [z.boolean(), yesOrNo, z.literal('').transform(() => true)],
  'expected true or false',
);

type ValueSchema = z.ZodType<string | number | boolean>;

const wholeText = z.string('expected text').max(MAX_TEXT_LENGTH);
const asHeld: Record<FieldKind, ValueSchema> = {
  text: wholeText,
  number: asNumber,
  time: Moment,
  metadata: scalar,
};

/** The values of each group of operators, on a field of a type. */
const valueSchemas: Record<OperatorGroup, (type: FieldType) => ValueSchema> = {
  presence: () => asBoolean,
  equality: (type) =>
    typeof type === 'object' ? z.enum(type.oneOf, `expected one of ${type.oneOf.join(', ')}`) : asHeld[type],
  text: () => asText,
  number: () => asNumber,
  moment: () => Moment,
  days: () => wholeNumber,
  count: () => wholeNumber,
};

const groupOf = new Map<Operator, OperatorGroup>(
  (Object.keys(operators) as OperatorGroup[]).flatMap((group) =>
    operators[group].map((operator) => [operator, group] as const),
  ),
);

function valueSchema(type: FieldType, operator: Operator): ValueSchema {
  const group = groupOf.get(operator);
  if (!group) throw new Error(`unknown operator ${operator}`);
  return valueSchemas[group](type);
}

/** Which field a name means: one of a resource, or a key of its metadata. */
export type FieldReference = { kind: 'field'; name: string } | { kind: 'metadata'; key: string };

/** Reads the name of a field: `metadata.` followed by anything is a key of metadata. */
export function toReference(name: string): FieldReference {
  const key = /^metadata\.(.+)$/s.exec(name)?.[1];
  return key === undefined ? { kind: 'field', name } : { kind: 'metadata', key };
}

/** Looks up a field by the name a caller wrote; a key of metadata is a field wherever metadata is. */
function fieldType(fields: Record<string, FieldType>, name: string): FieldType | undefined {
  const own = toReference(name).kind === 'metadata' ? 'metadata' : name;
  return Object.hasOwn(fields, own) ? fields[own] : undefined;
}

/** What is wrong with an expression, and where in it. */
interface Problem {
  path: PropertyKey[];
  message: string;
}

function readCondition(
  path: PropertyKey[],
  condition: { field: string; type: FieldType; operator: Operator; raw: unknown },
  problems: Problem[],
): Condition {
  const { field, type, operator, raw } = condition;
  const values: Condition['values'] = [];
  const list = Array.isArray(raw) ? raw : [raw];
  if (list.length === 0 || list.length > MAX_VALUES) {
    problems.push({ path, message: `expected 1 to ${MAX_VALUES} values` });
  }
  const schema = valueSchema(type, operator);
  for (const [index, value] of list.slice(0, MAX_VALUES).entries()) {
    const result = schema.safeParse(value);
    if (result.success) values.push(result.data);
    else {
      const at = Array.isArray(raw) ? [...path, index] : path;
      problems.push({ path: at, message: result.error.issues[0]?.message ?? 'malformed' });
    }
  }
  return { field, operator, values };
}

function readField(
  field: string,
  type: FieldType | undefined,
  raw: unknown,
  problems: Problem[],
): Condition[] {
  if (type === undefined || (type === 'metadata' && field === 'metadata')) {
    problems.push({ path: [field], message: 'is not a field that can be filtered' });
    return [];
  }
  const parsed = z.object({ conditions: JsonObject }).safeParse(raw);
  if (!parsed.success || Object.keys(parsed.data.conditions).length === 0) {
    problems.push({ path: [field, 'conditions'], message: 'expected at least one operator' });
    return [];
  }
  const allowed: readonly Operator[] = operatorsOf[kindOf(type)];
  return Object.entries(parsed.data.conditions).flatMap(([name, value]) => {
    const operator = allowed.find((known) => known === name);
    const path = [field, 'conditions', name];
    if (operator) return readCondition(path, { field, type, operator, raw: value }, problems);
    problems.push({ path, message: `does not fit this field; expected one of ${allowed.join(', ')}` });
    return [];
  });
}

/** Checks an expression against the fields of a resource; the conditions mean nothing if there are problems. */
function readFilters(
  raw: unknown,
  fields: Record<string, FieldType>,
): { filters: Filters; problems: Problem[] } {
  const problems: Problem[] = [];
  const parsed = JsonObject.safeParse(raw);
  if (!parsed.success) problems.push({ path: [], message: 'expected an object of fields' });
  const { junction: given = 'and', ...named } = parsed.data ?? {};
  // The official client's types have both spellings.
  const junction = typeof given === 'string' ? given.toLowerCase() : given;
  if (junction !== 'and' && junction !== 'or') {
    problems.push({ path: ['junction'], message: 'expected "and" or "or"' });
  }
  const conditions = Object.entries(named).flatMap(([field, value]) =>
    readField(field, fieldType(fields, field), value, problems),
  );
  if (conditions.length > MAX_CONDITIONS) {
    problems.push({ path: [], message: `expected at most ${MAX_CONDITIONS} operators` });
  }
  return { filters: { junction: junction === 'or' ? 'or' : 'and', conditions }, problems };
}

/** The schema of a filter expression over these fields, `{junction?, FIELD: {conditions: {OPERATOR: values}}}`. */
export const filtersOf = (fields: Record<string, FieldType>) =>
  z.unknown().transform((raw, context): Filters => {
    const { filters, problems } = readFilters(raw, fields);
    for (const { path, message } of problems)
      context.issues.push({ code: 'custom', path, message, input: raw });
    return filters;
  });

/** How a Moment is written in the API document. */
export const momentMeta = {
  override: { type: 'string' as const, format: 'date-time' },
  example: '2026-01-31',
};

/** The query parameters that narrow a list to what was created in a range of time, inclusive at both ends; milliseconds. */
export const createdRange = {
  start_date: Moment.optional().meta({ ...momentMeta, description: 'Created then or later.' }),
  end_date: Moment.optional().meta({ ...momentMeta, description: 'Created then or earlier.' }),
};

/** The query parameter `filters` of a list over these fields. */
export const filtersParameter = (fields: Record<string, FieldType>) =>
  filtersOf(fields)
    .optional()
    .meta({
      param: { style: 'deepObject', explode: true },
      override: { type: 'object', additionalProperties: true },
      description:
        'As in filters[FIELD][conditions][$in][0]=VALUE and filters[junction]=or; fields are joined by it.',
    });

/** The query parameter of what belongs to one customer. */
export const customerParameter = z
  .string()
  .min(1)
  .max(MAX_IDENTIFIER_LENGTH)
  .optional()
  .meta({ description: "The customer's id, else source_id." });

/** The query parameter of a range of time, exclusive at both ends; milliseconds. */
export const momentRange = z
  .strictObject({ after: Moment.optional(), before: Moment.optional() })
  .optional()
  .meta({
    param: { style: 'deepObject', explode: true },
    example: { after: '2026-01-01', before: '2026-01-31T12:00:00Z' },
    description: 'As in [after]=2026-01-31, to be written behind the name.',
  });

import fc from 'fast-check';
import { type FieldType, type Operator, operatorsOf } from '../../../shared/filters.ts';
import type { Raw, RawFilters } from './naive-filters.ts';

/** The values that conditions are made of: some that are in the data, some that are not. */
export interface Values {
  text: fc.Arbitrary<Raw>;
  number: fc.Arbitrary<Raw>;
  moment: fc.Arbitrary<Raw>;
  days: fc.Arbitrary<Raw>;
  /** What a field is compared with as a whole, where its type alone does not say it. */
  whole: (field: string, type: FieldType | undefined) => fc.Arbitrary<Raw>;
}

export const flag = fc.constantFrom('true', 'false');

/** Generates expressions of filters over `fieldTypes`, and over some keys of metadata. */
export function generateFilters(
  fieldTypes: Record<string, FieldType>,
  metadataKeys: readonly string[],
  { text, number, moment, days, whole }: Values,
) {
  const fields = [
    ...Object.keys(fieldTypes).filter((name) => name !== 'metadata'),
    ...metadataKeys.map((key) => `metadata.${key}`),
  ];

  const operatorsOfField = (field: string): readonly Operator[] => {
    const type = fieldTypes[field] ?? 'metadata';
    return operatorsOf[typeof type === 'object' ? 'text' : type];
  };

  function rawValue(field: string, operator: Operator): fc.Arbitrary<Raw> {
    const type = fieldTypes[field];
    if (operator === '$has_value' || operator === '$is_unknown') return flag;
    if (/^\$(contains|not_contain|starts_with|ends_with)$/.test(operator)) return text;
    if (/^\$(more|less)_than(_equal)?$/.test(operator)) return number;
    if (/^\$(after|before)$/.test(operator)) return moment;
    if (/days|ago|future|count/.test(operator)) return days;
    if (type === 'number') return number;
    if (type === 'time') return moment;
    return whole(field, type);
  }

  const condition = (field: string): fc.Arbitrary<[Operator, Raw[]]> =>
    fc
      .constantFrom(...operatorsOfField(field))
      .chain((operator) =>
        fc
          .array(rawValue(field, operator), { minLength: 1, maxLength: 3 })
          .map((values): [Operator, Raw[]] => [operator, values]),
      );
  const fieldConditions = fc
    .constantFrom(...fields)
    .chain((field) =>
      fc
        .array(condition(field), { minLength: 1, maxLength: 2 })
        .map((list) => [field, Object.fromEntries(list)] as const),
    );
  const expression: fc.Arbitrary<RawFilters> = fc.record({
    junction: fc.constantFrom('and', 'or'),
    fields: fc.array(fieldConditions, { minLength: 1, maxLength: 3 }).map((list) => Object.fromEntries(list)),
  });

  /** Every operator of every field once, with one or two values. */
  const samples = () =>
    fields.flatMap((field) =>
      operatorsOfField(field).map((operator) => {
        const values = fc.array(rawValue(field, operator), { minLength: 1, maxLength: 2 });
        return { field, operator, values: fc.sample(values, { numRuns: 1, seed: 1 })[0] ?? [] };
      }),
    );

  return { expression, samples };
}

/** An expression as a query string in brackets. */
export function toQuery({ junction, fields }: RawFilters): string {
  const parts = Object.entries(fields).flatMap(([field, conditions]) =>
    Object.entries(conditions).flatMap(([operator, values]) =>
      values.map((value, index) => [`filters[${field}][conditions][${operator}][${index}]`, String(value)]),
    ),
  );
  return new URLSearchParams([['filters[junction]', junction], ...parts]).toString();
}

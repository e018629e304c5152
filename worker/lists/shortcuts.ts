import type { Condition, Filters } from '../../shared/filters.ts';

/** A query parameter as a condition, several values being alternatives; none where it is not given. */
export const shortcut = (
  field: string,
  operator: Condition['operator'],
  value: string | number | readonly string[] | undefined,
): Condition[] => (value === undefined ? [] : [{ field, operator, values: [value].flat() }]);

/** The parameters `field[after]` and `field[before]` as conditions, both exclusive. */
export const rangeShortcut = (
  field: string,
  range: { after?: number | undefined; before?: number | undefined } | undefined,
): Condition[] => [...shortcut(field, '$after', range?.after), ...shortcut(field, '$before', range?.before)];

/** The parameters `start_date` and `end_date` as conditions, both inclusive; milliseconds. */
export const dateShortcuts = (
  field: string,
  { start_date, end_date }: { start_date?: number | undefined; end_date?: number | undefined },
): Condition[] => [
  ...shortcut(field, '$after', start_date === undefined ? undefined : start_date - 1),
  ...shortcut(field, '$before', end_date === undefined ? undefined : end_date + 1),
];

/** Filters and shortcuts that must all hold become one expression where they can, so that only one of them chooses the index. */
export function combineFilters(filters: Filters | undefined, shortcuts: readonly Condition[]): Filters[] {
  if (!filters || filters.junction === 'and') {
    return [{ junction: 'and', conditions: [...shortcuts, ...(filters?.conditions ?? [])] }];
  }
  return [{ junction: 'and', conditions: [...shortcuts] }, filters];
}

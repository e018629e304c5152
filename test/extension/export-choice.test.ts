import { beforeEach, describe, expect, it } from 'vitest';
import {
  choice,
  choose,
  chooseColumns,
  columnsOf,
  ExportChoice,
  firstChoice,
  moveColumn,
  problemOf,
  toParameters,
} from '../../extension/panel/export/choice.ts';
import { columnGroups } from '../../extension/panel/export/column-groups.ts';
import { columnName } from '../../extension/panel/values/column-name.ts';
import { CreateExport } from '../../shared/exports/exports.ts';

const filters = { status: { conditions: { $is: 'PAID' } } };

beforeEach(() => {
  choice.value = firstChoice();
});

describe('what an export asks for', () => {
  it.each(['order', 'customer'] as const)('is what the API takes, of %ss', (subject) => {
    choose({ subject });
    const request = { exported_object: subject, parameters: toParameters(choice.value, filters) };
    expect(CreateExport.safeParse(request).error?.issues).toBeUndefined();
  });

  it('carries the filters of the list to orders, and not to customers', () => {
    expect(toParameters(choice.value, filters)).toHaveProperty('filters', filters);
    expect(toParameters(choice.value, {})).not.toHaveProperty('filters');
    choose({ subject: 'customer' });
    expect(toParameters(choice.value, filters)).not.toHaveProperty('filters');
  });

  it('does not sort customers by a status', () => {
    choose({ order: 'status' });
    expect(toParameters(choice.value, {}).order).toBe('status');
    choose({ subject: 'customer' });
    expect(toParameters(choice.value, {}).order).toBe('-created_at');
    expect(problemOf(choice.value)).toBeUndefined();
  });

  it('leaves columns of lines out where a row is an order, and has them back with the layout', () => {
    choose({ layout: 'items', fields: ['id', 'item_name', 'status'] });
    expect(columnsOf(choice.value)).toEqual(['id', 'item_name', 'status']);
    choose({ layout: 'orders' });
    expect(columnsOf(choice.value)).toEqual(['id', 'status']);
    expect(moveColumn('id', 1)).toBe(1);
    choose({ layout: 'items' });
    expect(columnsOf(choice.value)).toEqual(['status', 'item_name', 'id']);
  });

  it('keeps the columns of orders and of customers apart', () => {
    choose({ subject: 'customer' });
    chooseColumns(() => ['name']);
    chooseColumns((columns) => [...columns, 'metadata.tier']);
    expect(moveColumn('metadata.tier', -1)).toBe(0);
    expect(moveColumn('metadata.tier', -1)).toBe(0);
    expect(columnsOf(choice.value)).toEqual(['metadata.tier', 'name']);
    choose({ subject: 'order' });
    expect(columnsOf(choice.value)).toEqual(firstChoice().fields);
  });

  it('has at least one column, and not more than the API takes', () => {
    chooseColumns(() => []);
    expect(problemOf(choice.value)).toBe('problem_no_columns');
    chooseColumns(() => Array.from({ length: 101 }, (_, index) => `metadata.key_${index}`));
    expect(problemOf(choice.value)).toBe('problem_columns');
    chooseColumns((columns) => columns.slice(1));
    expect(problemOf(choice.value)).toBeUndefined();
  });

  it('is read of an earlier version, which knew orders only', () => {
    const { subject: _, customerFields: __, ...earlier } = firstChoice();
    expect(ExportChoice.parse(earlier)).toEqual(firstChoice());
  });
});

it.each(['order', 'customer'] as const)(
  'every column that is offered of %ss has a name of its own',
  (subject) => {
    const columns = columnGroups(subject, ['size'], ['colour']).flatMap((group) => group.columns);
    const names = columns.map(columnName);
    expect(names.filter((name) => name === '' || name.includes('_'))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  },
);

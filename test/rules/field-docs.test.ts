import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customerColumns, itemColumns, orderColumns } from '../../shared/exports/export-columns.ts';
import { CreateOrder, OrderStatus } from '../../shared/orders/orders.ts';

/*
 * Compares what docs/api.md says of orders and of the columns of exports with the fields and columns there are.
 */

const docs = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');

/** The text below a heading, up to the next. */
const section = (heading: string): string =>
  new RegExp(`\n## ${heading}\n(.*?)\n## `, 's').exec(docs)?.[1] ?? '';
const missingIn = (text: string, names: readonly string[]): string[] =>
  names.filter((name) => !text.includes(`\`${name}\``));

describe('docs/api.md', () => {
  it('names every field of an order that is sent, and every status', () => {
    expect(missingIn(section('Orders'), Object.keys(CreateOrder.out.shape))).toEqual([]);
    expect(missingIn(section('Orders'), OrderStatus.options)).toEqual([]);
  });

  it.each([
    ['orders', orderColumns],
    ['items', itemColumns],
    ['customers', customerColumns.filter((name) => !/^(redemptions|loyalty)_/.test(name))],
  ] as const)('names every column of an export of %s', (subject, columns) => {
    const [row = ''] = new RegExp(`^\\| of ${subject} \\|.*$`, 'm').exec(docs) ?? [];
    expect(missingIn(row, columns)).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { customerFilterFields } from '../../shared/customers/customer-lists.ts';
import { type FieldType, operatorsOf } from '../../shared/filters.ts';
import { orderFilterFields } from '../../shared/orders/list-orders-query.ts';
import { productFilterFields } from '../../shared/products.ts';
import { redemptionFilterFields } from '../../shared/redemptions/redemption-lists.ts';
import { voucherFilterFields } from '../../shared/vouchers/voucher-lists.ts';

/*
 * Compares the table of filters in docs/api.md with the fields and operators there are.
 */

const docs = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8');
const section = /\n### Filters\n(.*?)\n###? /s.exec(docs)?.[1] ?? '';

/** The clauses of the table's row of a kind: those of a resource begin with "of orders" or the like. */
function clausesOf(kind: string): string[] {
  const [, fields = ''] = new RegExp(`^\\| ${kind}: (.*?) \\|`, 'm').exec(section) ?? [];
  return fields.split('; ');
}

const rows = { text: 'text', number: 'numbers', time: 'times', metadata: 'metadata' } as const;
const kindOf = (type: FieldType) => rows[typeof type === 'object' ? 'text' : type];

const resources: Record<string, Record<string, FieldType>> = {
  orders: orderFilterFields,
  customers: customerFilterFields,
  products: productFilterFields,
  vouchers: voucherFilterFields,
  redemptions: redemptionFilterFields,
};

describe('the table of filters in docs/api.md', () => {
  it.each(Object.entries(resources))('names every field of %s', (resource, fields) => {
    const missing = Object.entries(fields).filter(([field, type]) => {
      if (field === 'metadata') return !section.includes('`metadata.KEY`');
      const clauses = clausesOf(kindOf(type)).filter(
        (clause) => !clause.startsWith('of ') || clause.startsWith(`of ${resource} `),
      );
      const names = [`\`${field}\``, `\`….${field.split('.').at(-1)}\``];
      return !clauses.some((clause) => names.some((name) => clause.includes(name)));
    });
    expect(missing).toEqual([]);
  });

  it('names every operator', () => {
    const operators = Object.values(operatorsOf).flat();
    expect(operators.filter((operator) => !section.includes(`\`${operator}\``))).toEqual([]);
  });
});

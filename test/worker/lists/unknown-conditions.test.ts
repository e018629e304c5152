import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../shared/filters.ts';
import { customerList } from '../../../worker/customers/list-store.ts';
import { exportList } from '../../../worker/exports/store.ts';
import { orderList } from '../../../worker/orders/stores/list-store.ts';

/** Anything that makes a page of a list. */
type Paged = { page: (...asked: Parameters<typeof orderList.page>) => unknown };

const pageOf = (list: Paged, condition: Condition) =>
  list.page(
    { order: '-created_at', filters: [{ junction: 'and', conditions: [condition] }], now: 0 },
    { limit: 1, offset: 0, after: null },
  );

describe('a condition that no schema has checked', () => {
  it.each(['channel', 'constructor', 'metadata', 'metadata.'])('is not taken for metadata: %s', (field) => {
    const condition: Condition = { field, operator: '$is', values: ['x'] };
    for (const list of [orderList, customerList]) {
      expect(() => pageOf(list, condition)).toThrow(`no column for the field ${field}`);
    }
  });

  it('is refused on metadata where a resource has none', () => {
    const condition: Condition = { field: 'metadata.a', operator: '$is', values: ['x'] };
    expect(() => pageOf(exportList, condition)).toThrow('no column for the field metadata.a');
  });

  it('is not taken for another operator where its own does not fit the field', () => {
    const condition: Condition = { field: 'amount', operator: '$count', values: [1] };
    expect(() => pageOf(orderList, condition)).toThrow('the operator $count does not fit the field amount');
  });
});

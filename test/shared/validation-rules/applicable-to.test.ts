import { describe, expect, it } from 'vitest';
import { ApplicableLines } from '../../../shared/validation-rules/applicable-to.ts';
import { isNarrowing, mayTouch } from '../../../worker/validation-rules/engine/applicable-lines.ts';
import { line } from './facts.ts';

const cart = [line('mug', 450, 2), line('bag', 50, 5), line('mug', 400), line('tea', 390), line('mug', 400)];
const mug = { object: 'product', id: 'mug' };
const bag = { object: 'product', id: 'bag' };
const touched = (applicable: object) =>
  mayTouch(ApplicableLines.parse(applicable), cart).flatMap((may, index) => (may ? [index] : []));

describe('applicable_to', () => {
  it('is all lines where nothing is named', () => {
    for (const applicable of [{}, { included_all: true }, { included: [mug], included_all: true }])
      expect([touched(applicable), isNarrowing(ApplicableLines.parse(applicable))]).toEqual([
        [0, 1, 2, 3, 4],
        false,
      ]);
  });

  it('is what is included, less what is excluded', () => {
    expect(touched({ included: [mug] })).toEqual([0, 2, 4]);
    expect(touched({ included: [mug, bag] })).toEqual([0, 1, 2, 4]);
    expect(touched({ excluded: [mug] })).toEqual([1, 3]);
    expect(touched({ included: [mug, bag], excluded: [bag] })).toEqual([0, 2, 4]);
    expect(touched({ included: [bag], included_all: true, excluded: [mug] })).toEqual([1, 3]);
    expect(touched({ included: [{ object: 'sku', id: 'mug' }] })).toEqual([]);
    expect(isNarrowing(ApplicableLines.parse({ excluded: [mug] }))).toBe(true);
  });

  it('may be the cheapest or the most expensive of them', () => {
    expect(touched({ included: [{ ...mug, effect: 'APPLY_TO_CHEAPEST' }] })).toEqual([2, 4]);
    expect(touched({ included: [{ ...mug, effect: 'APPLY_TO_MOST_EXPENSIVE' }] })).toEqual([0]);
    expect(touched({ excluded: [{ ...mug, effect: 'APPLY_TO_CHEAPEST' }] })).toEqual([0, 1, 3]);
  });

  it('refuses what is not possible, and says so', () => {
    const wrong = (reference: object) =>
      ApplicableLines.safeParse({ included: [reference] }).error?.issues.map(({ path, message }) => [
        path.join('.'),
        message,
      ]);
    expect(wrong({ object: 'products_collection', id: 'pc_1' })?.[0]?.[1]).toMatch(/no collections/);
    expect(wrong({ ...mug, target: 'UNIT' })?.[0]?.[1]).toMatch(/no discounts of units/);
    expect(wrong({ ...mug, quantity_limit: 2 })?.[0]).toEqual([
      'included.0.quantity_limit',
      'is not possible: Docket has no limits of single products in a discount',
    ]);
    expect(wrong({ ...mug, effect: 'APPLY_FROM_CHEAPEST' })?.[0]?.[0]).toBe('included.0.effect');
    expect(wrong({ object: 'product' })?.[0]?.[0]).toBe('included.0.id');
  });
});

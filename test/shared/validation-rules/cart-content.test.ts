import { describe, expect, it } from 'vitest';
import type { RuleLine } from '../../../worker/validation-rules/engine/conditions/facts.ts';
import { cart, holds, line } from './facts.ts';

const mug = { id: 'mug', object: 'product', type: 'product_or_sku' };
const bag = { id: 'bag', object: 'product', type: 'product_or_sku' };
const whose = (kind: string, conditions: Record<string, unknown[]>, rules?: Record<string, unknown>) => ({
  name: `order.items.${kind}`,
  conditions,
  ...(rules && { rules }),
});
const [mugs, bags, tea] = [line('mug', 450, 2), line('bag', 50, 5), line('tea', 390)];

describe('what is in the cart', () => {
  it('is asked of any, every or no line', () => {
    const carts: [RuleLine[], any: boolean, every: boolean, none: boolean][] = [
      [[], false, false, true],
      [[bags], false, false, true],
      [[bags, mugs], true, false, false],
      [[mugs, mugs], true, true, false],
    ];
    for (const [lines, ...expected] of carts) {
      const found = ['any', 'every', 'none'].map((kind) =>
        holds(whose(kind, { $is: [mug] }), cart(...lines)),
      );
      expect(found).toEqual(expected);
    }
  });

  it('may be one of several, or anything else', () => {
    const both = { $in: [mug, bag] };
    expect(holds(whose('every', both), cart(mugs, bags))).toBe(true);
    expect(holds(whose('every', both), cart(mugs, bags, tea))).toBe(false);
    expect(holds(whose('any', { $is_not: [mug] }), cart(mugs))).toBe(false);
    expect(holds(whose('any', { $not_in: [mug, bag] }), cart(mugs, bags))).toBe(false);
    expect(holds(whose('any', { $not_in: [mug, bag] }), cart(mugs, tea))).toBe(true);
  });

  it('is found by every identifier that a line carries, and of the kind that is asked', () => {
    const found = (item: Partial<RuleLine>, reference: object) =>
      holds(whose('any', { $is: [reference] }), cart({ quantity: 1, ...item }));
    expect(found({ product: { id: 'p1' } }, { id: 'p1' })).toBe(true);
    expect(found({ product: { source_id: 's1' } }, { id: 's1', object: 'product' })).toBe(true);
    expect(found({ source_id: 's1' }, { id: 'p1', source_id: 's1', object: 'product' })).toBe(true);
    expect(found({ source_id: 's1' }, { id: 's1', object: 'sku' })).toBe(false);
    expect(found({ source_id: 's1', related_object: 'sku' }, { id: 's1', object: 'sku' })).toBe(true);
    expect(found({ source_id: 's1', related_object: 'sku' }, { id: 's1', object: 'product' })).toBe(false);
    expect(found({ sku_id: 'k1', product_id: 'p1' }, { id: 'k1' })).toBe(true);
    expect(found({ sku_id: 'k1', product_id: 'p1' }, { id: 'p1', object: 'product' })).toBe(true);
    expect(found({ sku_id: 'k1' }, { id: 'k1', object: 'product' })).toBe(false);
    expect(found({ product_id: 'p1' }, { id: 'p2', source_id: '' })).toBe(false);
    expect(found({}, { id: 'p1', source_id: null })).toBe(false);
  });

  it('is the cheapest or the most expensive line, or one of several such', () => {
    expect(holds(whose('cheapest', { $is: [bag] }), cart(mugs, bags, tea))).toBe(true);
    expect(holds(whose('cheapest', { $is: [mug] }), cart(mugs, bags, tea))).toBe(false);
    expect(holds(whose('most_expensive', { $is: [mug] }), cart(mugs, bags, tea))).toBe(true);
    expect(holds(whose('most_expensive', { $is: [bag] }), cart(mugs, bags, tea))).toBe(false);
    expect(holds(whose('cheapest', { $is: [mug] }), cart(line('mug', 50), bags, tea))).toBe(true);
    expect(holds(whose('cheapest', { $is: [mug] }), cart(line('mug', 51), bags, tea))).toBe(false);
    expect(holds(whose('cheapest', { $is: [bag] }), cart(line('bag', 0), tea))).toBe(true);
    expect(holds(whose('cheapest', { $is: [bag] }), cart({ product_id: 'bag', quantity: 1 }))).toBe(false);
  });
});

/** Rules within order.items.any $is mug, and a cart in which the number asked for is `n`. */
const within: Record<string, (n: number) => RuleLine[]> = {
  'order.items.quantity': (n) => [line('mug', 450, n), line('bag', 50, 100)],
  'order.items.price': (n) => [line('mug', n, 2), line('bag', 5000)],
  'order.items.aggregated_quantity': (n) => [
    line('mug', 450, 4),
    line('mug', 400, n - 4),
    line('bag', 50, 100),
  ],
  'order.items.aggregated_amount': (n) => [line('mug', 2, 2), line('mug', n - 4), line('bag', 5000)],
};

describe.each(Object.entries(within))('%s within a rule', (name, cartAt) => {
  it.each([
    ['$more_than_or_equal', [false, true, true]],
    ['$more_than', [false, false, true]],
    ['$less_than_or_equal', [true, true, false]],
    ['$less_than', [true, false, false]],
    ['$is', [false, true, false]],
  ] as const)('%s: below, equal, above', (operator, expected) => {
    const setting = whose('any', { $is: [mug] }, { 1: { name, conditions: { [operator]: [10] } } });
    expect([9, 10, 11].map((n) => holds(setting, cart(...cartAt(n))))).toEqual(expected);
  });
});

describe('rules within a rule', () => {
  const two = { name: 'order.items.quantity', conditions: { $more_than_or_equal: [2] } };
  const cheap = { name: 'order.items.price', conditions: { $less_than: [400] } };

  it('are asked of one and the same line', () => {
    const setting = whose('any', { $is: [mug] }, { 1: two, 2: cheap, logic: '1 AND 2' });
    expect(holds(setting, cart(line('mug', 450, 2), line('mug', 300)))).toBe(false);
    expect(holds(setting, cart(line('mug', 450), line('mug', 300, 2)))).toBe(true);
    const either = whose('any', { $is: [mug] }, { 1: two, 2: cheap, logic: '1 OR 2' });
    expect(holds(either, cart(line('mug', 450, 2), line('bag', 300)))).toBe(true);
    expect(holds(either, cart(line('mug', 450), line('bag', 300, 2)))).toBe(false);
  });

  it('are asked of every line, or must hold of none', () => {
    expect(holds(whose('every', { $is: [mug] }, { 1: two }), cart(mugs, line('mug', 1)))).toBe(false);
    expect(holds(whose('every', { $is: [mug] }, { 1: two }), cart(mugs, mugs))).toBe(true);
    expect(holds(whose('none', { $is: [mug] }, { 1: two }), cart(line('mug', 1)))).toBe(true);
    expect(holds(whose('none', { $is: [mug] }, { 1: two }), cart(mugs))).toBe(false);
    expect(holds(whose('cheapest', { $is: [bag] }, { 1: two }), cart(mugs, bags))).toBe(true);
    expect(holds(whose('most_expensive', { $is: [mug] }, { 1: two }), cart(line('mug', 450), bags))).toBe(
      false,
    );
  });

  it('do without conditions around them', () => {
    expect(holds({ name: 'order.items.every', rules: { 1: two } }, cart(mugs, bags))).toBe(true);
    expect(holds({ name: 'order.items.every', rules: { 1: two } }, cart(mugs, tea))).toBe(false);
  });

  it('see the metadata of the line', () => {
    const gift = { name: 'order.items.metadata', property: 'gift', conditions: { $is: [true] } };
    const wrapped = line('bag', 50, 1, { metadata: { gift: true } });
    expect(holds(gift, cart(mugs, wrapped))).toBe(true);
    expect(holds(gift, cart(mugs))).toBe(false);
    expect(holds(whose('any', { $is: [mug] }, { 1: gift }), cart(mugs, wrapped))).toBe(false);
    expect(holds(whose('any', { $is: [bag] }, { 1: gift }), cart(mugs, wrapped))).toBe(true);
  });
});

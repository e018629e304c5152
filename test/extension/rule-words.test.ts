import { expect, it } from 'vitest';
import { ruleWords } from '../../extension/panel/order-form/rule-words.ts';

const amount = { name: 'order.amount', conditions: { $more_than_or_equal: [5000] } };

it('says what a rule asks for, amounts in the currency', () => {
  expect(ruleWords({ 1: amount, logic: '1' }, 'GBP')).toEqual(['1. order amount at least £50.00']);
});

it('names products and keys of metadata, and indents what stands within a rule', () => {
  const quantity = { name: 'order.items.aggregated_quantity', conditions: { $more_than: [1] } };
  const mugs = {
    name: 'order.items.any',
    conditions: {
      $in: [
        { id: 'prod_1', source_id: 'mug', object: 'product' },
        { id: 'sku_1', object: 'sku' },
      ],
    },
    rules: { 1: quantity, logic: '1' },
  };
  const tier = { name: 'customer.metadata', property: 'tier', conditions: { $is_not: ['gold'] } };
  expect(ruleWords({ 1: mugs, 2: tier, logic: '1 AND 2' }, 'GBP')).toEqual([
    '1. order items any is mug, sku_1',
    '→ 1. order items aggregated quantity more than 1',
    '2. customer metadata tier is not gold',
  ]);
});

it('says how rules are combined where not all must hold', () => {
  expect(ruleWords({ 1: amount, 2: amount, logic: '1 OR 2' }, 'GBP').at(-1)).toBe('1 OR 2');
});

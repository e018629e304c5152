import { expect, it } from 'vitest';
import { changedFields } from '../../extension/panel/forms/changed-fields.ts';

it('compares a change with what is stored, metadata and address by their keys', () => {
  const change = { name: 'Anna', address: { city: 'York' }, metadata: { tier: null }, items: [1] };
  const stored = { name: 'Ann', address: null, metadata: { tier: 'gold', other: 1 }, items: [2] };
  expect(changedFields(change, stored)).toEqual([
    ['name', 'Anna', 'Ann'],
    ['address.city', 'York', undefined],
    ['metadata.tier', null, 'gold'],
    ['items', [1], [2]],
  ]);
});

it('compares an address that is taken away as a whole', () => {
  expect(changedFields({ address: null }, { address: { city: 'York' } })).toEqual([
    ['address', null, { city: 'York' }],
  ]);
});

import { describe, expect, it } from 'vitest';
import { fieldName } from '../../extension/panel/values/field-name.ts';
import customerTriggers from '../../worker/triggers/customers.sql?raw';
import orderTriggers from '../../worker/triggers/orders.sql?raw';

/** The fields that a trigger compares for an event. */
const shownBy = (triggers: string): string[] =>
  [...triggers.matchAll(/json_array\(\s*'(\w+)', OLD/g)].map(([, field]) => field ?? '');

describe('in activity', () => {
  it.each([...shownBy(orderTriggers), ...shownBy(customerTriggers)])('%s has a name for reading', (field) => {
    expect(fieldName(field)).toMatch(/^[A-Z][^_]*$/);
  });

  it('an attribute goes by its key', () => {
    expect(fieldName('metadata.gift_note')).toBe('gift_note');
  });
});

import { describe, expect, it } from 'vitest';
import { formOfSelection } from '../../extension/capture/form-of-selection.ts';
import { emptyForm } from '../../extension/drafts/orders/order-draft.ts';
import { readForm } from '../../extension/drafts/orders/order-of-draft.ts';

const linesOf = (selection: string, currency = 'USD') =>
  (formOfSelection(selection, currency).lines ?? []).map(({ quantity, name, price }) => [
    quantity,
    name,
    price,
  ]);

describe('an order begun with a selected text', () => {
  it('has number, email and lines of an order’s page', () => {
    const selection = `
      Order #1001
      Ada Lovelace
      ada@example.com
      2 x Mug, blue   $4.50
      1 × Teapot – €19.00
      Shipping $5.00
      Total $33.00`;
    const form = formOfSelection(selection, 'USD');
    expect(form.sourceId).toBe('1001');
    expect(form.lookups?.customer).toBe('ada@example.com');
    expect(linesOf(selection)).toEqual([
      ['2', 'Mug, blue', '4.50'],
      ['1', 'Teapot', '19.00'],
    ]);
  });

  it('can be saved once the customer is chosen', () => {
    const form = { ...emptyForm, ...formOfSelection('2 x Mug 4.50\n1 x Cup', 'USD') };
    const { problems, totals, order } = readForm(form, 'USD');
    expect([...problems]).toEqual([]);
    expect(totals?.totalAmount).toBe(0);
    expect(order.items).toEqual([
      { product: { name: 'Mug' }, quantity: 2, price: 450 },
      { product: { name: 'Cup' }, quantity: 1 },
    ]);
  });

  it.each([
    ['2 x Mug 4.50', ['2', 'Mug', '4.50']],
    ['2× Mug', ['2', 'Mug', '']],
    ['3 * Tea towel $12', ['3', 'Tea towel', '12']],
    ['Mug x 2', ['2', 'Mug', '']],
    ['Mug x2 4,50', ['2', 'Mug', '4,50']],
    ['Mug × 2 – $4.50', ['2', 'Mug', '4.50']],
    ['1 x iPhone 15', ['1', 'iPhone', '15']],
    ['10 x Nails 5 mm', ['10', 'Nails 5 mm', '']],
    ['2 x Mug 1,234.50 USD', ['2', 'Mug', '1,234.50']],
  ])('%s is a line', (selection, line) => {
    expect(linesOf(selection)).toEqual([line]);
  });

  it.each(['Mug', 'Total: 33.00', 'ada@example.com', '', '12', 'Box 20 x', 'x 2'])(
    '%j is none',
    (selection) => {
      expect(linesOf(selection)).toEqual([]);
    },
  );

  it.each([
    ['Order #1001', '1001'],
    ['order no. A-17', 'A-17'],
    ['Order number: 2026/0001', '2026'],
    ['#SO-2204 placed yesterday', 'SO-2204'],
    ['Order date: 2026-01-31', undefined],
    ['Reorder 12 mugs', undefined],
    ['nothing', undefined],
  ])('%s is the number %s', (selection, number) => {
    expect(formOfSelection(selection, 'USD').sourceId).toBe(number);
  });

  it('leaves out of a whole page what is more than an order', () => {
    const page = Array.from({ length: 500 }, (_, index) => `1 x Thing ${index}`).join('\n');
    expect(linesOf(page)).toHaveLength(50);
  });

  it('is read at once, also where a page is hostile', () => {
    const hostile = `${'1 x '.repeat(20_000)}\n${'a'.repeat(50_000)}@\n${'- '.repeat(50_000)}9\n1 x ${' -'.repeat(20_000)}`;
    expect(linesOf(hostile).length).toBeLessThanOrEqual(50);
  });
});

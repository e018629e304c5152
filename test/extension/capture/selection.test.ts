import { describe, expect, it } from 'vitest';
import { settlePage } from '../../../extension/capture/meaning/settle-page.ts';
import { readSelectedText } from '../../../extension/capture/readers/selection.ts';

const read = (text: string, own = 'USD') => settlePage({ url: '', candidates: readSelectedText(text) }, own);
const linesOf = (text: string) =>
  readSelectedText(text)[0]?.lines.map(({ quantity, name }) => [quantity, name]);

describe('a selected text', () => {
  it('is read where its lines and sums make its total', () => {
    const page = read(
      'Order #1001\nAda Lovelace\nada@lovelace.example\n2 x Mug, blue   $4.50\n1 × Teapot – $19.00\nShipping $5.00\nTotal $33.00',
    );
    expect(page).toMatchObject({
      order: { sourceId: '1001', customer: { email: 'ada@lovelace.example' } },
      reading: {
        agrees: true,
        total: 3300,
        lines: [
          { name: 'Mug, blue', quantity: 2, unitPrice: 450 },
          { name: 'Teapot', unitPrice: 1900 },
        ],
      },
    });
  });

  it('takes an amount for that of all pieces where the total says so', () => {
    const page = read('Stoneware mug × 2\t€29.00\nSubtotal: €29.00\nTotal: €29.00');
    expect(page).toMatchObject({ reading: { agrees: true, lines: [{ quantity: 2, unitPrice: 1450 }] } });
  });

  it('reads both prices of a row', () => {
    expect(read('2 × Mug — €4.50 = €9.00\nTotal: €9.00')).toMatchObject({
      reading: { agrees: true, lines: [{ name: 'Mug', quantity: 2, unitPrice: 450 }] },
    });
  });

  it('ticks nothing without a total', () => {
    expect(read('2 x Mug $4.50\n1 x Cup')).toMatchObject({ reading: { agrees: false } });
  });

  it.each([
    ['2 x Mug $4.50', ['2', 'Mug']],
    ['2× Mug', ['2', 'Mug']],
    ['Mug × 2 – $4.50', ['2', 'Mug']],
    ['1 x iPhone 15', ['1', 'iPhone 15']],
    ['10 x Nails 5 mm', ['10', 'Nails 5 mm']],
  ])('%s has a line', (text, line) => {
    expect(linesOf(text)).toEqual([line]);
  });

  it.each([
    'Mug',
    'Total: 33.00',
    'Total: 2 x 9.00',
    'Frame 30 x 40 cm 12.00',
    'Screw M4 x 20 0.10',
    'Colour #fff000',
    'ada@lovelace.example',
    '',
    'Box 20 x',
  ])('%j has none', (text) => {
    expect(linesOf(text)).toEqual([]);
  });

  it('leaves an earlier order’s number', () => {
    expect(readSelectedText('my last order was #1041')[0]?.sourceId).toBeUndefined();
  });

  it('is read at once, also where it is hostile', () => {
    const hostile = `${'1 x '.repeat(20_000)}\n${'a'.repeat(50_000)}@\n${'- '.repeat(50_000)}9\n1 x ${' -'.repeat(20_000)}`;
    expect(linesOf(hostile)?.length).toBeLessThanOrEqual(200);
  });
});

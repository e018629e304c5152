import { describe, expect, it } from 'vitest';
import type {
  CapturedLine,
  CapturedOrder,
  CapturedTotal,
} from '../../../extension/capture/meaning/captured-order.ts';
import { readOrder } from '../../../extension/capture/meaning/read-order.ts';

const line = (
  quantity: string,
  unitPrice?: string,
  amount?: string,
  more: Partial<CapturedLine> = {},
): CapturedLine => ({
  name: 'Mug',
  quantity,
  ...(unitPrice !== undefined && { unitPrice }),
  ...(amount !== undefined && { amount }),
  ...more,
});
const sum = (
  kind: CapturedTotal['kind'],
  amount: string,
  more: Partial<CapturedTotal> = {},
): CapturedTotal => ({
  kind,
  label: kind,
  amount,
  ...more,
});
const order = (
  lines: CapturedLine[],
  totals: CapturedTotal[],
  more: Partial<CapturedOrder> = {},
): CapturedOrder => ({
  reader: 'table',
  customer: {},
  lines,
  totals,
  notUnderstood: [],
  ...more,
});
const reasonOf = (captured: CapturedOrder, own?: string) => {
  const reading = readOrder(captured, own);
  return reading.agrees || reading.reason;
};

describe('an order whose numbers agree', () => {
  it('has the price of one from the total of all', () => {
    const reading = readOrder(order([line('2', undefined, '€29.00')], [sum('total', '€29.00')]));
    expect(reading).toMatchObject({
      agrees: true,
      currency: 'EUR',
      lines: [{ quantity: 2, unitPrice: 1450 }],
    });
  });

  it.each([
    ['tax on top', [sum('tax', '€5.80'), sum('total', '€34.80')], { tax: 580 }, { tax: 0 }],
    ['tax in the prices', [sum('tax', '€4.83'), sum('total', '€29.00')], { tax: 0 }, { tax: 483 }],
    ['a discount', [sum('discount', '-€4.00'), sum('total', '€25.00')], { discount: 400 }, {}],
    [
      'two rates and their sum',
      [sum('tax', '€1.00'), sum('tax', '€2.00'), sum('tax', '€3.00'), sum('total', '€32.00')],
      { tax: 300 },
      {},
    ],
    ['a fee', [sum('fee', '€1.50'), sum('total', '€30.50')], { fees: [{ name: 'fee', amount: 150 }] }, {}],
  ])('is read with %s', (_, totals, adjustments, included) => {
    expect(readOrder(order([line('2', '€14.50', '€29.00')], totals))).toMatchObject({
      agrees: true,
      adjustments,
      included,
    });
  });

  it('may have lines that are less by the order’s discount', () => {
    const lines = [line('2', '€15.00', '€27.00'), line('1', '€69.00', '€69.00')];
    expect(readOrder(order(lines, [sum('discount', '€3.00'), sum('total', '€96.00')]))).toMatchObject({
      agrees: true,
      lines: [{ unitPrice: 1500 }, { unitPrice: 6900 }],
      adjustments: { discount: 300 },
    });
  });

  it('takes the number of decimals that a currency has for the right one', () => {
    expect(
      readOrder(order([line('2', 'KWD 12.500', 'KWD 25.000')], [sum('total', 'KWD 25.000')])),
    ).toMatchObject({ total: 25000 });
    expect(readOrder(order([line('2', '¥10.000', '¥20.000')], [sum('total', '¥20.000')]))).toMatchObject({
      total: 20000,
    });
  });
});

describe('an order that is refused', () => {
  const mug = [line('2', '€14.50', '€29.00')];
  it.each([
    ['line_differs', order([line('2', '€14.50', '€30.00')], [sum('total', '€30.00')])],
    ['total_differs', order(mug, [sum('shipping', '€5.00'), sum('total', '€40.00')])],
    ['subtotal_differs', order(mug, [sum('subtotal', '€31.00'), sum('total', '€29.00')])],
    ['no_total', order(mug, [sum('subtotal', '€29.00')])],
    ['several_totals', order(mug, [sum('total', '€29.00'), sum('total', '€35.00')])],
    ['no_currency', order([line('2', '14.50', '29.00')], [sum('total', '29.00')])],
    ['currency_unclear', order([line('2', '$14.50', '$29.00')], [sum('total', '€29.00')])],
    ['number_unclear', order([line('2', '€10.000', '€20.000')], [sum('total', '€20.000')])],
    ['line_differs', order([line('1.5', '€10.00', '€15.00')], [sum('total', '€15.00')])],
    ['no_lines', order([], [sum('total', '€29.00')])],
  ])('because of %s', (reason, captured) => {
    expect(reasonOf(captured)).toBe(reason);
  });

  it('asks which dollars they are, unless the desk or the page says so', () => {
    const dollars = order([line('2', '$14.50', '$29.00')], [sum('total', '$29.00')], { locale: 'es' });
    expect(reasonOf(dollars)).toBe('currency_unclear');
    expect(readOrder(dollars, 'MXN')).toMatchObject({ currency: 'MXN' });
    expect(readOrder({ ...dollars, locale: 'es-AR' })).toMatchObject({ currency: 'ARS' });
    expect(readOrder({ ...dollars, currency: 'CLP', locale: 'es' })).toBeTruthy();
  });

  it('does not take ten thousand for ten where the page’s language says which', () => {
    const thousands = order([line('2', '€10.000', '€20.000')], [sum('total', '€20.000')], { locale: 'de' });
    expect(readOrder(thousands)).toMatchObject({ agrees: true, total: 2000000 });
  });
});

import { describe, expect, it } from 'vitest';
import { toMinor } from '../../extension/capture/meaning/minor-units.ts';
import { readMoneyText } from '../../extension/capture/meaning/money.ts';
import { readQuantities } from '../../extension/numbers.ts';

/** The minor units with a decimal point and with a decimal comma; undefined where the text is no amount then. */
const both = (text: string, currency: string) => {
  const money = readMoneyText(text);
  return (['.', ','] as const).map((separator) => money && toMinor(money, separator, currency));
};

describe('an amount as a page writes it', () => {
  it.each([
    ['1.234,50', 'EUR', undefined, 123450],
    ['1,234.50', 'EUR', 123450, undefined],
    ['1 234,50', 'EUR', undefined, 123450],
    ['1 234,50 €', 'EUR', undefined, 123450],
    ['1\u202f234,50\u00a0€', 'EUR', undefined, 123450],
    ["CHF 1'234.50", 'CHF', 123450, undefined],
    ['CHF 1’234.50', 'CHF', 123450, undefined],
    ['₹1,24,500.00', 'INR', 12450000, undefined],
    ['₹1,24,500', 'INR', 12450000, undefined],
    ['12', 'EUR', 1200, 1200],
    ['12,5', 'EUR', undefined, 1250],
    ['12,- €', 'EUR', 1200, 1200],
    ['145:-', 'SEK', 14500, 14500],
    ['¥1,450', 'JPY', 1450, undefined],
    ['10.000', 'EUR', 1000, 1000000],
    ['1.234', 'EUR', undefined, 123400],
    ['KWD 12.500', 'KWD', 12500, 12500000],
    ['- €5.00', 'EUR', -500, undefined],
    ['(5.00)', 'USD', -500, undefined],
    ['-$5.00', 'USD', -500, undefined],
    ['R$ 1.069,00', 'BRL', undefined, 106900],
    ['29,00 zł', 'PLN', undefined, 2900],
    ['1 690 Kč', 'CZK', 169000, 169000],
    ['$ 14.50 USD', 'USD', 1450, undefined],
    ['€14.50 (incl. 20% VAT)', 'EUR', 1450, undefined],
    ['14,50 € HT', 'EUR', undefined, 1450],
    ['Kostenlos', 'EUR', 0, 0],
    ['Gratis', 'EUR', 0, 0],
    ['٢٩٫٥٠', 'EGP', undefined, 2950],
  ])('%s in %s is %s with a point, %s with a comma', (text, currency, point, comma) => {
    expect(both(text, currency)).toEqual([point, comma]);
  });

  it.each([
    '',
    '–',
    'Mug',
    'iPhone 15',
    '30 x 40 cm',
    '2 × €14.50',
    '#1042',
    '1.2.3',
    '20 %',
    '3 items',
    '2026-11-03',
  ])('%j is none', (text) => {
    const money = readMoneyText(text);
    expect(
      money && [toMinor(money, '.', 'EUR'), toMinor(money, ',', 'EUR')].some((minor) => minor !== undefined),
    ).toBeFalsy();
  });
});

describe('a quantity', () => {
  it.each([
    ['2', [2]],
    ['× 2', [2]],
    ['2x', [2]],
    ['2 pcs', [2]],
    ['2 Stk.', [2]],
    ['Qty: 3', [3]],
    ['2.00', [2]],
    ['2.000', [2, 2000]],
    ['1.5', []],
    ['1,5 kg', []],
    ['', []],
    ['Mug', []],
  ])('%j may be %j', (text, quantities) => {
    expect(readQuantities(text)).toEqual(quantities);
  });
});

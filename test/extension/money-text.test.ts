import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { amountProblemText, readAmount, toDecimal, toInputText } from '../../extension/money-text.ts';
import { digitsOf, MAX_AMOUNT } from '../../shared/money.ts';
import { browser } from './set-up/browser.ts';

const locales = ['en', 'en-IN', 'de', 'fr', 'de-CH', 'ja', 'pl', 'fa', 'ar-EG'];
const currencies = { JPY: 0, USD: 2, CHF: 2, KWD: 3, CLF: 4 };
const locale = fc.constantFrom(...locales);
const currency = fc.constantFrom(...Object.keys(currencies));
const minor = fc.oneof(fc.nat(100_000), fc.maxSafeNat());

/** A number of minor units as digits in front of and behind the point, by whole numbers alone. */
function split(amount: number, of: string): { whole: bigint; fraction: string } {
  const unit = 10n ** BigInt(digitsOf(of));
  const fraction = (BigInt(amount) % unit).toString().padStart(digitsOf(of), '0');
  return { whole: BigInt(amount) / unit, fraction: digitsOf(of) === 0 ? '' : fraction };
}

const grouped = (whole: bigint, separator: string): string =>
  whole.toString().replace(/\B(?=(\d{3})+$)/g, separator);

describe('an amount that is typed', () => {
  it('has as many digits as its currency', () => {
    for (const [code, digits] of Object.entries(currencies)) expect(digitsOf(code)).toBe(digits);
  });

  it('is what the form shows of it, in every locale, to the last digit', () => {
    fc.assert(
      fc.property(minor, currency, locale, (amount, of, where) => {
        expect(readAmount(toInputText(amount, of, where), of, where)).toEqual({ amount });
      }),
    );
  });

  it('may have groups, where both separators tell which is which', () => {
    const separators = fc.constantFrom(
      [',', '.'],
      ['.', ','],
      ["'", '.'],
      ['’', '.'],
      [' ', ','],
      [' ', '.'],
    );
    fc.assert(
      fc.property(minor, currency, locale, separators, (amount, of, where, [group = '', point]) => {
        const { whole, fraction } = split(amount, of);
        if (fraction === '' || whole < 1000n) return;
        expect(readAmount(`${grouped(whole, group)}${point}${fraction}`, of, where)).toEqual({ amount });
      }),
    );
  });

  it('may be copied from where the locale has formatted it', () => {
    fc.assert(
      fc.property(minor, currency, fc.constantFrom('en', 'de', 'fr', 'de-CH', 'ja'), (amount, of, where) => {
        const digits = digitsOf(of);
        const format = new Intl.NumberFormat(where, {
          style: 'currency',
          currency: of,
          currencyDisplay: 'narrowSymbol',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
        const shown = format.format(toDecimal(amount, of) as `${number}`);
        expect([shown, readAmount(shown, of, where)]).toEqual([shown, { amount }]);
      }),
    );
  });

  it.each([
    ['12.5', 'USD', 'en', 1250],
    ['12,5', 'USD', 'en', 1250],
    ['12,5', 'EUR', 'de', 1250],
    ['1,234', 'USD', 'en', 123_400],
    ['1.234', 'EUR', 'de', 123_400],
    ['1,234,567', 'USD', 'en', 123_456_700],
    ['1.234.567,8', 'EUR', 'en', 123_456_780],
    ["1'234.50", 'CHF', 'de-CH', 123_450],
    ['1 234,50 €', 'EUR', 'fr', 123_450],
    [' USD 12.50', 'USD', 'en', 1250],
    ['12.50 PLN ', 'PLN', 'pl', 1250],
    ['$12.50', 'USD', 'en', 1250],
    ['￥1,234', 'JPY', 'ja', 1234],
    ['1,234', 'KWD', 'en', 1_234_000],
    ['1.234', 'KWD', 'en', 1234],
    ['0,123', 'KWD', 'en', 123],
    ['12.', 'USD', 'en', 1200],
    ['.5', 'USD', 'en', 50],
    ['12.500', 'USD', 'de', 1_250_000],
    ['10.000', 'KWD', 'en', 10_000],
    ['10,000', 'USD', 'en', 1_000_000],
    ['٢٩٫٥٠', 'EGP', 'ar-EG', 2950],
    ['12.50000', 'USD', 'en', 1250],
    ['1,23,456.50', 'INR', 'en-IN', 12_345_650],
  ])('%s of %s in %s is %d', (typed, of, where, amount) => {
    expect(readAmount(typed, of, where)).toEqual({ amount });
  });

  it.each([
    ['', 'not_a_number'],
    ['.', 'not_a_number'],
    ['free', 'not_a_number'],
    ['-5', 'not_a_number'],
    ['1e3', 'not_a_number'],
    ['1.2.3', 'not_a_number'],
    ['1,234,56', 'not_a_number'],
    ['1.234,567.89', 'not_a_number'],
    ['12.345', 'too_many_digits'],
    ['90071992547409.92', 'too_large'],
    ['99999999999999999999999999', 'too_large'],
  ])('%j is refused as %s', (typed, problem) => {
    expect(readAmount(typed, 'USD', 'en')).toEqual({ problem });
  });

  it.each([
    ['10.000', 'USD', 'en', [1000, 1_000_000]],
    ['$ 1.500', 'USD', 'en', [150, 150_000]],
    ['10,000 €', 'EUR', 'de', [1000, 1_000_000]],
    ['2.000', 'JPY', 'en', [2, 2000]],
  ])('%s of %s in %s is asked: it may be either of %j', (typed, of, where, readings) => {
    expect(readAmount(typed, of, where)).toEqual({ problem: 'two_readings', readings });
  });

  it('that may be two is told with both, as they can be typed', async () => {
    const read = readAmount('10.000', 'USD', 'en');
    if ('amount' in read) throw new Error('it was read as one');
    expect(amountProblemText(read, 'USD')).toBe('This could be 10.00 or 10000.00. Write it as one of these.');
  });

  it('is never read as another number than the one that its characters say', () => {
    const character = fc.constantFrom(...'0123456789.,'.split(''));
    fc.assert(
      fc.property(fc.array(character, { maxLength: 12 }), currency, locale, (characters, of, where) => {
        const read = readAmount(characters.join(''), of, where);
        if (!('amount' in read)) return;
        const { whole, fraction } = split(read.amount, of);
        const digits = characters.filter((each) => /\d/.test(each)).join('');
        const trim = (each: string) => each.replace(/^0+|0+$/g, '');
        expect(trim(digits)).toBe(trim(`${whole}${fraction}`));
      }),
    );
  });
});

describe('an amount that is shown', () => {
  beforeEach(() => void vi.resetModules());

  it.each(['en', 'de', 'fr', 'de-CH', 'ja'])('is exact up to 2^53 - 1 in %s', async (where) => {
    browser.i18n.language = where;
    const { formatMoney } = await import('../../extension/panel/values/format.ts');
    const digitsIn = (shown: string) => shown.replace(/\D/g, '').replace(/^0+/, '');
    fc.assert(
      fc.property(fc.oneof(minor, fc.constant(MAX_AMOUNT)), currency, (amount, of) => {
        expect(digitsIn(formatMoney(amount, of))).toBe(amount === 0 ? '' : String(amount));
      }),
    );
  });
});

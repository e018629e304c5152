import { digitsOf } from '../../../shared/money.ts';
import { type DecimalSeparator, readDecimal, separatorOf, separators } from '../../numbers.ts';
import { balance, ofBasis, type Sum } from './balance.ts';
import type { CapturedOrder } from './captured-order.ts';
import { findCurrency } from './currencies.ts';
import { toMinor } from './minor-units.ts';
import { type MoneyText, readMoneyText } from './money.ts';
import { readLine, type ToMinor, toUnclear } from './read-line.ts';
import type { Reading, RefusalReason } from './reading.ts';

/*
 * What the numbers of an order mean. Nothing is believed that does not add up: quantity x unit price is a line's total, and
 * the lines with shipping, tax, fees and discounts are the page's own total.
 */

type Refused = Extract<Reading, { agrees: false }>;

/** All amounts of an order, taken apart. */
function moneyOf(order: CapturedOrder): Map<string, MoneyText> {
  const texts = [
    ...order.lines.flatMap(({ unitPrice, amount, discount, tax }) => [unitPrice, amount, discount, tax]),
    ...order.totals.map(({ amount }) => amount),
  ];
  const read = texts.flatMap((text): [string, MoneyText][] => {
    const money = text === undefined ? undefined : readMoneyText(text);
    return text !== undefined && money ? [[text, money]] : [];
  });
  return new Map(read);
}

/** Reads all numbers by one decimal separator. */
function readAll(order: CapturedOrder, minor: ToMinor, currency: string): Reading {
  const opened = order.lines.map((line) => readLine(line, minor));
  const lines = opened.flatMap((line) => line ?? []);
  const shown = order.lines.map((line, index) => {
    const {
      gap: _,
      isUnexplained: __,
      ...read
    } = opened[index] ?? { ...toUnclear(line), gap: 0, isUnexplained: true };
    return read;
  });
  const refuse = (reason: RefusalReason, more: Partial<Refused> = {}): Refused => ({
    agrees: false,
    reason,
    currency,
    lines: shown,
    ...more,
  });
  if (lines.length < opened.length) return refuse('line_differs');
  const sums = order.totals.flatMap(({ amount: text, ...row }): Sum[] => {
    const amount = minor(text);
    return amount === undefined ? [] : [{ ...row, amount }];
  });
  if (sums.length < order.totals.length) return refuse('number_unclear');
  const [total, other] = new Set(
    ofBasis(sums, 'gross').flatMap(({ kind, amount }) => (kind === 'total' ? [amount] : [])),
  );
  if (total === undefined) return refuse('no_total');
  if (other !== undefined) return refuse('several_totals');
  const balances = (['gross', 'net'] as const).flatMap(
    (basis) => balance(lines, ofBasis(sums, basis), total) ?? [],
  );
  const found = balances.find(({ subtotalAgrees }) => subtotalAgrees);
  if (found) {
    const { subtotalAgrees: _, ...agreed } = found;
    return {
      agrees: true,
      currency,
      lines: lines.map(({ gap: __, isUnexplained: ___, ...line }) => line),
      ...agreed,
    };
  }
  const items = lines.reduce((all, { amount }) => all + amount, 0);
  return refuse(balances.length > 0 ? 'subtotal_differs' : 'total_differs', { total, items });
}

interface Attempt {
  separator: DecimalSeparator;
  reading: Reading;
  /** The most and the fewest digits behind the separator. */
  fractions: [number, number];
}

/**
 * Of two ways to read the same digits the one that has the currency's usual number of decimals, else the one of the page's language;
 * where neither says which, none.
 */
function choose(
  attempts: readonly Attempt[],
  currency: string,
  locale: string | undefined,
): Reading | undefined {
  const agreed = attempts.filter(({ reading }) => reading.agrees);
  const [first, second] = agreed;
  if (!first || !second || JSON.stringify(first.reading) === JSON.stringify(second.reading))
    return first?.reading;
  const digits = digitsOf(currency);
  const usual = agreed.filter(({ fractions }) => fractions.every((fraction) => fraction === digits));
  if (usual.length === 1) return usual[0]?.reading;
  const separator = locale === undefined ? undefined : separatorOf(locale);
  const local = agreed.find((attempt) => attempt.separator === separator && attempt.fractions[0] <= digits);
  return local?.reading ?? { agrees: false, reason: 'number_unclear', currency, lines: [] };
}

/** The less a refusal says about the order's own numbers, the later it is told. */
const telling: readonly RefusalReason[] = [
  'total_differs',
  'subtotal_differs',
  'several_totals',
  'no_total',
  'line_differs',
  'number_unclear',
];

/**
 * Reads an order's numbers, or says why they are not believed.
 * @param own the desk's currency (ISO 4217), which decides between currencies that share a sign
 */
export function readOrder(order: CapturedOrder, own?: string): Reading {
  if (order.lines.length === 0) return { agrees: false, reason: 'no_lines', lines: [] };
  const money = moneyOf(order);
  const lines = order.lines.map(toUnclear);
  const tokens = [...money.values()].flatMap(({ token }) => token ?? []);
  const found = findCurrency(tokens, { stated: order.currency, locale: order.locale, own });
  if (!found) return { agrees: false, reason: 'no_currency', lines };
  if ('conflict' in found)
    return { agrees: false, reason: 'currency_unclear', currencies: found.conflict, lines };
  const attempts = (order.decimal ? [order.decimal] : separators).map((separator): Attempt => {
    const minor: ToMinor = (text) => {
      const read = text === undefined ? undefined : money.get(text);
      return read && toMinor(read, separator, found.code);
    };
    const scales = [...money.values()].map(({ number }) => readDecimal(number, separator)?.scale ?? 0);
    const fractions: [number, number] = [Math.max(...scales), Math.min(...scales)];
    return { separator, reading: readAll(order, minor, found.code), fractions };
  });
  const chosen = choose(attempts, found.code, order.locale);
  if (chosen) return chosen;
  const readings = attempts.map(({ reading }) => reading);
  return readings.reduce((best, next) => (rankOf(next) < rankOf(best) ? next : best));
}

const rankOf = (reading: Reading): number => (reading.agrees ? 0 : telling.indexOf(reading.reason));

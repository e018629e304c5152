import { digitsOf } from '../../../shared/money.ts';
import { type DecimalSeparator, readDecimal, toUnits } from '../../numbers.ts';
import type { MoneyText } from './money.ts';

/** The minor units that an amount means where decimals are separated so; undefined where it is no amount of the currency then. */
export function toMinor(
  { number, isNegative }: MoneyText,
  separator: DecimalSeparator,
  currency: string,
): number | undefined {
  const decimal = readDecimal(number.trim(), separator);
  const minor = decimal && toUnits(decimal, digitsOf(currency));
  return minor === undefined ? undefined : isNegative ? 0 - minor : minor;
}

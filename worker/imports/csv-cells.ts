import { isObject } from '../../shared/metadata/metadata.ts';
import { isFormula } from '../sql/csv.ts';
import type { CsvCell } from './csv-records.ts';

/*
 * What the cells of a file mean that was written by an export. An empty cell gives nothing. What is not what it should be
 * stays the text that it is, so that the row is refused by the field's own rule.
 */

/** A text, without the apostrophe that keeps a spreadsheet from taking it for a formula. */
export function textOf(cell: CsvCell | undefined): string | undefined {
  if (!cell || cell.text === '') return undefined;
  return cell.text.startsWith("'") && isFormula(cell.text.slice(1)) ? cell.text.slice(1) : cell.text;
}

/** A whole number. */
export function numberOf(cell: CsvCell | undefined): number | string | undefined {
  const text = textOf(cell);
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : text;
}

/** An amount: whole minor units, or major units with a point and the digits of the currency. */
export function amountOf(cell: CsvCell | undefined, digits: number): number | string | undefined {
  const text = textOf(cell);
  const [, units, fraction] = /^(\d{1,16})\.(\d+)$/.exec(text ?? '') ?? [];
  if (units === undefined || fraction?.length !== digits) return numberOf(cell);
  return Number(units + fraction);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** JSON; a text where it is none. */
export const jsonOf = (cell: CsvCell | undefined): unknown =>
  cell === undefined || cell.text === '' ? undefined : parsed(cell.text);

/** What a key of metadata holds: a text in quotes stays one, unless it is an object or a list. */
export function metadataOf(cell: CsvCell | undefined): unknown {
  const text = textOf(cell);
  if (text === undefined || cell === undefined) return undefined;
  const value = parsed(text);
  return cell.isQuoted && (typeof value !== 'object' || value === null) ? text : value;
}

/** Sets a key that may be `__proto__`. */
const define = (target: object, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

/** Sets what a name with dots means in an object, as exports name nested keys. The objects in it are the row's own. */
export function setNested(target: Record<string, unknown>, name: string, value: unknown): void {
  const keys = name.split('.');
  const last = keys.pop() ?? '';
  let inner = target;
  for (const key of keys) {
    const next = Object.hasOwn(inner, key) ? inner[key] : undefined;
    const nested = isObject(next) ? next : {};
    if (nested !== next) define(inner, key, nested);
    inner = nested;
  }
  define(inner, last, value);
}

import type { CapturedCustomer, CapturedTotal, TotalKind } from '../meaning/captured-order.ts';
import { readMoneyText } from '../meaning/money.ts';
import { readLabel } from '../readers/headers.ts';
import { linesOf, textOf } from '../readers/page-text.ts';

/** The amount in a part of a page: all of its text, one of its lines, or the first element that a selector finds in it. */
export function amountIn(
  element: Element | null | undefined,
  selector = '.amount,.price',
): string | undefined {
  if (!element) return undefined;
  const texts = [
    textOf(element),
    ...linesOf(element),
    ...[...element.querySelectorAll(selector)].map(textOf),
  ];
  return texts.find((text) => readMoneyText(text) !== undefined);
}

/** A row of sums: its label and its amount. */
export interface SumRow {
  label: string;
  amount: string | undefined;
}

/** Rows that have a label in one element and an amount in another. */
export const sumRows = (rows: Iterable<Element>, label: string, amount: string): SumRow[] =>
  [...rows].map((row) => ({
    label: textOf(row.querySelector(label)),
    amount: amountIn(row.querySelector(amount)),
  }));

/** Reads sums up to the total. A row whose label says nothing is of the given kind; what follows the total is not read. */
export function readSums(rows: readonly SumRow[], unknown: TotalKind = 'fee'): CapturedTotal[] {
  let isTotalRead = false;
  return rows.flatMap(({ label, amount }): CapturedTotal[] => {
    if (amount === undefined || label === '') return [];
    const read = readLabel(label.replace(/:\s*$/, '')) ?? { kind: unknown };
    if (read === 'settled' || (read.kind === 'total' && isTotalRead && read.basis === undefined)) return [];
    isTotalRead ||= read.kind === 'total';
    return [{ ...read, label: label.replace(/\s*:\s*$/, '').slice(0, 60), amount }];
  });
}

/** A sum of a known kind, where the element has an amount. */
export function sumOf(kind: TotalKind, element: Element | null, label: string = kind): CapturedTotal[] {
  const amount = amountIn(element);
  return amount === undefined ? [] : [{ kind, label, amount }];
}

/** A customer without what is not known. */
export function customerOf({
  name,
  email,
  phone,
}: { [Key in keyof CapturedCustomer]: string | undefined }): CapturedCustomer {
  const given = (text: string | undefined) => (text?.trim() ? text.trim().slice(0, 200) : undefined);
  const read = { name: given(name), email: given(email), phone: given(phone) };
  return {
    ...(read.name && { name: read.name }),
    ...(read.email && { email: read.email }),
    ...(read.phone && { phone: read.phone }),
  };
}

/** The address of the first link of a kind, as `mailto:` or `tel:`. */
export function linkedTo(root: ParentNode, scheme: 'mailto' | 'tel'): string | undefined {
  const link = root.querySelector(`a[href^="${scheme}:"]`)?.getAttribute('href');
  return link === null || link === undefined
    ? undefined
    : decode(link.slice(scheme.length + 1).split('?')[0] ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a field holds. */
export const fieldValue = (root: ParentNode, selector: string): string | undefined =>
  root.querySelector<HTMLInputElement>(selector)?.value || undefined;

/** The chosen option's text of a list. */
export const chosenIn = (root: ParentNode, selector: string): string | undefined =>
  root.querySelector<HTMLSelectElement>(selector)?.selectedOptions[0]?.text.trim() || undefined;

/** The number in a heading: behind `#`, else the first word that has a digit. */
export function numberIn(heading: string | undefined): string | undefined {
  if (heading === undefined) return undefined;
  const marked = /#\s*(\w[\w/-]*)/.exec(heading)?.[1];
  return marked ?? heading.match(/\w[\w/-]*/g)?.find((word) => /\d/.test(word));
}

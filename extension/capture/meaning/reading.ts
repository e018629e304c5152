/** A line as it was read: amounts in minor units, `amount` before any discount. */
export interface ReadLine {
  name: string;
  sku?: string;
  sourceId?: string;
  quantity: number;
  unitPrice: number;
  amount: number;
}

/** A line whose own numbers do not agree, as it stands on the page. */
export interface UnclearLine {
  name: string;
  sku?: string;
  sourceId?: string;
  quantityText: string;
  priceText: string;
}

/** What is on top of the lines, in minor units; the discount is what is taken off. */
export interface Adjustments {
  shipping: number;
  tax: number;
  discount: number;
  fees: { name: string; amount: number }[];
}

/** Why an order's numbers are not believed. */
export type RefusalReason =
  | 'no_lines'
  | 'no_currency'
  | 'currency_unclear'
  | 'number_unclear'
  | 'line_differs'
  | 'no_total'
  | 'several_totals'
  | 'subtotal_differs'
  | 'total_differs';

/** What the numbers of a captured order mean: all of them agree, or it is said what does not. */
export type Reading =
  | {
      agrees: true;
      currency: string;
      lines: ReadLine[];
      adjustments: Adjustments;
      /** What the page states as part of the lines' prices already. */
      included: { tax: number; discount: number };
      total: number;
    }
  | {
      agrees: false;
      reason: RefusalReason;
      lines: (ReadLine | UnclearLine)[];
      currency?: string;
      /** The currencies that were found where they exclude each other. */
      currencies?: string[];
      /** The page's own total, and what its lines are together. */
      total?: number;
      items?: number;
    };

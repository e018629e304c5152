import * as z from 'zod';

/*
 * An order as a page states it. Readers copy texts and decide nothing: what the numbers mean is worked out afterwards, of
 * the whole order at once (meaning/read-order.ts).
 */

const text = z.string().max(400);

/** A line. Amounts and quantity are texts of the page, in major units and whatever format the page uses. */
export const CapturedLine = z.object({
  name: text,
  sku: text.optional(),
  /** The shop's own id of the product. */
  sourceId: text.optional(),
  quantity: text,
  unitPrice: text.optional(),
  /** The line's total. */
  amount: text.optional(),
  /** What the line's total is less than quantity x unit price. */
  discount: text.optional(),
  /** What the line's total may have on top of quantity x unit price. */
  tax: text.optional(),
});
export type CapturedLine = z.infer<typeof CapturedLine>;

export const TotalKind = z.enum(['subtotal', 'shipping', 'tax', 'discount', 'fee', 'total']);
export type TotalKind = z.infer<typeof TotalKind>;

/** A row below the lines. `basis` is given where the page says whether the amount has tax in it. */
export const CapturedTotal = z.object({
  kind: TotalKind,
  label: text,
  amount: text,
  basis: z.enum(['net', 'gross']).optional(),
  /** Is part of other amounts already, as in "includes 19 % VAT". */
  isIncluded: z.boolean().optional(),
});
export type CapturedTotal = z.infer<typeof CapturedTotal>;

export const CapturedCustomer = z.object({
  name: text.optional(),
  email: text.optional(),
  phone: text.optional(),
});
export type CapturedCustomer = z.infer<typeof CapturedCustomer>;

/** An order as one reader found it on a page. */
export const CapturedOrder = z.object({
  /** The adapter's name, or `structured-data`, `table`, `text`, `selection`. */
  reader: z.string(),
  /** Which of the page's parts it was read from: readings of different parts are different orders. */
  part: z.int().optional(),
  /** The order's number, and what else the page calls it. */
  sourceId: text.optional(),
  otherIds: z.array(text).max(5).optional(),
  /** The order's status in the page's words. */
  status: text.optional(),
  customer: CapturedCustomer,
  /** ISO 4217, where the page states it beside the amounts. */
  currency: z.string().optional(),
  /** The language of the page, as in `de-CH`. */
  locale: z.string().optional(),
  /** The decimal separator, where the page's format is known: machine-readable data has a point. */
  decimal: z.enum(['.', ',']).optional(),
  lines: z.array(CapturedLine).max(2000),
  totals: z.array(CapturedTotal).max(60),
  /** Texts among the lines that could not be read as one. */
  notUnderstood: z.array(text).max(50),
});
export type CapturedOrder = z.infer<typeof CapturedOrder>;

/** Why a page is not read at all. */
export const PageProblem = z.enum([
  'too_large',
  'no_order',
  'list_of_orders',
  'several_orders',
  'loading',
  'not_allowed',
]);
export type PageProblem = z.infer<typeof PageProblem>;

/**
 * What was read of a page. `candidates` are ways to read one order, the likelier first; `separate` are orders of their own
 * that stand on the page beside each other.
 */
export const CapturedPage = z.object({
  url: z.string().max(2000),
  candidates: z.array(CapturedOrder).max(40),
  problem: PageProblem.optional(),
});
export type CapturedPage = z.infer<typeof CapturedPage>;

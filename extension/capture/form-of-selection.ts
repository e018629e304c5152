import { type DraftLine, emptyForm, newLine, type OrderForm } from '../drafts/orders/order-draft.ts';
import { readAmount } from '../money-text.ts';

/** More lines than this are a page, not an order. */
const MAX_LINES = 50;

/** A whole page may be selected, and pages are not to be trusted: what is longer than this is not read, in characters. */
const MAX_TEXT = 50_000;
const MAX_ROW = 300;

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/;
/** "Order #1001", "Order no. 1001", "#1001". */
const ORDER_NUMBER = /(?:\border\s*(?:no\.?|number|id)?\s*[:#]?\s*#?|#)([A-Z0-9][\w-]{0,60}\d[\w-]{0,60})/i;
/** "2 x Mug 4.50", "2× Mug — €4.50", "Mug x 2 4,50". */
const QUANTITY_FIRST = /^(\d{1,6})\s*[x×*]\s+(.+)$/i;
const QUANTITY_LAST = /^(.+?)\s+[x×*]\s*(\d{1,6})\b(.*)$/i;
const PRICE_AT_END =
  /^(.*?)[\s\-–—:@]*((?:\p{Sc}|[A-Z]{3}\s)?\s*\d[\d.,'’ ]*\d|\p{Sc}?\s*\d)\s*(?:\p{Sc}|[A-Z]{3})?$/u;

function readLine(line: string, currency: string): DraftLine | undefined {
  const first = QUANTITY_FIRST.exec(line);
  const last = first ? null : QUANTITY_LAST.exec(line);
  const [quantity, rest] = first ? [first[1], first[2]] : last ? [last[2], `${last[1]}${last[3]}`] : [];
  if (quantity === undefined || rest === undefined) return undefined;
  const [, name = '', price = ''] = PRICE_AT_END.exec(rest.trim()) ?? [];
  const isPrice = name.trim() !== '' && 'amount' in readAmount(price, currency);
  return newLine({
    quantity,
    name: (isPrice ? name : rest).trim(),
    price: isPrice ? price.replace(/[^\d.,]/g, '') : '',
  });
}

/**
 * What a selected text says of an order: its number, a customer's email, and lines such as "2 x Mug 4.50" with the price of one.
 * A beginning for the form, where the text stands beside it; what it does not understand it leaves out.
 */
export function formOfSelection(selection: string, currency: string): Partial<OrderForm> {
  const read = selection.slice(0, MAX_TEXT);
  const rows = read.split(/\r?\n/).map((row) => row.trim());
  const lines = rows
    .filter((row) => row.length <= MAX_ROW)
    .flatMap((row) => readLine(row, currency) ?? [])
    .slice(0, MAX_LINES);
  const email = EMAIL.exec(read)?.[0];
  const sourceId = ORDER_NUMBER.exec(read)?.[1];
  return {
    ...(lines.length > 0 && { lines }),
    ...(sourceId && { sourceId }),
    ...(email && { lookups: { ...emptyForm.lookups, customer: email } }),
  };
}

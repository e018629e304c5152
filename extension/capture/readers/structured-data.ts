import type {
  CapturedCustomer,
  CapturedLine,
  CapturedOrder,
  CapturedTotal,
} from '../meaning/captured-order.ts';
import { isCurrencyCode } from '../meaning/currencies.ts';

/*
 * Orders that a page states for machines, as JSON-LD or microdata by schema.org's Order: https://schema.org/Order. Their
 * numbers have a decimal point.
 */

type Data = { [key: string]: unknown };

const MAX_JSON = 200_000;
const MAX_ORDERS = 5;
const MAX_LINES = 2000;
const MAX_PROPERTIES = 500;

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
const data = (value: unknown): Data => (isData(value) ? value : (list(value).find(isData) ?? {}));

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 300) : undefined;
}

const isType = (value: Data, type: string): boolean =>
  list(value['@type']).some((name) => typeof name === 'string' && name.replace(/^.*[/#:]/, '') === type);

/** All objects of a type, anywhere in the data. */
function ofType(value: unknown, type: string, depth = 0): Data[] {
  if (depth > 8) return [];
  if (Array.isArray(value))
    return value.slice(0, MAX_LINES).flatMap((element) => ofType(element, type, depth + 1));
  if (!isData(value)) return [];
  if (isType(value, type)) return [value];
  return Object.values(value).flatMap((element) => ofType(element, type, depth + 1));
}

function readJson(root: ParentNode): unknown[] {
  return [...root.querySelectorAll('script[type="application/ld+json"]')].slice(0, 20).flatMap((script) => {
    const json = script.textContent ?? '';
    if (json.length > MAX_JSON) return [];
    try {
      return [JSON.parse(json) as unknown];
    } catch {
      return [];
    }
  });
}

const propertyOf = (element: Element): string =>
  element.getAttribute('content') ??
  (element.tagName === 'TIME' ? element.getAttribute('datetime') : null) ??
  (element.tagName === 'A' || element.tagName === 'LINK' ? element.getAttribute('href') : null) ??
  element.textContent?.slice(0, 300).replace(/\s+/g, ' ').trim() ??
  '';

/** A microdata item as the object that JSON-LD would have. */
function readItem(item: Element, depth = 0): Data {
  const read: Data = { '@type': item.getAttribute('itemtype') ?? '' };
  if (depth > 6) return read;
  for (const element of [...item.querySelectorAll('[itemprop]')].slice(0, MAX_PROPERTIES)) {
    if (element.parentElement?.closest('[itemscope]') !== item) continue;
    const value = element.hasAttribute('itemscope') ? readItem(element, depth + 1) : propertyOf(element);
    for (const name of (element.getAttribute('itemprop') ?? '').split(/\s+/)) {
      read[name] = name in read ? [...list(read[name]), value] : value;
    }
  }
  return read;
}

const readMicrodata = (root: ParentNode): Data[] =>
  [...root.querySelectorAll('[itemscope][itemtype$="schema.org/Order"]')]
    .slice(0, MAX_ORDERS)
    .map((item) => readItem(item));

const priceOf = (value: Data): { price?: string | undefined; currency?: string | undefined } => {
  const specification = data(value.priceSpecification);
  return {
    price: text(value.price) ?? text(specification.price) ?? text(value.value),
    currency: text(value.priceCurrency) ?? text(specification.priceCurrency) ?? text(value.currency),
  };
};

/** A line from an accepted offer, or from an ordered item and its offer. */
function toLine(value: unknown): { line: CapturedLine; currency?: string | undefined } | undefined {
  const outer = data(value);
  const inner = data(outer.orderedItem ?? outer.itemOffered ?? outer);
  const offer = outer.itemOffered ? outer : data(outer.offers ?? inner.offers ?? outer);
  const { price, currency } = priceOf(offer);
  const quantity =
    text(outer.orderQuantity) ??
    text(data(outer.eligibleQuantity).value) ??
    text(outer.eligibleQuantity) ??
    '1';
  const name = text(inner.name) ?? text(outer.name);
  if (name === undefined || price === undefined) return undefined;
  const sku = text(inner.sku) ?? text(outer.sku) ?? text(offer.sku);
  return { line: { name, quantity, unitPrice: price, ...(sku && { sku }) }, currency };
}

function toCustomer(value: unknown): CapturedCustomer {
  const { name, givenName, familyName, email, telephone } = data(value);
  const full = text(name) ?? ([text(givenName), text(familyName)].filter(Boolean).join(' ') || undefined);
  const address = text(email)?.replace(/^mailto:/, '');
  const phone = text(telephone);
  return { ...(full && { name: full }), ...(address && { email: address }), ...(phone && { phone }) };
}

function toTotals(order: Data): CapturedTotal[] {
  const invoice = data(order.partOfInvoice);
  const amount = (value: unknown) => (isData(value) ? priceOf(value).price : text(value));
  const total = priceOf(order).price ?? amount(order.totalPrice) ?? amount(invoice.totalPaymentDue);
  const row = (kind: CapturedTotal['kind'], value: unknown): CapturedTotal[] => {
    const read = amount(value);
    return read === undefined ? [] : [{ kind, label: kind, amount: read }];
  };
  return [
    ...row('shipping', order.shippingCost ?? data(order.orderDelivery).price),
    ...row('tax', order.tax),
    ...row('discount', order.discount),
    ...row('total', total),
  ];
}

/** The orders that a page states for machines. */
export function readStructuredData(root: ParentNode): Omit<CapturedOrder, 'notUnderstood'>[] {
  const orders = [...readJson(root).flatMap((json) => ofType(json, 'Order')), ...readMicrodata(root)].slice(
    0,
    MAX_ORDERS,
  );
  return orders.map((order) => {
    const items = [...list(order.acceptedOffer), ...list(order.orderedItem)]
      .slice(0, MAX_LINES)
      .flatMap((item) => toLine(item) ?? []);
    const currency = [
      priceOf(order).currency,
      text(order.discountCurrency),
      ...items.map((item) => item.currency),
    ].find((code) => code !== undefined && isCurrencyCode(code));
    const sourceId = text(order.orderNumber);
    const status = text(order.orderStatus)?.replace(/^.*\//, '');
    return {
      reader: 'structured-data',
      ...(sourceId && { sourceId }),
      ...(status && { status }),
      ...(currency && { currency }),
      customer: toCustomer(order.customer),
      decimal: '.',
      lines: items.map(({ line }) => line),
      totals: toTotals(order),
    };
  });
}

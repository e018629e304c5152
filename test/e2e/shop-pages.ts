/** Pages of shops that the panel is opened beside, and the orders that must come of them. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ExpectedOrder, readPages } from '../../scripts/capture/expected.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';
import { sharedServer } from './desk.ts';

export interface ShopPage {
  html: string;
  expected: ExpectedOrder;
}

/** Finds pages of the project's own set that are read whole; each test has others, in the shared server's currency. */
export function shopPages(names: readonly string[]): ShopPage[] {
  const pages = readPages(join(ROOT, 'test/capture/pages')).filter(({ name }) => names.includes(name));
  expect(pages).toHaveLength(names.length);
  return pages as ShopPage[];
}

/** The number by which the order is stored: of `#1042` without its sign. */
export const sourceIdOf = ({ source_id }: ExpectedOrder): string => source_id?.replace(/^#/, '') ?? '';

/** What the preview says of a page that was read whole. */
export const agreementOf = ({ lines }: ExpectedOrder): string =>
  `${lines.length} of ${lines.length} lines, total agrees`;

/** Checks that the server has the order once, with the page's lines and total. */
export async function expectStored(order: ExpectedOrder): Promise<void> {
  const stored = (await sharedServer().listOrders()).filter(
    ({ source_id }) => source_id === sourceIdOf(order),
  );
  expect(stored).toHaveLength(1);
  const [{ total_amount, items } = { total_amount: 0, items: [] }] = stored;
  expect(total_amount).toBe(order.total);
  expect(items.map(({ product, quantity, price }) => [product?.name, quantity, price])).toEqual(
    expect.arrayContaining(order.lines.map(({ name, quantity, unit_price }) => [name, quantity, unit_price])),
  );
}

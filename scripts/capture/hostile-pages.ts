/** The size of a hostile page, in bytes. */
const MEGABYTE = 1_000_000;

const repeat = (text: string): string => text.repeat(Math.floor(MEGABYTE / text.length));

const head = '<table><tr><th>Product</th><th>Qty</th><th>Price</th><th>Total</th></tr>';

/** Pages that are made to keep a reader busy. */
export const hostilePages: Record<string, string> = {
  'one long text': `<h1>Order #1</h1><p>${repeat('1 x ')}</p>`,
  'digits and separators': `<p>${repeat('1,234.')}</p>`,
  'a long address': `<p>${repeat('a')}@</p>`,
  'many rows': `${head}${repeat('<tr><td>Mug</td><td>2</td><td>$14.50</td><td>$29.00</td></tr>')}</table>`,
  'long cells': `${head}${`<tr><td>${'Mug '.repeat(2500)}</td><td>2</td><td>$1.00</td><td>$2.00</td></tr>`.repeat(95)}</table>`,
  'many columns': `<table><tr>${'<th>Price</th>'.repeat(5000)}<th>Qty</th></tr><tr>${'<td>$1.00</td>'.repeat(5000)}</tr></table>`,
  'many quantities': `<main>${'<i>2x</i>'.repeat(14_000)}</main>`,
  'many sums': `<main>${'<p>Total: $1.00</p>'.repeat(14_000)}</main>`,
  'labels without amounts': `<main>${'<p>Subtotal</p><p>Shipping</p>'.repeat(7000)}</main>`,
  'deep structured data': `<script type="application/ld+json">${'['.repeat(90_000)}${']'.repeat(90_000)}</script>`,
};

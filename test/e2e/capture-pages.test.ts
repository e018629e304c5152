import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settlePage } from '../../extension/capture/meaning/settle-page.ts';
import { scorePage } from '../../scripts/capture/compare.ts';
import { readPages } from '../../scripts/capture/expected.ts';
import { openReaders } from '../../scripts/capture/read-in-browser.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';

/** The size of a hostile page, in bytes. */
const MEGABYTE = 1_000_000;

const repeat = (text: string): string => text.repeat(Math.floor(MEGABYTE / text.length));

const head = '<table><tr><th>Product</th><th>Qty</th><th>Price</th><th>Total</th></tr>';

/** Pages that are made to keep a reader busy. */
const hostile: Record<string, string> = {
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

let readers: Awaited<ReturnType<typeof openReaders>>;
beforeAll(async () => {
  readers = await openReaders();
});
afterAll(() => readers.close());

describe('the pages of shops', () => {
  const pages = readPages(join(ROOT, 'test/capture/pages'));

  it('are forty at least', () => {
    expect(pages.length).toBeGreaterThanOrEqual(40);
  });

  it.each(pages)('$name is read as it is, or refused', async ({ html, expected }) => {
    const { page } = await readers.read(expected.url, html);
    const { silent, missing } = scorePage(settlePage(page), expected);
    expect({ silent, missing }).toEqual({ silent: [], missing: [] });
  });
});

describe('a hostile page', () => {
  it.each(Object.entries(hostile))('of %s is read to an end, and is no order', async (_, html) => {
    const { page } = await readers.read('https://hostile.example/', html);
    expect(settlePage(page)).not.toMatchObject({ reading: { agrees: true } });
  });

  it('of a million nodes is refused', async () => {
    const html =
      '<script>for (let i = 0; i < 1e6; i += 1) document.documentElement.append(document.createElement("i"))</script>';
    const { page } = await readers.read('https://hostile.example/', html);
    expect(page.problem).toBe('too_large');
  });

  it('that changes itself all the time is read as it is at the moment', async () => {
    const html =
      '<div id=a></div><script>setInterval(() => { a.innerHTML = "<p>2x</p>".repeat(Math.random() * 999) }, 1)</script>';
    const { page } = await readers.read('https://hostile.example/', html);
    expect(page.problem).toBe('no_order');
  });

  it('of shadow roots and frames is read to the end', async () => {
    const html = `${'<iframe srcdoc="<p>2x $1.00</p>"></iframe>'.repeat(20)}
      <script>for (let i = 0; i < 500; i += 1) {
        const host = document.body.appendChild(document.createElement('div'));
        host.attachShadow({ mode: 'open' }).innerHTML = '<p>Total: $1.00</p><slot></slot>';
      }</script>`;
    const { page } = await readers.read('https://hostile.example/', html);
    expect(settlePage(page)).not.toMatchObject({ reading: { agrees: true } });
  });
});

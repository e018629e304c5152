import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settlePage } from '../../extension/capture/meaning/settle-page.ts';
import { scorePage } from '../../scripts/capture/compare.ts';
import { readPages } from '../../scripts/capture/expected.ts';
import { hostilePages } from '../../scripts/capture/hostile-pages.ts';
import { openReaders } from '../../scripts/capture/read-in-browser.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';

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
  it.each(Object.entries(hostilePages))('of %s is read to an end, and is no order', async (_, html) => {
    const { page } = await readers.read('https://hostile.example/', html);
    expect(settlePage(page)).not.toMatchObject({ reading: { agrees: true } });
  });

  it('of far more elements than an order has is refused', async () => {
    const html =
      '<script>for (let i = 0; i < 2e5; i += 1) document.documentElement.append(document.createElement("i"))</script>';
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

/**
 * Reads order pages as the panel does, in Chromium, and says how many were read right: `npm run capture-score [-- DIR]`. A
 * page is NAME.html beside NAME.json, which says what stands in it (scripts/capture/expected.ts). With `-- --hostile` it says
 * how long pages of a megabyte take that are made to keep a reader busy.
 */
import { resolve } from 'node:path';
import { type SettledPage, settlePage } from '../extension/capture/meaning/settle-page.ts';
import { type Score, scorePage } from './capture/compare.ts';
import { readPages } from './capture/expected.ts';
import { hostilePages } from './capture/hostile-pages.ts';
import { openReaders } from './capture/read-in-browser.ts';
import { ROOT } from './local/wrangler.ts';

const OWN_SET = 'test/capture/pages';

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

const readerOf = (page: SettledPage): string => ('problem' in page ? page.problem : page.order.reader);

const isGeneral = (reader: string): boolean =>
  ['table', 'text', 'structured-data', 'selection'].includes(reader);

interface Scored {
  reader: string;
  isReadable: boolean;
  score: Score;
}

function summarize(name: string, scored: readonly Scored[]): void {
  const readable = scored.filter(({ isReadable }) => isReadable);
  const sum = (of: (score: Score) => number) => readable.reduce((total, { score }) => total + of(score), 0);
  const [lines, right] = [sum((score) => score.lines), sum((score) => score.linesRight)];
  const whole = readable.filter(({ score }) => score.isWhole).length;
  const silent = scored.filter(({ score }) => score.silent.length > 0).length;
  const refused = scored.filter(({ isReadable, score }) => !isReadable && score.isWhole).length;
  const unreadable = scored.length - readable.length;
  console.log(
    `${name}: lines right ${right} of ${lines} (${percent(right, lines)}), orders whole and right ${whole} of ${readable.length}, ` +
      `refused rightly ${refused} of ${unreadable}, wrong in silence ${silent}`,
  );
}

async function main(folder: string): Promise<number> {
  const pages = readPages(folder);
  const readers = await openReaders();
  const scored: Scored[] = [];
  try {
    for (const { name, html, expected } of pages) {
      let settled: SettledPage;
      let took = 0;
      try {
        const read = await readers.read(expected.url, html);
        took = read.took[0] ?? 0;
        settled = settlePage(read.page);
      } catch (error) {
        console.error(`${name}: could not be read: ${error instanceof Error ? error.message : error}`);
        settled = { problem: 'no_order' };
      }
      const score = scorePage(settled, expected);
      scored.push({ reader: readerOf(settled), isReadable: expected.readable !== false, score });
      const mark = score.silent.length > 0 ? 'WRONG' : score.isWhole ? 'ok' : 'partly';
      const notes = [...score.silent, ...score.missing];
      console.log(
        [
          mark.padEnd(6),
          name,
          `(${readerOf(settled)}, ${took.toFixed(0)} ms)`,
          ...notes.map((note) => `\n         ${note}`),
        ].join(' '),
      );
    }
  } finally {
    await readers.close();
  }
  console.log('');
  summarize(
    'With an adapter',
    scored.filter(({ reader, isReadable }) => isReadable && !isGeneral(reader)),
  );
  summarize(
    'By general reading',
    scored.filter(({ reader, isReadable }) => isReadable && isGeneral(reader)),
  );
  summarize('All pages', scored);
  return scored.some(({ score }) => score.silent.length > 0) ? 1 : 0;
}

/** How often a hostile page is read; the first time, the browser compiles the readers. */
const TIMES = 5;

async function timeHostilePages(): Promise<void> {
  const readers = await openReaders();
  try {
    for (const [name, html] of Object.entries(hostilePages)) {
      const { took } = await readers.read('https://hostile.example/', html, TIMES);
      const [first = 0] = took;
      const median = took.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0;
      console.log(
        `${median.toFixed(0).padStart(5)} ms, at first ${first.toFixed(0).padStart(5)} ms  ${name}`,
      );
    }
  } finally {
    await readers.close();
  }
}

const [argument] = process.argv.slice(2);
if (argument === '--hostile') await timeHostilePages();
else process.exitCode = await main(resolve(argument ?? resolve(ROOT, OWN_SET)));

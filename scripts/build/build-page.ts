import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import preact from '@preact/preset-vite';
import { build } from 'vite';
import { codeSplitting } from './code-splitting.ts';
import { leanZod } from './lean-zod.ts';

const source = join(import.meta.dirname, '../../extension/page');

/** The folder of the files that are named for what is in them, and may be kept for good. */
export const HASHED = 'desk';

/** Writes a file that differs: another server may be serving from the folder. */
function write(path: string, content: Buffer): void {
  if (existsSync(path) && content.equals(readFileSync(path))) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Builds the web page, `index.html` and what it loads, and takes away what an earlier build has left. */
export async function buildPage(target: string): Promise<void> {
  const built = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    plugins: [preact({ devToolsEnabled: false }), leanZod()],
    resolve: { alias: [{ find: /^(?:\.\.?\/)+browser\.ts$/, replacement: join(source, 'browser.ts') }] },
    build: {
      write: false,
      assetsDir: HASHED,
      // The page's policy allows no `data:`.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'esnext',
      rolldownOptions: { output: { codeSplitting } },
    },
  });
  if (!('output' in built)) throw new Error('expected one build of the page');
  const files = built.output.map((file) => ({
    name: file.fileName,
    content: Buffer.from(file.type === 'chunk' ? file.code : file.source),
  }));
  const names = new Set(files.map(({ name }) => name));
  for (const { name, content } of files) write(join(target, name), content);
  for (const name of readdirSync(join(target, HASHED))) {
    if (!names.has(`${HASHED}/${name}`)) rmSync(join(target, HASHED, name));
  }
}

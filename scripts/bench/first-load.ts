import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { extensionFolder } from '../browsers/build-extension.ts';

/** A file of the built extension; sizes in bytes. */
interface LoadedFile {
  path: string;
  size: number;
  gzip: number;
}

/** What a page links to, and what a script imports before it runs. What it imports later, `import()`, is not among them. */
function linksOf(path: string, text: string): string[] {
  const pattern = path.endsWith('.html')
    ? /\b(?:src|href)="\/?([^"]+\.\w+)"/g
    : /\b(?:from|import)\s*"(\.[^"]+)"/g;
  const links = [...text.matchAll(pattern)].map(([, link = '']) => link);
  return path.endsWith('.html') ? links : links.map((link) => join(dirname(path), link));
}

/** All files that the panel, or another page in a folder, loads before it shows anything. */
export function firstLoad(folder = extensionFolder.chromium, page = 'sidepanel.html'): LoadedFile[] {
  const files = new Map<string, LoadedFile>();
  const add = (path: string): void => {
    if (files.has(path)) return;
    const bytes = readFileSync(join(folder, path));
    files.set(path, { path, size: bytes.length, gzip: gzipSync(bytes).length });
    for (const link of linksOf(path, bytes.toString())) add(link);
  };
  add(page);
  return [...files.values()];
}

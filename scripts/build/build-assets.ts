/** Builds dist/assets: the API reference that the Worker serves at /docs, from the swagger-ui-dist package. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const target = join(root, 'dist/assets');
const docs = join(target, 'docs');

/** Fills the folder, in place: another server may be serving from it. */
export function buildAssets(): void {
  mkdirSync(docs, { recursive: true });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
    cpSync(join(source, file), join(docs, file));
  }
  cpSync(join(root, 'worker/docs'), docs, { recursive: true });
  writeFileSync(
    join(target, '_headers'),
    `/docs/*
    Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'
    X-Content-Type-Options: nosniff
  `,
  );
}

if (import.meta.main) buildAssets();

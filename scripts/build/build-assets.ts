/** Builds dist/assets, which the Worker serves: the desk as a web page at /, and the API reference at /docs. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildPage, HASHED } from './build-page.ts';

const root = join(import.meta.dirname, '../..');
const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const target = join(root, 'dist/assets');
const docs = join(target, 'docs');

/** What the page may do: run and show its own files, and call its own server. Nothing written in the page itself runs. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = `/
    Content-Security-Policy: ${PAGE_POLICY}
    Cross-Origin-Opener-Policy: same-origin
    Referrer-Policy: no-referrer
    Strict-Transport-Security: max-age=31536000
    X-Content-Type-Options: nosniff
/${HASHED}/*
    Cache-Control: public, max-age=31536000, immutable
    X-Content-Type-Options: nosniff
/docs/*
    Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'
    X-Content-Type-Options: nosniff
`;

/** Fills the folder, in place: another server may be serving from it. */
mkdirSync(docs, { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
  cpSync(join(source, file), join(docs, file));
}
cpSync(join(root, 'worker/docs'), docs, { recursive: true });
writeFileSync(join(target, '_headers'), HEADERS);
await buildPage(target);

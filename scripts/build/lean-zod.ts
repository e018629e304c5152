import type { Plugin } from 'vite';

const FAST_PATH = 'const fastEnabled = jit && allowsEval.value;';

/** A module that exports what the one at this path does, as functions that do nothing. */
async function emptyModule(_code: string, path: string): Promise<string> {
  const names = Object.keys(await import(path));
  return `const nothing = () => undefined;\nexport { ${names.map((name) => `nothing as ${name}`).join(', ')} };`;
}

/** Zod's schemas without the parsers that they make from text. */
function withoutFastPath(code: string, path: string): string {
  const [before, after, ...more] = code.split(FAST_PATH);
  if (after === undefined || more.length > 0) {
    throw new Error(
      `expected one "${FAST_PATH}" in ${path}: this version of zod makes parsers in another way`,
    );
  }
  return `${before}const fastEnabled = false;${after}`;
}

/**
 * Zod's modules that are made smaller, by the end of their paths: the new text, from the old one and the path.
 * The converter to JSON Schema is a sixth of zod, and only the API document is made with it.
 * A parser from text is forbidden in an extension's pages, and reviewers of the stores ask about it. The English
 * words for what is wrong are never shown: the panel has texts of its own.
 */
export const leanModules: Record<string, (code: string, path: string) => string | Promise<string>> = {
  'zod/v4/core/to-json-schema.js': emptyModule,
  'zod/v4/core/json-schema-processors.js': emptyModule,
  'zod/v4/core/schemas.js': withoutFastPath,
  'zod/v4/locales/en.js': emptyModule,
};

/** Replaces `leanModules` in the panel's build; the build fails where one of them is not as expected. */
export const leanZod = (): Plugin => ({
  name: 'lean-zod',
  apply: 'build',
  async transform(code, id) {
    const found = Object.entries(leanModules).find(([path]) => id.endsWith(`/${path}`));
    return found ? { code: await found[1](code, id), map: { mappings: '' } } : null;
  },
});

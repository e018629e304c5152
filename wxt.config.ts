import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/** Of Firefox, and in its tests. */
const GECKO_ID = 'docket@docket.example';

/**
 * Zod's classes carry a converter to JSON Schema, a sixth of their size: the API document is made with it, the panel never calls it.
 */
const withoutJsonSchema = (): Plugin => ({
  name: 'without-json-schema',
  transform(code, id) {
    if (!/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/.test(id)) return null;
    const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    return `const nothing = () => undefined;\nexport { ${names.map((name) => `nothing as ${name}`).join(', ')} };`;
  },
});

/**
 * An extension's pages may not make code of text. Zod would try whether they may, and carries what it would then make: neither is of
 * use, and reviewers of the stores ask about both.
 */
const withoutEval = (): Plugin => ({
  name: 'without-eval',
  transform: (code, id) =>
    /zod\/v4\/core\/schemas\.js$/.test(id)
      ? code.replaceAll('const fastEnabled = jit && allowsEval.value;', 'const fastEnabled = false;')
      : null,
});

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist/extension',
  manifestVersion: 3,
  imports: false,
  vite: () => ({
    plugins: [preact({ devToolsEnabled: false }), withoutJsonSchema(), withoutEval()],
  }),
  manifest: ({ browser }) => ({
    name: '__MSG_extension_name__',
    description: '__MSG_extension_description__',
    default_locale: 'en',
    permissions: [
      'activeTab',
      'scripting',
      'storage',
      'downloads',
      'contextMenus',
      'alarms',
      ...(browser === 'firefox' ? [] : ['sidePanel']),
    ],
    optional_host_permissions: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
    action: { default_title: '__MSG_action_title__' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+D' } },
      new_order: { suggested_key: { default: 'Alt+Shift+N' }, description: '__MSG_command_new_order__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: GECKO_ID,
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { minimum_chrome_version: '122' }),
  }),
});

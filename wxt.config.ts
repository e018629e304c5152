import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { codeSplitting } from './scripts/build/code-splitting.ts';
import { leanZod } from './scripts/build/lean-zod.ts';

/** Of Firefox, and in its tests. */
const GECKO_ID = 'docket@docket.example';

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist/extension',
  manifestVersion: 3,
  imports: false,
  // A contributor loads dist/extension/chrome-mv3-dev into a browser of their own.
  webExt: { disabled: true },
  vite: () => ({
    // The files are on the disk: a list of what to load ahead would cost the first load more than it saves.
    build: { modulePreload: false },
    plugins: [preact({ devToolsEnabled: false }), leanZod()],
    // Otherwise `npm run dev` looks for packages in every page of the project, dist/ included.
    optimizeDeps: { entries: ['extension/entrypoints/*/index.html'] },
  }),
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.some(({ type }) => type === 'sidepanel')) return;
      const output = config.build?.rolldownOptions?.output;
      if (!output || Array.isArray(output)) throw new Error('wxt no longer says how the panel is built');
      output.codeSplitting = codeSplitting;
    },
  },
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
      capture_order: {
        suggested_key: { default: 'Alt+Shift+O' },
        description: '__MSG_command_capture_order__',
      },
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

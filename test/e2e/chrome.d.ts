/** The API of extensions, in functions that run in the background script of Chromium's. */
declare const chrome: typeof import('@wxt-dev/browser').browser;

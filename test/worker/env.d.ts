/// <reference types="vite/types/importMeta.d.ts" />
/// <reference types="@cloudflare/vitest-plugin/types" />
declare namespace Cloudflare {
  interface Env extends Omit<import('../../worker/environment.ts').Bindings, never> {
    MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import('../../worker/index.ts');
  }
}

declare module '*?raw' {
  const text: string;
  export default text;
}

import { describe, expect, it } from 'vitest';
import apiDocs from '../../docs/api.md?raw';
import { roleScopes, Scope } from '../../shared/keys/roles.ts';
import { openApiPath } from '../../worker/openapi.ts';
import { routes } from '../../worker/routes.ts';
import { send } from './client.ts';

interface OpenApi {
  openapi: string;
  paths: Record<
    string,
    Record<
      string,
      { security?: unknown[]; parameters?: { name: string }[]; requestBody?: { content: object } }
    >
  >;
}

const endpoints = routes.map(({ method, path }) => `${method} ${openApiPath(path)}`).sort();

describe('the API document', () => {
  it('has exactly the endpoints of the route table, with their parameters and bodies', async () => {
    const { body } = await send(new Request('https://docket.test/openapi.json'));
    const document = body as OpenApi;
    expect(document.openapi).toMatch(/^3\.1/);
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(endpoints);
    for (const route of routes) {
      const operation = document.paths[openApiPath(route.path)]?.[route.method.toLowerCase()];
      expect(operation?.security !== undefined).toBe(route.scope !== null);
      const types = route.body ? ['application/json'] : Object.keys(route.stream ?? {});
      expect(Object.keys(operation?.requestBody?.content ?? {})).toEqual(types);
      const names = [
        ...Object.keys(route.params?.shape ?? {}),
        ...Object.keys(route.query?.shape ?? {}),
        ...(route.headers ?? []),
      ];
      expect((operation?.parameters ?? []).map(({ name }) => name).sort()).toEqual(names.sort());
    }
  });

  it('agrees with docs/api.md, which lists every endpoint with its scope', () => {
    const rows = [...apiDocs.matchAll(/^\| `([A-Z]+) (\S+)`\s*\|([^|]+)\|/gm)].map(
      ([, method, path, scope]) => `${method} ${path} ${scope?.trim()}`,
    );
    const expected = routes.map(
      ({ method, path, scope }) =>
        `${method} ${openApiPath(path)} ${scope === null ? 'no key' : scope === 'any' ? 'any key' : `\`${scope}\``}`,
    );
    expect(rows.sort()).toEqual(expected.sort());
  });

  it('agrees with docs/api.md, which names every media type of an import', () => {
    const types = new Set(routes.flatMap(({ stream }) => Object.keys(stream ?? {})));
    expect(types.size).toBeGreaterThan(0);
    expect([...types].filter((type) => !apiDocs.includes(`\`${type}\``))).toEqual([]);
  });

  it('agrees with docs/api.md about what each role may do', () => {
    const rows = [...apiDocs.matchAll(/^\| `(\w+)`\s*\| (every scope|(?:`[a-z:-]+` ?)+)\s*\|$/gm)].map(
      ([, role, scopes]) => [
        role,
        scopes === 'every scope' ? [...Scope.options] : (scopes ?? '').match(/[a-z-]+:[a-z]+/g),
      ],
    );
    expect(Object.fromEntries(rows)).toEqual(roleScopes);
  });
});

import { describe, expect, it } from 'vitest';
import apiDocs from '../../../docs/api.md?raw';
import { actionTypes } from '../../../worker/action-types.ts';
import { routes } from '../../../worker/routes.ts';

const types = Object.values(actionTypes);

describe('every type of action', () => {
  it('is asked for by a route, which takes the formats of its rows', () => {
    const taken = new Set(routes.flatMap(({ stream = {} }) => Object.values(stream)));
    const missing = types.filter(({ formats }) => !formats.every(({ schema }) => taken.has(schema)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('takes formats that the documentation has', () => {
    const mediaTypes = new Set(types.flatMap(({ formats }) => formats.map(({ mediaType }) => mediaType)));
    expect([...mediaTypes].filter((mediaType) => !apiDocs.includes(`\`${mediaType}\``))).toEqual([]);
  });
});

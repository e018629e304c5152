import { invalidField } from './errors.ts';

const ENTITY_TAG = /^(?:W\/)?"([^"]*)"$/;

/**
 * The versions that `If-Match` accepts, or null where the header is absent. `*` becomes `[]`: any version,
 * but the resource must exist. `W/"5"` equals `"5"`, because the edge weakens tags when it compresses.
 * @throws ApiError invalid_headers
 */
export function parseIfMatch(header: string | null): string[] | null {
  if (header === null) return null;
  if (header.trim() === '*') return [];
  return header.split(',').map((tag) => {
    const version = ENTITY_TAG.exec(tag.trim())?.[1];
    if (version === undefined) {
      throw invalidField(
        'invalid_headers',
        'If-Match',
        'expected * or quoted ETags separated by commas',
        'If-Match must be * or a list of ETags such as "5".',
      );
    }
    return version;
  });
}

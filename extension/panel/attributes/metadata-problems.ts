import { compileMetadata } from '../../../shared/metadata/metadata-schemas.ts';
import { text } from '../../text.ts';
import { type Resource, useSchema } from './metadata-schema.ts';

/**
 * What is wrong with metadata by its schema, as the server will see it, by path: it checks what is given, and that nothing required is
 * missing then. Nested schemas are the server's to check.
 * @param given undefined where none is sent, which of a change is not checked
 * @param stored what the resource has already, undefined of a new one
 */
export function useMetadataProblems(
  resource: Resource,
  given: Record<string, unknown> | undefined,
  stored: Record<string, unknown> | undefined,
): Map<string, string> {
  const { data: schema } = useSchema(resource);
  if (!schema || (stored && !given)) return new Map();
  const { check, required } = compileMetadata(schema, () => undefined);
  const after = { ...stored, ...given };
  const { violations } = check(given ?? {});
  // What is wrong within a list or an object is told of the whole, which is one field.
  const problems = new Map(violations.map(({ path, message }) => [`metadata.${String(path[0])}`, message]));
  for (const key of required) {
    if ((after[key] ?? null) === null) problems.set(`metadata.${key}`, text('problem_required'));
  }
  return problems;
}

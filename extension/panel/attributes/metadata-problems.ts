import { compileMetadata } from '../../../shared/metadata-schemas.ts';
import { text } from '../../text.ts';
import { type Resource, useSchema } from '../metadata-schema.ts';

/**
 * What is wrong with metadata by its schema, as the server will see it, by path. Nested schemas are the server's to check.
 * @param metadata undefined where none is sent, which of a change is not checked
 */
export function useMetadataProblems(
  resource: Resource,
  metadata: Record<string, unknown> | undefined,
  isChange: boolean,
): Map<string, string> {
  const { data: schema } = useSchema(resource);
  if (!schema) return new Map();
  const { violations, missing } = compileMetadata(schema, () => undefined).check(metadata ?? {});
  // What is wrong within a list or an object is told of the whole, which is one field.
  const problems = new Map(violations.map(({ path, message }) => [`metadata.${String(path[0])}`, message]));
  if (isChange && !metadata) return problems;
  for (const key of missing) problems.set(`metadata.${key}`, text('problem_required'));
  return problems;
}

import { MetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import { apiPaths } from '../../api-paths.ts';
import { queryClient, useQuery } from '../session/query.ts';
import { api, can, connection } from '../session/session.ts';

/** The resources whose schemas the panel knows. */
export type Resource = 'order' | 'order_item' | 'customer';

const queryOf = (resource: Resource) => ({
  queryKey: ['metadata-schema', connection.peek()?.url, resource],
  staleTime: 30_000,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<MetadataSchema> => {
    const query: [string, string][] = [['usage', 'true']];
    return (await api({ path: apiPaths.metadataSchema(resource), query, reply: MetadataSchema, signal }))
      .data;
  },
});

/** The definitions of custom attributes, and the keys in use beside them. */
export const useSchema = (resource: Resource) =>
  useQuery<MetadataSchema>({ ...queryOf(resource), enabled: can('metadata-schemas:read') });

/** The same, once; undefined where the key may not read it or the server is away: a form works without. */
export const readSchema = (resource: Resource): Promise<MetadataSchema | undefined> =>
  can('metadata-schemas:read')
    ? queryClient.fetchQuery({ ...queryOf(resource), retry: false }).catch(() => undefined)
    : Promise.resolve(undefined);

/** Reads a schema anew, in place. */
export const reloadSchema = (resource: Resource): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: queryOf(resource).queryKey });

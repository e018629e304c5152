import { CustomerSegments as Segments } from '../../../shared/customers/segments.ts';
import { apiPaths } from '../../api-paths.ts';
import { text } from '../../text.ts';
import { Failed, Loading } from '../controls/feedback.tsx';
import { useQuery } from '../session/query.ts';
import { api, connection } from '../session/session.ts';

/** The segments that a customer is in now, by their names. */
export function CustomerSegments({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery<Segments['data']>({
    queryKey: ['customer-segments', connection.value?.url, id],
    queryFn: async ({ signal }) =>
      (await api({ path: apiPaths.customerSegments(id), reply: Segments, signal })).data.data,
  });
  return (
    <section class="section">
      <h2>{text('segments')}</h2>
      {isPending && <Loading rows={1} />}
      {!isPending && !data && <Failed error={error} retry={() => refetch()} />}
      {data?.length === 0 && <p class="quiet">{text('no_segments')}</p>}
      <ul class="row">
        {data?.map((segment) => (
          <li key={segment.id} class="badge calm">
            {segment.name}
          </li>
        ))}
      </ul>
    </section>
  );
}

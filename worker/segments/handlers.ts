import type { CreateSegment, ListSegmentsQuery, SegmentList } from '../../shared/customers/segments.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { empty, json } from '../http/response.ts';
import { readList } from '../lists/read-list.ts';
import { createSegment } from './create-segment.ts';
import { toSegment } from './serializer.ts';
import { deleteSegmentById, segmentById, segmentList } from './store.ts';

export async function postSegment(context: Context<unknown, CreateSegment>): Promise<Response> {
  const { row, replayed } = await createSegment(context);
  return json(toSegment(row), { replayed });
}

export async function getSegments({ query, database }: Context<ListSegmentsQuery>): Promise<Response> {
  const { items, paging } = await readList(database, query, segmentList);
  const list: SegmentList = { ...paging, data_ref: 'data', data: items.map(toSegment) };
  return json(list);
}

export async function getSegment({ params, database }: Context): Promise<Response> {
  const { segmentId = '' } = params;
  const row = await database.first(segmentById({ id: segmentId }));
  if (!row) throw notFound('segment', segmentId);
  return json(toSegment(row));
}

/** Deletes a segment; the customers in it stay. */
export async function deleteSegment({ params, database }: Context): Promise<Response> {
  const { segmentId = '' } = params;
  if (!(await database.first(deleteSegmentById({ id: segmentId })))) throw notFound('segment', segmentId);
  return empty();
}

import * as z from 'zod';
import { CreateSegment, ListSegmentsQuery, Segment, SegmentList } from '../../shared/customers/segments.ts';
import { type Route, route } from '../http/route.ts';
import { deleteSegment, getSegment, getSegments, postSegment } from './handlers.ts';

const params = z.object({ segmentId: z.string() });
const tag = 'Segments';

export const segmentRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/segments',
    summary: 'Create a segment: a list of customers, or a filter',
    tag,
    scope: 'segments:write',
    headers: ['Idempotency-Key'],
    body: CreateSegment,
    reply: Segment,
    handler: postSegment,
  }),
  route({
    method: 'GET',
    path: '/v1/segments',
    summary: 'List and filter segments',
    tag,
    scope: 'segments:read',
    query: ListSegmentsQuery,
    reply: SegmentList,
    handler: getSegments,
  }),
  route({
    method: 'GET',
    path: '/v1/segments/:segmentId',
    summary: 'Get a segment',
    tag,
    scope: 'segments:read',
    params,
    reply: Segment,
    handler: getSegment,
  }),
  route({
    method: 'DELETE',
    path: '/v1/segments/:segmentId',
    summary: 'Delete a segment; the customers in it stay',
    tag,
    scope: 'segments:write',
    params,
    reply: null,
    handler: deleteSegment,
  }),
];

import type { Segment } from '../../shared/customers/segments.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { SegmentRow } from './store.ts';

/** A stored segment as the API answers it. */
export const toSegment = ({ id, name, type, filter, createdAt }: SegmentRow): Segment => ({
  id,
  object: 'segment',
  name,
  type,
  filter: filter === null ? null : JSON.parse(filter),
  created_at: formatTimestamp(createdAt),
});

import * as z from 'zod';
import { type FieldType, type Filters, filtersOf, filtersParameter } from '../filters.ts';
import { MAX_IDENTIFIER_LENGTH, MAX_SEGMENT_CUSTOMERS, MAX_SEGMENT_FILTER_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply } from '../lists.ts';
import { JsonObject } from '../metadata/metadata.ts';
import { Timestamp } from '../times.ts';
import { readOver } from '../unsupported-fields.ts';
import { customerFilterFields } from './customer-lists.ts';

/**
 * `static` is a list of customers, the others are filters. Who is in one is looked up when it is asked for, so that
 * `auto-update` and `passive` mean the same; Voucherify's `passive` ones are those that tell no events.
 */
export const SegmentType = z.enum(['static', 'passive', 'auto-update']);
export type SegmentType = z.infer<typeof SegmentType>;

/** An expression over the fields of a customer, as it was sent and checked; null is none, as of a static list. */
const SegmentFilter = z
  .unknown()
  .transform((raw, context): { sent: Record<string, unknown>; filters: Filters } | null => {
    if (raw === null || raw === undefined) return null;
    const refuse = (message: string, path: PropertyKey[] = []) =>
      context.issues.push({ code: 'custom', path, message, input: raw });
    const { data: filters = { junction: 'and', conditions: [] }, error } =
      filtersOf(customerFilterFields).safeParse(raw);
    for (const { path, message } of error?.issues ?? []) refuse(message, path);
    if (!error && filters.conditions.length === 0) {
      refuse('expected at least one field, as in {"summary.orders.total_count": {"conditions": {…}}}');
    }
    if (JSON.stringify(raw).length > MAX_SEGMENT_FILTER_LENGTH) {
      refuse(`must have at most ${MAX_SEGMENT_FILTER_LENGTH} characters as JSON`);
    }
    return { sent: raw as Record<string, unknown>, filters };
  })
  .meta({ override: { type: 'object', additionalProperties: true } });

/** What `POST /v1/segments` takes: `customers` (ids or source_ids) of a static list, `filter` of the other types. */
export const CreateSegment = readOver(
  z
    .strictObject({
      name: z.string().trim().min(1, 'must not be empty').max(MAX_IDENTIFIER_LENGTH),
      type: SegmentType.default('static'),
      customers: z
        .array(z.string().min(1).max(MAX_IDENTIFIER_LENGTH))
        .min(1)
        .max(MAX_SEGMENT_CUSTOMERS)
        .nullish(),
      filter: SegmentFilter.optional(),
    })
    .superRefine(({ type, ...given }, context) => {
      const [wanted, other] =
        type === 'static' ? (['customers', 'filter'] as const) : (['filter', 'customers'] as const);
      const refuse = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message, input: given });
      if (!given[wanted]) refuse(wanted, `is required of the type ${type}`);
      if (given[other]) refuse(other, `does not go with the type ${type}`);
    })
    .meta({ id: 'CreateSegment' }),
);
export type CreateSegment = z.infer<typeof CreateSegment>;

/** A segment; `filter` is the expression as it was sent, null of a static list. */
export const Segment = z
  .object({
    id: z.string(),
    object: z.literal('segment'),
    name: z.string(),
    type: SegmentType,
    filter: JsonObject.nullable(),
    created_at: Timestamp,
  })
  .meta({ id: 'Segment' });
export type Segment = z.infer<typeof Segment>;

/** The fields of a segment that filters may name. */
const segmentFilterFields = {
  id: 'text',
  name: 'text',
  type: { oneOf: SegmentType.options },
  created_at: 'time',
} as const satisfies Record<string, FieldType>;
export type SegmentFilterField = keyof typeof segmentFilterFields;

const segmentId = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);

/** The query of `GET /v1/segments`. */
export const ListSegmentsQuery = z
  .strictObject({
    ...listParameters,
    order: z.enum(['created_at', '-created_at']).default('-created_at'),
    ids: z
      .union([segmentId.transform((id) => [id]), z.array(segmentId).min(1).max(100)])
      .optional()
      .meta({ override: { type: 'array', items: { type: 'string' } }, description: 'Only these.' }),
    filters: filtersParameter(segmentFilterFields),
  })
  .superRefine(checkPaging);
export type ListSegmentsQuery = z.infer<typeof ListSegmentsQuery>;

export const SegmentList = z.object({
  ...listReply,
  data_ref: z.literal('data'),
  data: z.array(Segment),
});
export type SegmentList = z.infer<typeof SegmentList>;

/** The segments that a customer is in, in the order in which they were made. */
export const CustomerSegments = z.object({
  object: z.literal('list'),
  data_ref: z.literal('data'),
  data: z.array(z.object({ id: z.string(), name: z.string(), object: z.literal('segment') })),
  total: z.int(),
});
export type CustomerSegments = z.infer<typeof CustomerSegments>;

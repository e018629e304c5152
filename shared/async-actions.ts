import * as z from 'zod';
import { ErrorDetail } from './errors.ts';
import { momentMeta } from './filters.ts';
import { SourceId } from './identifiers.ts';
import { checkPaging, listParameters, listReply } from './lists.ts';
import { Metadata } from './metadata/metadata.ts';
import { Moment, Timestamp } from './times.ts';

/** What is done asynchronously; the names are Voucherify's. */
export const AsyncActionType = z.enum([
  'ORDERS.IMPORT',
  'CUSTOMERS.IMPORT_CSV',
  'CUSTOMERS.BULK_UPDATE',
  'CUSTOMERS.METADATA_UPDATE',
  'PRODUCTS.IMPORT_CSV',
  'PRODUCTS.BULK_UPDATE',
  'PRODUCTS.METADATA_UPDATE',
  'SKUS.IMPORT_CSV',
]);
export type AsyncActionType = z.infer<typeof AsyncActionType>;

/** A row of an update of metadata: the resource of that source_id is updated, or made. */
export const SharedMetadataRow = z.strictObject({ source_id: SourceId, metadata: Metadata });

/** The answer to what is done asynchronously: it is stored, and will be done. */
export const AcceptedAction = z.object({ async_action_id: z.string() }).meta({ id: 'AcceptedAction' });
export type AcceptedAction = z.infer<typeof AcceptedAction>;

const actionFields = {
  id: z.string(),
  object: z.literal('async_action'),
  type: AsyncActionType,
  /** FAILED where every row has failed. */
  status: z.enum(['ENQUEUED', 'IN_PROGRESS', 'DONE', 'FAILED']),
  operation_status: z.enum(['SUCCESS', 'FAILED', 'UNKNOWN']),
  created_at: Timestamp,
  /** When it last got on. */
  updated_at: Timestamp.optional(),
  /** Of the request that asked for it, as in its X-Request-Id. */
  request_id: z.string(),
  /** Milliseconds from the request to the end, or until now. */
  processing_time: z.int(),
  /** Percent of the rows. */
  progress: z.int().min(0).max(100),
};

/** A row that could not be applied, and every reason. `line` counts from 1: of a JSON array its elements, of CSV its rows with the header. */
export const FailedRow = z.object({
  line: z.int(),
  source_id: z.string().optional(),
  key: z.string(),
  /** What the key says, and all of \`errors\` in one sentence. */
  message: z.string(),
  details: z.string(),
  errors: z.array(ErrorDetail),
});
export type FailedRow = z.infer<typeof FailedRow>;

const FailedReason = z.object({ source_id: z.string().optional(), reason: z.string() });

/** What has come of an action so far: counts of rows, and the first of those that have failed. */
const AsyncActionResult = z.object({
  message: z.string(),
  done_count: z.int(),
  created_count: z.int(),
  updated_count: z.int(),
  unchanged_count: z.int(),
  failed_count: z.int(),
  /** As the contract has it: the first that failed of an import of orders, those of `errors` of an import of CSV. */
  failed: z.union([FailedReason, z.array(FailedReason.extend({ row: z.int() }))]).optional(),
  errors: z.array(FailedRow),
  /** Where the failed rows can be had, for a key pair. */
  reports: z.array(z.string()),
  /** Until when failures can be had. */
  reports_available_till: Timestamp.optional(),
});

/** An asynchronous action as lists show it. */
const AsyncActionBase = z.object(actionFields).meta({ id: 'AsyncActionBase' });

export const AsyncAction = z
  .object({
    ...actionFields,
    request: z.object({ content_type: z.string(), bytes: z.int(), rows: z.int() }),
    result: AsyncActionResult,
  })
  .meta({ id: 'AsyncAction' });
export type AsyncAction = z.infer<typeof AsyncAction>;

/** The query of `GET /v1/async-actions`; the latest come first. */
export const ListAsyncActionsQuery = z
  .strictObject({
    ...listParameters,
    end_date: Moment.optional().meta({ ...momentMeta, description: 'Asked for then or earlier.' }),
  })
  .superRefine(checkPaging);
export type ListAsyncActionsQuery = z.infer<typeof ListAsyncActionsQuery>;

export const AsyncActionList = z.object({
  ...listReply,
  data_ref: z.literal('async_actions'),
  async_actions: z.array(AsyncActionBase),
});
export type AsyncActionList = z.infer<typeof AsyncActionList>;

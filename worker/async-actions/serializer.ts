import type { AsyncAction, FailedRow } from '../../shared/async-actions.ts';
import { type ErrorKey, errorKeys } from '../../shared/errors.ts';
import { PAYLOADS_KEPT, STUCK_AFTER } from '../../shared/limits.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { ActionType } from './action-type.ts';
import type { ActionRow, FailureReason, FailureRow } from './store.ts';

type Base = Omit<AsyncAction, 'request' | 'result'>;

function statusOf({
  finishedAt,
  failed,
  rows,
  processed,
}: ActionRow): Pick<Base, 'status' | 'operation_status'> {
  if (finishedAt === null) {
    return { status: processed === 0 ? 'ENQUEUED' : 'IN_PROGRESS', operation_status: 'UNKNOWN' };
  }
  return failed === rows
    ? { status: 'FAILED', operation_status: 'FAILED' }
    : { status: 'DONE', operation_status: 'SUCCESS' };
}

/** An action as lists show it. */
export const toBase = (action: ActionRow, now: number): Base => ({
  id: action.id,
  object: 'async_action',
  type: action.type,
  ...statusOf(action),
  created_at: formatTimestamp(action.createdAt),
  ...(action.updatedAt !== null && { updated_at: formatTimestamp(action.updatedAt) }),
  request_id: action.requestId,
  processing_time: Math.max(0, (action.finishedAt ?? now) - action.createdAt),
  progress: action.finishedAt === null ? Math.floor((100 * action.processed) / action.rows) : 100,
});

const isErrorKey = (key: string): key is ErrorKey => Object.hasOwn(errorKeys, key);

const toSentence = (errors: FailedRow['errors']): string =>
  errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');

function toFailedRow({ line, sourceId, key, errors: stored }: FailureReason): FailedRow {
  const errors: FailedRow['errors'] = JSON.parse(stored);
  return {
    line,
    ...(sourceId !== null && { source_id: sourceId }),
    key,
    message: isErrorKey(key) ? errorKeys[key].message : key,
    details: toSentence(errors),
    errors,
  };
}

function messageOf(
  { rows, processed, failed, failedChunks, updatedAt, finishedAt, sweptAt }: ActionRow,
  now: number,
) {
  const since = updatedAt ?? now;
  const parts = [
    `${processed} of ${rows} rows are done, of which ${failed} have failed.`,
    finishedAt === null &&
      now - since > STUCK_AFTER &&
      `Nothing has happened since ${formatTimestamp(since)}; it is tried again every few minutes.`,
    failedChunks > 0 && `Parts that could not be applied for an unexpected reason: ${failedChunks}.`,
    sweptAt !== null && 'The failed rows are not kept any more.',
  ];
  return parts.filter(Boolean).join(' ');
}

const toFailedReason = (row: FailedRow) => ({
  ...(row.source_id !== undefined && { source_id: row.source_id }),
  reason: row.details,
});

/** The failed rows under `failed`, as the contract has them for the type. */
function failedOf({ failed }: ActionType, errors: readonly FailedRow[]): AsyncAction['result']['failed'] {
  const [first] = errors;
  if (failed === 'first') return first && toFailedReason(first);
  return failed === 'shown' ? errors.map((row) => ({ row: row.line, ...toFailedReason(row) })) : undefined;
}

/**
 * An action with its result so far.
 * @param report the URL of its failed rows
 */
export function toAsyncAction(
  action: ActionRow,
  failures: readonly FailureReason[],
  { type, now, report }: { type: ActionType; now: number; report: string },
): AsyncAction {
  const { format, bytes, rows, processed, created, updated, failed, finishedAt, sweptAt } = action;
  const errors = failures.map(toFailedRow);
  const reported = failedOf(type, errors);
  return {
    ...toBase(action, now),
    request: { content_type: format, bytes, rows },
    result: {
      message: messageOf(action, now),
      done_count: processed - failed,
      created_count: created,
      updated_count: updated,
      unchanged_count: processed - failed - created - updated,
      failed_count: failed,
      ...(reported && { failed: reported }),
      errors,
      reports: failed > 0 && sweptAt === null ? [report] : [],
      ...(finishedAt !== null && { reports_available_till: formatTimestamp(finishedAt + PAYLOADS_KEPT) }),
    },
  };
}

/** A failed row as a line of NDJSON: what was sent, to be corrected and sent again, and beside it what is wrong. */
export function toFailureLine(failure: FailureRow): string {
  const { row, text } = failure;
  const sent: object = row === null ? {} : JSON.parse(row);
  const error = { ...toFailedRow(failure), ...(text !== null && { text }) };
  return `${JSON.stringify({ ...sent, import_error: error })}\n`;
}

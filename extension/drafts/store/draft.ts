import * as z from 'zod';
import { ErrorBody } from '../../../shared/errors.ts';

/**
 * The schema of a draft of a resource: a form that is kept as it was typed, also what is not valid yet, so
 * that nothing is lost between two key strokes and a closed panel. It is for one server only.
 * @param sent what a queued draft of this resource sends
 */
export const draftSchema = <
  Form extends z.ZodType,
  Resource extends z.ZodType,
  Sent extends z.ZodRawShape & { body: z.ZodType },
>(
  form: Form,
  resource: Resource,
  sent: Sent,
) =>
  z.object({
    /** The resource's id: made here for a new one, so that sending it twice makes one. */
    id: z.string(),
    server: z.string(),
    /** What is being changed, and the form that it began as; null for a new one. */
    base: z.object({ stored: resource, etag: z.string().optional(), form }).nullable(),
    form,
    changedAt: z.number(),
    /**
     * Whether a new one may be with the server already: it was queued, and edited before its fate was
     * known.
     */
    mayBeThere: z.boolean().optional(),
    /**
     * Where a draft is: being typed; to be sent, with its exact content and since when it was first tried;
     * refused by the server, which said why; or overtaken by a change made elsewhere, with the resource as
     * it is now.
     */
    delivery: z.discriminatedUnion('state', [
      z.object({ state: z.literal('open') }),
      z.object({
        state: z.literal('queued'),
        ...sent,
        idempotencyKey: z.string(),
        savedAt: z.number(),
        firstTriedAt: z.number().nullable(),
      }),
      z.object({ state: z.literal('refused'), error: ErrorBody.nullable() }),
      z.object({ state: z.literal('overtaken'), theirs: resource, etag: z.string().optional() }),
    ]),
  });

/** What a queued draft of any resource says of its sending. */
export interface QueuedDelivery {
  state: 'queued';
  body: object;
  idempotencyKey: string;
  savedAt: number;
  firstTriedAt: number | null;
}

/** A draft of any resource. */
export interface AnyDraft<Resource = unknown> {
  id: string;
  server: string;
  base: { stored: Resource; etag?: string | undefined; form: unknown } | null;
  form: object;
  changedAt: number;
  mayBeThere?: boolean | undefined;
  delivery:
    | { state: 'open' }
    | QueuedDelivery
    | { state: 'refused'; error: ErrorBody | null }
    | { state: 'overtaken'; theirs: Resource; etag?: string | undefined };
}

/** A draft that waits to be sent. */
export type Queued<Draft extends AnyDraft> = Draft & {
  delivery: Extract<Draft['delivery'], { state: 'queued' }>;
};

export const isQueued = <Draft extends AnyDraft>(draft: Draft): draft is Queued<Draft> =>
  draft.delivery.state === 'queued';

/** What becomes of a draft's delivery when it is typed into: one that waited to be sent is open again. */
export const reopened = <Draft extends AnyDraft>(
  draft: Draft,
): Pick<AnyDraft<never>, 'mayBeThere'> & { delivery: Draft['delivery'] } =>
  isQueued(draft) ? { delivery: { state: 'open' }, mayBeThere: draft.base === null } : draft;

/**
 * The draft with a change: it is newer than before even within one millisecond, which is how windows tell
 * which is which.
 */
export const withChange = <Draft extends AnyDraft>(draft: Draft, change: Partial<Draft>): Draft => ({
  ...draft,
  ...change,
  changedAt: Math.max(Date.now(), draft.changedAt + 1),
});

import type * as z from 'zod';
import { ApiFailure, type Credentials, callApi, type Reply } from '../../api.ts';
import type { Connection } from '../../connection/connection.ts';
import { type AnyDraft, isQueued, type Queued, withChange } from './draft.ts';
import type { DraftStorage } from './draft-storage.ts';

/** How sending went. Waiting drafts stay queued and are sent again. */
export type Sent<Draft, Resource> =
  | { kind: 'done'; stored: Resource; etag: string | undefined }
  | { kind: 'waiting'; failure: ApiFailure }
  | { kind: 'refused'; draft: Draft }
  | { kind: 'overtaken'; draft: Draft }
  | { kind: 'gone' };

/** Everything about a resource that sending its drafts needs to know. */
export interface DraftKind<Draft extends AnyDraft<Resource>, Resource> {
  storage: DraftStorage<Draft>;
  path: (id: string) => string;
  reply: z.ZodType<Resource>;
  /** Creates or updates the resource; called again with the same draft where the reply was lost. */
  write: (connection: Connection, draft: Queued<Draft>) => Promise<Reply<Resource>>;
  /** Tells if the resource already is as an update asks: an earlier try did it, or it is not needed. */
  isDone: (stored: Resource, draft: Queued<Draft>) => boolean;
  /** Milliseconds after the first try from which a new resource is looked for before it is sent again. */
  lookAgainAfter: number;
  /** Decides how to go on with a new resource that turns out to be there: an update, or the end. */
  resume: (
    found: Reply<Resource>,
    draft: Queued<Draft>,
    connection: Connection,
  ) => Queued<Draft> | 'done' | 'overtaken';
}

/** A resource as the base of further changes, which began as this form. */
export const baseOf = <Resource, Form>({ data: stored, etag }: Reply<Resource>, form: Form) => ({
  stored,
  form,
  ...(etag && { etag }),
});

class Sender<Draft extends AnyDraft<Resource>, Resource> {
  readonly #kind: DraftKind<Draft, Resource>;
  readonly #connection: Connection;

  constructor(kind: DraftKind<Draft, Resource>, connection: Connection) {
    this.#kind = kind;
    this.#connection = connection;
  }

  async send(queued: Queued<Draft>): Promise<Sent<Draft, Resource>> {
    let draft = queued;
    try {
      const found = await this.#findEarlier(draft);
      const next = found ? this.#kind.resume(found, draft, this.#connection) : draft;
      if (found && next === 'done') return await this.#conclude(draft, found);
      if (found && next === 'overtaken') return await this.#overtake(draft, found);
      if (typeof next === 'object') draft = await this.#begin(next, next !== queued);
      return await this.#conclude(draft, await this.#kind.write(this.#connection, draft));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      return this.#settle(draft, error);
    }
  }

  #get(id: string): Promise<Reply<Resource>> {
    const { path, reply } = this.#kind;
    return callApi(this.#connection as Credentials, { path: path(id), reply });
  }

  /** A new resource that an earlier try may have made, if it is there. */
  async #findEarlier(draft: Queued<Draft>): Promise<Reply<Resource> | undefined> {
    const { firstTriedAt } = draft.delivery;
    const isForgotten = firstTriedAt !== null && Date.now() - firstTriedAt >= this.#kind.lookAgainAfter;
    if (draft.base !== null || !(draft.mayBeThere || isForgotten)) return undefined;
    try {
      return await this.#get(draft.id);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === 'missing') return undefined;
      throw error;
    }
  }

  /** Notes that a draft is being tried, before it is: the reply may never come. */
  async #begin(draft: Queued<Draft>, isChanged: boolean): Promise<Queued<Draft>> {
    if (draft.delivery.firstTriedAt !== null && !isChanged) return draft;
    const delivery = { ...draft.delivery, firstTriedAt: draft.delivery.firstTriedAt ?? Date.now() };
    const begun = withChange(draft, { delivery } as Partial<Queued<Draft>>);
    await this.#kind.storage.store(begun);
    return begun;
  }

  /**
   * Ends a draft whose resource is with the server. What was typed since it was sent stays, as a change of
   * that.
   */
  async #conclude(sent: Queued<Draft>, reply: Reply<Resource>): Promise<Sent<Draft, Resource>> {
    const { storage } = this.#kind;
    const now = await storage.read(sent.id);
    if (now && now.changedAt > sent.changedAt) {
      const change = { base: baseOf(reply, sent.form), delivery: { state: 'open' } };
      await storage.store(withChange(now, change as Partial<Draft>));
    } else await storage.remove(sent.id);
    return { kind: 'done', stored: reply.data, etag: reply.etag };
  }

  /**
   * Gives a draft back to the user, with what was typed since it was sent; undefined where it was discarded
   * since.
   */
  async #giveBack(sent: Queued<Draft>, delivery: AnyDraft<Resource>['delivery']): Promise<Draft | undefined> {
    const now = await this.#kind.storage.read(sent.id);
    const back = now && withChange(now, { delivery } as Partial<Draft>);
    if (back) await this.#kind.storage.store(back);
    return back;
  }

  async #overtake(draft: Queued<Draft>, { data, etag }: Reply<Resource>): Promise<Sent<Draft, Resource>> {
    const back = await this.#giveBack(draft, { state: 'overtaken', theirs: data, ...(etag && { etag }) });
    return back ? { kind: 'overtaken', draft: back } : { kind: 'gone' };
  }

  /** Deals with a refusal. Nothing of the draft is lost. */
  async #settle(draft: Queued<Draft>, failure: ApiFailure): Promise<Sent<Draft, Resource>> {
    if (failure.kind === 'changed') return this.#compare(draft);
    if (failure.kind === 'away' || failure.kind === 'unauthorized' || failure.kind === 'garbled')
      return { kind: 'waiting', failure };
    const back = await this.#giveBack(draft, { state: 'refused', error: failure.body ?? null });
    return back ? { kind: 'refused', draft: back } : { kind: 'gone' };
  }

  /** Tells a change that an earlier try made from one that was made elsewhere. */
  async #compare(draft: Queued<Draft>): Promise<Sent<Draft, Resource>> {
    try {
      const theirs = await this.#get(draft.id);
      return await (this.#kind.isDone(theirs.data, draft)
        ? this.#conclude(draft, theirs)
        : this.#overtake(draft, theirs));
    } catch (error) {
      if (error instanceof ApiFailure) return { kind: 'waiting', failure: error };
      throw error;
    }
  }
}

/**
 * Sends a queued draft, as often as it takes to be sure, and makes one resource of it: the panel and the
 * background script take turns, a repeat carries the same idempotency key, and once that may be forgotten
 * the server is first asked for the resource.
 */
export const sendDraft = <Draft extends AnyDraft<Resource>, Resource>(
  kind: DraftKind<Draft, Resource>,
  connection: Connection,
  id: string,
): Promise<Sent<Draft, Resource>> =>
  navigator.locks.request('outbox', async (): Promise<Sent<Draft, Resource>> => {
    const draft = await kind.storage.read(id);
    if (!draft || !isQueued(draft) || draft.server !== connection.url) return { kind: 'gone' };
    return new Sender(kind, connection).send(draft);
  });

import type { Connection } from '../../connection/connection.ts';
import type { AnyDraft } from '../../drafts/store/draft.ts';
import type { DraftStore } from '../../drafts/store/draft-store.ts';
import type { Sent } from '../../drafts/store/send-draft.ts';
import type { TextName } from '../../text.ts';
import type { Route } from '../navigation/route.ts';

/** The drafts of one resource as the panel saves and shows them. */
export interface OutboxKind<Draft extends AnyDraft> {
  store: DraftStore<Draft>;
  send: (connection: Connection, id: string) => Promise<Sent<Draft, unknown>>;
  /** The form on a draft, the screen of what it became, and the list that shows what waits. */
  form: (id: string) => Route;
  detail: (id: string) => Route;
  list: Route;
  /** What is announced where the server is away, and where it does not take the key. */
  savedForLater: TextName;
  savedForKey: TextName;
  titleOf: (draft: Draft) => string;
  /** What the list of drafts is called. */
  label: TextName;
}

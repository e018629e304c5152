import { DRAFT_STORE_DELAY } from '../../../shared/limits.ts';
import { type AnyDraft, reopened, withChange } from './draft.ts';
import type { DraftList } from './draft-list.ts';
import type { DraftStorage } from './draft-storage.ts';

/**
 * The drafts of one resource in this window: shown at once in a list of signals, stored in a moment, and
 * shared with other windows.
 */
export class DraftStore<Draft extends AnyDraft> {
  readonly storage: DraftStorage<Draft>;
  readonly list: DraftList<Draft>;
  readonly #isWorthStoring: (draft: Draft) => boolean;
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param isWorthStoring a draft of which this is false is taken out of the storage again */
  constructor(
    storage: DraftStorage<Draft>,
    list: DraftList<Draft>,
    isWorthStoring: (draft: Draft) => boolean = () => true,
  ) {
    this.storage = storage;
    this.list = list;
    this.#isWorthStoring = isWorthStoring;
  }

  peek = (id: string): Draft | undefined => this.list.peek()?.get(id);

  /** A draft as this window has it, or else as it is stored. */
  find = async (id: string): Promise<Draft | undefined> => this.peek(id) ?? (await this.storage.read(id));

  /** Shows a draft that was made elsewhere, without storing it: nothing was typed into it yet. */
  hold = (draft: Draft): void => this.#put(draft.id, draft);

  /** Shows a draft, and stores it at once. */
  keep = async (draft: Draft): Promise<void> => {
    this.hold(draft);
    await this.#storeNow(draft.id);
  };

  /** Changes what a draft's form says. The draft is open then, whatever became of it before. */
  changeForm = (id: string, change: Partial<Draft['form']>): void => {
    const draft = this.peek(id);
    if (!draft) return;
    const { delivery, mayBeThere } = reopened(draft);
    const form = { ...draft.form, ...change };
    this.#put(id, withChange(draft, { form, delivery, mayBeThere } as Partial<Draft>));
    // Several key strokes are one write.
    if (!this.#waiting.has(id))
      this.#waiting.set(
        id,
        setTimeout(() => this.#storeNow(id), DRAFT_STORE_DELAY),
      );
  };

  /** Changes a draft otherwise, and resolves once that is stored. */
  change = async (id: string, change: Partial<Draft>): Promise<void> => {
    const draft = this.peek(id);
    if (draft) await this.keep(withChange(draft, change));
  };

  /** Forgets a draft that nothing was typed into: it was never stored. */
  leave = async (id: string): Promise<void> => {
    if (this.#waiting.has(id)) return;
    const left = this.peek(id);
    // By then it may have been opened again, or typed into.
    if (!(await this.storage.read(id)) && this.peek(id) === left) this.#put(id, undefined);
  };

  /** Throws a draft away. */
  discard = async (id: string): Promise<void> => {
    this.#stopWaiting(id);
    this.#put(id, undefined);
    await this.storage.remove(id);
  };

  /** Reads the drafts and follows what other windows and the background script make of them. */
  begin = async (): Promise<void> => {
    this.storage.onChange(this.#applyStored);
    const stored = await this.storage.readAll();
    // One that was begun before they are read stays.
    this.list.value ??= new Map();
    for (const draft of stored) this.#applyStored(draft.id, draft);
    addEventListener('pagehide', () => {
      for (const id of this.#waiting.keys()) void this.#storeNow(id);
    });
  };

  #put(id: string, draft: Draft | undefined): void {
    const next = new Map(this.list.peek());
    if (draft) next.set(id, draft);
    else next.delete(id);
    this.list.value = next;
  }

  #stopWaiting(id: string): void {
    clearTimeout(this.#waiting.get(id));
    this.#waiting.delete(id);
  }

  async #storeNow(id: string): Promise<void> {
    this.#stopWaiting(id);
    const draft = this.peek(id);
    if (!draft) return;
    await (this.#isWorthStoring(draft) ? this.storage.store(draft) : this.storage.remove(id));
  }

  /** Adopts the stored draft, unless this window's copy is newer or still to be stored. */
  #applyStored = (id: string, draft: Draft | undefined): void => {
    const mine = this.peek(id);
    if (!draft ? !this.#waiting.has(id) : !mine || draft.changedAt > mine.changedAt) this.#put(id, draft);
  };
}

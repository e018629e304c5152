import { computed } from '@preact/signals';
import { renderHook, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { newOrderDraft } from '../../../extension/drafts/orders/order-draft.ts';
import { orderDraftStorage } from '../../../extension/drafts/orders/order-draft-storage.ts';
import { withChange } from '../../../extension/drafts/store/draft.ts';
import { useDraftLock } from '../../../extension/drafts/store/use-draft-lock.ts';

const { read: readDraft, readAll: readDrafts, remove: removeDraft, store: storeDraft } = orderDraftStorage;

const SERVER = 'https://api.example';

/** The panel of another window: modules of its own on the same browser. */
async function openWindow() {
  vi.resetModules();
  const [{ beginOrder }, { orderDraftStore }, { draftsFor }] = await Promise.all([
    import('../../../extension/drafts/orders/begin-order.ts'),
    import('../../../extension/drafts/orders/order-draft-store.ts'),
    import('../../../extension/drafts/store/draft-list.ts'),
  ]);
  const { list, begin, hold, change, changeForm, leave, discard } = orderDraftStore;
  return {
    beginDrafts: begin,
    beginDraft: () => beginOrder(SERVER),
    holdDraft: hold,
    changeForm,
    changeDraft: change,
    leaveDraft: leave,
    discardDraft: discard,
    draftsById: list,
    drafts: computed(() => draftsFor(list, SERVER)),
    form: (id: string) => list.value?.get(id)?.form,
  };
}
type Window = Awaited<ReturnType<typeof openWindow>>;

/** Lets storage tell what has changed. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

let window: Window;
beforeEach(async () => {
  window = await openWindow();
  await window.beginDrafts();
});

describe('what is typed', () => {
  it('is stored within 400 ms of every key stroke, however long the typing goes on', async () => {
    vi.useFakeTimers();
    const { id } = window.beginDraft();
    const typed = 'ORDER-2026-0001';
    for (let length = 1; length <= typed.length; length += 1) {
      window.changeForm(id, { sourceId: typed.slice(0, length) });
      await vi.advanceTimersByTimeAsync(100);
      const stored = (await readDraft(id))?.form.sourceId ?? '';
      // Four strokes take 400 ms.
      expect(stored.length).toBeGreaterThan(length - 4);
    }
    await vi.advanceTimersByTimeAsync(400);
    expect((await readDraft(id))?.form.sourceId).toBe(typed);
  });

  it('is one write for several key strokes', async () => {
    vi.useFakeTimers();
    const { id } = window.beginDraft();
    const set = vi.spyOn((await import('../set-up/browser.ts')).browser.storage.local, 'set');
    for (const sourceId of ['A', 'A-', 'A-1']) window.changeForm(id, { sourceId });
    await vi.advanceTimersByTimeAsync(400);
    expect(set).toHaveBeenCalledTimes(1);
  });

  it('is there when the panel is opened again', async () => {
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A-1' });
    await waitFor(async () => expect(await readDraft(id)).toBeDefined());
    const again = await openWindow();
    await again.beginDrafts();
    expect(again.form(id)?.sourceId).toBe('A-1');
    expect(again.drafts.value.map((draft) => draft.id)).toEqual([id]);
  });

  it('is stored when the panel is closed in the middle of it', async () => {
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A-1' });
    dispatchEvent(new Event('pagehide'));
    expect((await readDraft(id))?.form.sourceId).toBe('A-1');
  });

  it('is kept where the draft was begun before the stored ones were read', async () => {
    await storeDraft(newOrderDraft(SERVER, { sourceId: 'stored' }));
    const early = await openWindow();
    const { id } = early.beginDraft();
    early.changeForm(id, { sourceId: 'early' });
    await early.beginDrafts();
    expect(early.form(id)?.sourceId).toBe('early');
    expect(early.draftsById.value?.size).toBe(2);
  });

  it('is not overwritten by what this window hears of its own earlier writes', async () => {
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A' });
    await window.changeDraft(id, {});
    window.changeForm(id, { sourceId: 'A-1' });
    await settle();
    expect(window.form(id)?.sourceId).toBe('A-1');
  });

  it('is not overwritten by what another window stores meanwhile', async () => {
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A' });
    await window.changeDraft(id, {});
    const stored = await readDraft(id);
    if (!stored) throw new Error('the draft was not stored');
    window.changeForm(id, { sourceId: 'typed here' });
    await storeDraft({ ...stored, form: { ...stored.form, sourceId: 'older' } });
    await settle();
    expect(window.form(id)?.sourceId).toBe('typed here');
    await waitFor(async () => expect((await readDraft(id))?.form.sourceId).toBe('typed here'));
  });

  it('makes a draft that waits one that is being typed again', async () => {
    const draft = newOrderDraft(SERVER, { sourceId: 'A' });
    await storeDraft(
      withChange(draft, {
        delivery: {
          state: 'queued',
          people: [],
          body: {},
          codes: [],
          idempotencyKey: 'key',
          savedAt: 1,
          firstTriedAt: null,
        },
      }),
    );
    await settle();
    window.changeForm(draft.id, { sourceId: 'A-1' });
    await waitFor(async () => expect((await readDraft(draft.id))?.delivery).toEqual({ state: 'open' }));
  });
});

describe('a draft that nothing was typed into', () => {
  it('is not taken from who opens it again at once', async () => {
    const draft = window.beginDraft();
    const leaving = window.leaveDraft(draft.id);
    window.holdDraft({ ...draft });
    await leaving;
    expect(window.draftsById.value?.has(draft.id)).toBe(true);
  });

  it('is forgotten when it is left, others are not', async () => {
    const [untouched, typed] = [window.beginDraft(), window.beginDraft()];
    window.changeForm(typed.id, { sourceId: 'A-1' });
    await Promise.all([window.leaveDraft(untouched.id), window.leaveDraft(typed.id)]);
    expect(window.drafts.value.map(({ id }) => id)).toEqual([typed.id]);
    await waitFor(async () => expect(await readDraft(typed.id)).toBeDefined());
  });
});

describe('another window', () => {
  it('shows what is stored here, and loses what is discarded here', async () => {
    const other = await openWindow();
    await other.beginDrafts();
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A-1' });
    await waitFor(() => expect(other.form(id)?.sourceId).toBe('A-1'));
    await window.discardDraft(id);
    await settle();
    expect(other.form(id)).toBeUndefined();
    expect(await readDrafts()).toEqual([]);
  });

  it('discarding a draft does not take what is just being typed', async () => {
    const { id } = window.beginDraft();
    window.changeForm(id, { sourceId: 'A' });
    await window.changeDraft(id, {});
    window.changeForm(id, { sourceId: 'A-1' });
    await removeDraft(id);
    await settle();
    expect(window.form(id)?.sourceId).toBe('A-1');
    await waitFor(async () => expect((await readDraft(id))?.form.sourceId).toBe('A-1'));
  });

  it('cannot open a draft that is open here, until it is left here', async () => {
    const here = renderHook(() => useDraftLock('ord_1'));
    await waitFor(() => expect(here.result.current).toBe(true));
    const there = renderHook(() => useDraftLock('ord_1'));
    await waitFor(() => expect(there.result.current).toBe(false));
    here.unmount();
    await waitFor(() => expect(there.result.current).toBe(true));
  });

  it('can open another draft', async () => {
    const here = renderHook(() => useDraftLock('ord_1'));
    const there = renderHook(() => useDraftLock('ord_2'));
    await waitFor(() => expect([here.result.current, there.result.current]).toEqual([true, true]));
  });

  it('that gave up waiting does not take it', async () => {
    const here = renderHook(() => useDraftLock('ord_1'));
    await waitFor(() => expect(here.result.current).toBe(true));
    const there = renderHook(() => useDraftLock('ord_1'));
    await waitFor(() => expect(there.result.current).toBe(false));
    there.unmount();
    here.unmount();
    await waitFor(async () => expect((await navigator.locks.query()).held).toEqual([]));
  });
});

describe('drafts of another server', () => {
  it('are kept, and not shown', async () => {
    const draft = newOrderDraft('https://other.example', { sourceId: 'A' });
    await storeDraft(draft);
    await settle();
    expect(window.drafts.value).toEqual([]);
    expect(await readDraft(draft.id)).toBeDefined();
  });
});

import { useSignal } from '@preact/signals';
import { Trash2 } from 'lucide';
import { type AnyDraft, isQueued, reopened } from '../../drafts/store/draft.ts';
import { draftsFor } from '../../drafts/store/draft-list.ts';
import { type TextName, text } from '../../text.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { go } from '../navigation/route.ts';
import { connection } from '../session/session.ts';
import { Moment } from '../values/moment.tsx';
import type { OutboxKind } from './outbox-kind.ts';
import { sendWaiting } from './send-waiting.ts';
import './outbox.css';

const ConfirmDiscard = lazy(async () => (await import('./confirm-discard.tsx')).ConfirmDiscard, null);

const tones = { open: 'calm', queued: 'wait', refused: 'bad', overtaken: 'bad' } as const;
const words = {
  open: 'draft_open',
  queued: 'draft_queued',
  refused: 'draft_refused',
  overtaken: 'draft_overtaken',
} as const satisfies Record<AnyDraft['delivery']['state'], TextName>;

interface DraftEntriesProps<Draft extends AnyDraft> {
  kind: OutboxKind<Draft>;
}

function Entry<Draft extends AnyDraft>({
  kind,
  draft,
  onDiscard,
}: DraftEntriesProps<Draft> & { draft: Draft; onDiscard: () => void }) {
  const { id, changedAt, delivery } = draft;
  const edit = async () => {
    if (isQueued(draft)) await kind.store.change(id, reopened<Draft>(draft) as Partial<Draft>);
    go(kind.form(id));
  };
  return (
    <li class={`notice ${tones[delivery.state]}`}>
      <span>
        <strong>{kind.titleOf(draft)}</strong>
        <br />
        <span class="small">
          {text(words[delivery.state])} · <Moment value={new Date(changedAt).toISOString()} />
        </span>
      </span>
      {isQueued(draft) && (
        <button type="button" class="button" onClick={sendWaiting}>
          {text('send_now')}
        </button>
      )}
      <button type="button" class="button" onClick={edit}>
        {text(delivery.state === 'open' ? 'continue' : 'edit')}
      </button>
      <IconButton label={text('discard')} icon={Trash2} onClick={onDiscard} />
    </li>
  );
}

/**
 * What is not with the server yet: what is being typed, what waits for a connection, and what the server
 * would not take.
 */
export function DraftEntries<Draft extends AnyDraft>({ kind }: DraftEntriesProps<Draft>) {
  const discarding = useSignal<string | null>(null);
  const drafts = draftsFor(kind.store.list, connection.value?.url);
  const id = discarding.value;
  return (
    <>
      {drafts.length > 0 && (
        <ul class="outbox" aria-label={text(kind.label)}>
          {drafts.map((draft) => (
            <Entry
              key={draft.id}
              kind={kind}
              draft={draft}
              onDiscard={() => {
                discarding.value = draft.id;
              }}
            />
          ))}
        </ul>
      )}
      {id !== null && (
        <ConfirmDiscard
          onConfirm={() => void kind.store.discard(id)}
          onClose={() => {
            discarding.value = null;
          }}
        />
      )}
    </>
  );
}

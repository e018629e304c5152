import { signal } from '@preact/signals';
import { Trash2 } from 'lucide';
import { type Draft, isQueued, reopened } from '../../drafts/orders/order-draft.ts';
import { type TextName, text } from '../../text.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { go } from '../navigation/route.ts';
import { Moment } from '../values/moment.tsx';
import { drafts } from './draft-list.ts';
import { changeDraft, discardDraft } from './drafts.ts';
import { sendWaiting } from './send-waiting.ts';

const Confirm = lazy(async () => (await import('../controls/confirm.tsx')).Confirm, null);

const tones = { open: 'calm', queued: 'wait', refused: 'bad', overtaken: 'bad' } as const;
const words = {
  open: 'draft_open',
  queued: 'draft_queued',
  refused: 'draft_refused',
  overtaken: 'draft_overtaken',
} as const satisfies Record<Draft['delivery']['state'], TextName>;

const titleOf = ({ base, form, id }: Draft): string => {
  const what =
    form.sourceId || (form.customer?.kind === 'known' ? form.customer.label : form.customer?.name) || '';
  if (base) return text('draft_change_of', what || id);
  return what ? text('draft_new_order', what) : text('new_order');
};

const discarding = signal<string | null>(null);

function Entry({ draft }: { draft: Draft }) {
  const { id, changedAt, delivery } = draft;
  const edit = async () => {
    if (isQueued(draft)) await changeDraft(id, reopened(draft));
    go({ screen: 'draft', id });
  };
  return (
    <li class={`notice ${tones[delivery.state]}`}>
      <span>
        <strong>{titleOf(draft)}</strong>
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
      <IconButton
        label={text('discard')}
        icon={Trash2}
        onClick={() => {
          discarding.value = id;
        }}
      />
    </li>
  );
}

/** What is not with the server yet: what is being typed, what waits for a connection, and what the server would not take. */
export function Outbox() {
  const id = discarding.value;
  return (
    <>
      <ul class="outbox" aria-label={text('outbox')}>
        {drafts.value.map((draft) => (
          <Entry key={draft.id} draft={draft} />
        ))}
      </ul>
      {id !== null && (
        <Confirm
          title={text('discard_title')}
          action={text('discard')}
          isDanger
          onConfirm={() => void discardDraft(id)}
          onClose={() => {
            discarding.value = null;
          }}
        >
          <p>{text('discard_warning')}</p>
        </Confirm>
      )}
    </>
  );
}

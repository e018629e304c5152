import { useSignal } from '@preact/signals';
import { Trash2 } from 'lucide';
import { useEffect } from 'preact/hooks';
import type { CustomerDraft } from '../../drafts/customers/customer-draft.ts';
import {
  onCustomerDrafts,
  readCustomerDrafts,
  removeCustomerDraft,
} from '../../drafts/customers/customer-draft-storage.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { IconButton } from '../controls/icon-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { hrefOf } from '../navigation/route.ts';
import { connection } from '../session/session.ts';
import { Moment } from '../values/moment.tsx';

const Confirm = lazy(async () => (await import('../controls/confirm.tsx')).Confirm, null);

function titleOf({ base, form: { fields } }: CustomerDraft): string {
  if (base) return text('draft_change_of_customer', personLabel(base.customer));
  const name = fields.name || fields.email || fields.phone || fields.source_id;
  return name ? text('draft_new_customer', name) : text('new_customer');
}

function Entry({ draft, onDiscard }: { draft: CustomerDraft; onDiscard: () => void }) {
  const { id, base, changedAt } = draft;
  return (
    <li class="notice">
      <span>
        <strong>{titleOf(draft)}</strong>
        <br />
        <span class="small">
          {text('draft_open')} · <Moment value={new Date(changedAt).toISOString()} />
        </span>
      </span>
      <a class="button" href={hrefOf({ screen: 'customer-form', ...(base && { id }) })}>
        {text('continue')}
      </a>
      <IconButton label={text('discard')} icon={Trash2} onClick={onDiscard} />
    </li>
  );
}

/** The customers that were being typed when their form was left. */
export function Unfinished() {
  const drafts = useSignal<CustomerDraft[]>([]);
  const discarding = useSignal<CustomerDraft | null>(null);
  const server = connection.value?.url ?? '';
  useEffect(() => {
    const read = async () => {
      drafts.value = await readCustomerDrafts(server);
    };
    void read();
    return onCustomerDrafts(() => void read());
  }, [server]);
  const draft = discarding.value;
  return (
    <>
      {drafts.value.length > 0 && (
        <ul class="outbox" aria-label={text('unfinished_customers')}>
          {drafts.value.map((each) => (
            <Entry
              key={each.id}
              draft={each}
              onDiscard={() => {
                discarding.value = each;
              }}
            />
          ))}
        </ul>
      )}
      {draft && (
        <Confirm
          title={text('discard_title')}
          action={text('discard')}
          isDanger
          onConfirm={() => void removeCustomerDraft(draft)}
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

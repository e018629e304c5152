import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Order, OrderStatus } from '../../../shared/orders/orders.ts';
import { ApiFailure } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { type TextName, text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { Confirm } from '../controls/confirm.tsx';
import { failureText } from '../controls/feedback.tsx';
import { whileBusy } from '../controls/while-busy.ts';
import { refreshAll } from '../session/query.ts';
import { api, can, currency } from '../session/session.ts';
import { DescriptionList } from '../values/description-list.tsx';
import { formatMoney } from '../values/format.ts';
import { Status, statusName } from '../values/status.tsx';

const actions = {
  CREATED: 'set_created',
  PAID: 'set_paid',
  FULFILLED: 'set_fulfilled',
  CANCELED: 'set_canceled',
} as const satisfies Record<OrderStatus, TextName>;

/** What each status means for money. */
const meanings = {
  CREATED: 'means_created',
  PAID: 'means_paid',
  FULFILLED: 'means_fulfilled',
  CANCELED: 'means_canceled',
} as const satisfies Record<OrderStatus, TextName>;

/** The steps that take a payment back say so: fulfilled is, as the API has it, not paid yet. */
function actionOf(from: OrderStatus, to: OrderStatus): TextName {
  if (from !== 'PAID') return actions[to];
  if (to === 'CREATED') return 'unset_paid_created';
  return to === 'FULFILLED' ? 'unset_paid_fulfilled' : actions[to];
}

/** What a step does to what the customer has spent: only paid orders count. Undefined where it does nothing. */
function spendText({ status, total_amount, customer }: Order, to: OrderStatus): string | undefined {
  if (!customer || total_amount === 0 || (status === 'PAID') === (to === 'PAID')) return undefined;
  const who = customer.name ?? customer.email ?? customer.source_id ?? text('spend_customer');
  return text(to === 'PAID' ? 'spend_rises' : 'spend_falls', formatMoney(total_amount, currency.value), who);
}

interface StatusChangeProps {
  order: Order;
  etag: string | undefined;
}

/**
 * The status, what it means for money, and the ones that it can be changed to. Canceling asks once, and so does
 * what changes what the customer has spent; a change made elsewhere meanwhile is shown first.
 */
export function StatusChange({ order, etag }: StatusChangeProps) {
  const asking = useSignal<OrderStatus | null>(null);
  const conflict = useSignal<{ wanted: OrderStatus; theirs: Order; etag: string | undefined } | null>(null);
  const problem = useSignal('');
  const isBusy = useSignal(false);
  const present = useRef<HTMLDivElement>(null);

  const path = apiPaths.order(order.id);

  /** A stale version is a conflict, unless the order is as it was wanted: by an earlier try whose reply was lost, or by another. */
  const settle = async (status: OrderStatus, error: unknown) => {
    if (!(error instanceof ApiFailure) || error.kind !== 'changed') throw error;
    const { data: theirs, etag: newEtag } = await api({ path, reply: Order });
    if (theirs.status === status) announce(text('status_changed', statusName(status)));
    else conflict.value = { wanted: status, theirs, etag: newEtag };
  };

  const change = async (status: OrderStatus, ifMatch: string | undefined) => {
    isBusy.value = true;
    problem.value = '';
    try {
      await api({
        method: 'PUT',
        path,
        body: { status },
        ifMatch,
        idempotencyKey: crypto.randomUUID(),
        reply: Order,
      });
      announce(text('status_changed', statusName(status)));
      // The button that was pressed is gone now.
      present.current?.focus();
    } catch (error) {
      await settle(status, error).catch((failure) => {
        problem.value = failureText(failure);
        alert(problem.value);
      });
    } finally {
      isBusy.value = false;
      await refreshAll();
    }
  };

  const choose = (status: OrderStatus) => {
    if (status === 'CANCELED' || spendText(order, status)) asking.value = status;
    else void change(status, etag);
  };
  const titleOf = (status: OrderStatus) => {
    const name = order.source_id ?? order.id;
    return status === 'CANCELED'
      ? text('cancel_title', name)
      : text('change_title', name, statusName(status));
  };
  const actionText = (status: OrderStatus) =>
    status === 'CANCELED' ? text('set_canceled') : text('change_to', statusName(status));
  const spend = asking.value && spendText(order, asking.value);
  const meanwhile = conflict.value;

  return (
    <div class="stack">
      <div class="row" ref={present} tabIndex={-1}>
        <Status value={order.status} />
      </div>
      <p class="quiet small">{text(meanings[order.status])}</p>
      {can('orders:write') && (
        <div class="row" role="group" aria-label={text('change_status')}>
          {OrderStatus.options
            .filter((status) => status !== order.status)
            .map((status) => (
              <button
                key={status}
                type="button"
                class={`button ${status === 'CANCELED' ? 'danger' : ''}`}
                {...whileBusy(isBusy.value, () => choose(status))}
              >
                {text(actionOf(order.status, status))}
              </button>
            ))}
        </div>
      )}
      {problem.value && <p class="notice bad">{problem.value}</p>}
      {asking.value && (
        <Confirm
          title={titleOf(asking.value)}
          action={actionText(asking.value)}
          isDanger={asking.value === 'CANCELED'}
          onConfirm={change.bind(undefined, asking.value, etag)}
          onClose={() => {
            asking.value = null;
          }}
        >
          <p>{asking.value === 'CANCELED' ? text('cancel_what') : text(meanings[asking.value])}</p>
          {spend && <p>{spend}</p>}
        </Confirm>
      )}
      {meanwhile && (
        <Confirm
          title={text('conflict_title')}
          action={text('conflict_mine', statusName(meanwhile.wanted))}
          onConfirm={() => change(meanwhile.wanted, meanwhile.etag)}
          onClose={() => {
            conflict.value = null;
            void refreshAll();
          }}
        >
          <DescriptionList
            entries={[
              [text('yours'), <Status key="yours" value={meanwhile.wanted} />],
              [text('theirs'), <Status key="theirs" value={meanwhile.theirs.status} />],
            ]}
          />
          <p class="quiet small">{text('conflict_what')}</p>
        </Confirm>
      )}
    </div>
  );
}

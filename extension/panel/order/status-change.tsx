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
import { api, can } from '../session/session.ts';
import { DescriptionList } from '../values/description-list.tsx';
import { Status, statusName } from '../values/status.tsx';

const actions = {
  CREATED: 'set_created',
  PAID: 'set_paid',
  FULFILLED: 'set_fulfilled',
  CANCELED: 'set_canceled',
} as const satisfies Record<OrderStatus, TextName>;

interface StatusChangeProps {
  order: Order;
  etag: string | undefined;
}

/** The status, and the ones that it can be changed to. Canceling asks once; a change made elsewhere meanwhile is shown first. */
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
    if (status === 'CANCELED') asking.value = status;
    else void change(status, etag);
  };
  const meanwhile = conflict.value;

  return (
    <div class="stack">
      <div class="row" ref={present} tabIndex={-1}>
        <Status value={order.status} />
      </div>
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
                {text(actions[status])}
              </button>
            ))}
        </div>
      )}
      {problem.value && <p class="notice bad">{problem.value}</p>}
      {asking.value && (
        <Confirm
          title={text('cancel_title', order.source_id ?? order.id)}
          action={text('set_canceled')}
          isDanger
          onConfirm={() => change('CANCELED', etag)}
          onClose={() => {
            asking.value = null;
          }}
        >
          <p>{text('cancel_what')}</p>
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

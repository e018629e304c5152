import { useSignal } from '@preact/signals';
import { RedemptionList } from '../../../shared/redemptions/redemption-lists.ts';
import { type Redemption, RolledBackStack } from '../../../shared/redemptions/redemptions.ts';
import { apiPaths } from '../../api-paths.ts';
import { text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { Confirm } from '../controls/confirm.tsx';
import { Failed, failureText, Loading } from '../controls/feedback.tsx';
import { whileBusy } from '../controls/while-busy.ts';
import { refreshAll, useQuery } from '../session/query.ts';
import { api, can, connection } from '../session/session.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';

const useRedemptions = (orderId: string) =>
  useQuery<Redemption[]>({
    queryKey: ['redemptions', connection.value?.url, orderId],
    queryFn: async ({ signal }) => {
      const query: [string, string | number][] = [
        ['limit', 100],
        ['result', 'SUCCESS'],
        ['filters[order_id][conditions][$is]', orderId],
        ['filters[object][conditions][$is]', 'redemption'],
      ];
      const { data } = await api({ path: apiPaths.redemptions, query, reply: RedemptionList, signal });
      return data.redemptions.flatMap((one) => (one.object === 'redemption' ? [one] : []));
    },
  });

/** Redemptions of vouchers that were made together, by the id that rolls all of them back. */
function byStack(redemptions: readonly Redemption[]): [id: string, Redemption[]][] {
  const stacks = new Map<string, Redemption[]>();
  for (const one of redemptions) {
    if (!one.voucher) continue;
    const id = one.redemption ?? one.id;
    stacks.set(id, [one, ...(stacks.get(id) ?? [])]);
  }
  return [...stacks];
}

function Line({ redemption }: { redemption: Redemption }) {
  const { voucher, order, status, date } = redemption;
  return (
    <li class="redemption">
      <span>
        <strong>{voucher?.code}</strong>{' '}
        <span class="quiet small">
          {status === 'ROLLED_BACK' ? text('rolled_back') : <Moment value={date} />}
        </span>
      </span>
      {order && (
        <span class="amount">
          {status === 'ROLLED_BACK' ? (
            <s class="quiet">
              −<Money amount={order.total_applied_discount_amount} />
            </s>
          ) : (
            <>
              −<Money amount={order.total_applied_discount_amount} />
            </>
          )}
        </span>
      )}
    </li>
  );
}

/** The vouchers that were redeemed with an order, what each took off, and the way back, which asks once. */
export function Redemptions({ orderId }: { orderId: string }) {
  const { data, error, isPending, refetch } = useRedemptions(orderId);
  const asking = useSignal<{ id: string; codes: string } | null>(null);
  const problem = useSignal('');
  const isBusy = useSignal(false);

  const rollBack = async (id: string) => {
    isBusy.value = true;
    problem.value = '';
    try {
      await api({
        method: 'POST',
        path: apiPaths.rollbacks(id),
        body: {},
        reply: RolledBackStack,
      });
      announce(text('rolled_back_done'));
    } catch (failure) {
      problem.value = failureText(failure);
      alert(problem.value);
    } finally {
      isBusy.value = false;
      await refreshAll();
    }
  };

  return (
    <section class="section">
      <h2>{text('codes')}</h2>
      {isPending && <Loading rows={2} />}
      {!isPending && !data && <Failed error={error} retry={() => refetch()} />}
      <ul class="stack">
        {byStack(data ?? []).map(([id, stack]) => (
          <li key={id} class="stack">
            <ul class="stack">
              {stack.map((redemption) => (
                <Line key={redemption.id} redemption={redemption} />
              ))}
            </ul>
            {can('redemptions:rollback') && stack[0]?.status === 'SUCCEEDED' && (
              <div>
                <button
                  type="button"
                  class="button danger"
                  {...whileBusy(isBusy.value, () => {
                    asking.value = { id, codes: stack.map(({ voucher }) => voucher?.code).join(', ') };
                  })}
                >
                  {text('roll_back')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {problem.value && <p class="notice bad">{problem.value}</p>}
      {asking.value && (
        <Confirm
          title={text('roll_back_title', asking.value.codes)}
          action={text('roll_back')}
          isDanger
          onConfirm={() => void rollBack(asking.peek()?.id ?? '')}
          onClose={() => {
            asking.value = null;
          }}
        >
          <p>{text('roll_back_what')}</p>
        </Confirm>
      )}
    </section>
  );
}

import type { CreateOrder } from '../../../shared/orders/orders.ts';
import { StackValidation } from '../../../shared/redemptions/validations.ts';
import { apiPaths } from '../../api-paths.ts';
import { useDebounced } from '../controls/use-debounced.ts';
import { useQuery } from '../session/query.ts';
import { api, can, connection } from '../session/session.ts';

/** A stack of codes as a validation takes it. */
const redeemablesOf = (codes: readonly string[]) => codes.map((id) => ({ object: 'voucher', id }));

/** Whether the codes apply to the order as it is typed, and what it would cost with them; no data until that is known of the present one. Nothing is redeemed. */
export function useValidation(codes: readonly string[], order: CreateOrder) {
  const present = codes.length === 0 ? '' : JSON.stringify({ redeemables: redeemablesOf(codes), order });
  const asked = useDebounced(present);
  const result = useQuery<StackValidation>({
    queryKey: ['validation', connection.value?.url, asked],
    enabled: asked !== '' && can('vouchers:validate'),
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const body: unknown = JSON.parse(asked);
      return (await api({ method: 'POST', path: apiPaths.validations, body, reply: StackValidation, signal }))
        .data;
    },
  });
  return asked === present && asked !== '' ? result : { ...result, data: undefined };
}

import type { CreateOrder } from '../../../shared/orders.ts';
import { StackValidation } from '../../../shared/validations.ts';
import { useDebounced } from '../debounce.ts';
import { useQuery } from '../query.ts';
import { api, connection, may } from '../session.ts';

/** A stack of codes as a validation takes it. */
const redeemablesOf = (codes: readonly string[]) => codes.map((id) => ({ object: 'voucher', id }));

/** Whether the codes apply to the order as it is typed, and what it would cost with them. Nothing is redeemed. */
export function useValidation(codes: readonly string[], order: CreateOrder) {
  const asked = useDebounced(JSON.stringify({ redeemables: redeemablesOf(codes), order }));
  const result = useQuery<StackValidation>({
    queryKey: ['validation', connection.value?.url, asked],
    enabled: codes.length > 0 && may('vouchers:validate'),
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const body: unknown = JSON.parse(asked);
      return (await api({ method: 'POST', path: '/v1/validations', body, reply: StackValidation, signal }))
        .data;
    },
  });
  return codes.length > 0 ? result : { ...result, data: undefined };
}

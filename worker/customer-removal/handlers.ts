import type { PermanentDeletion } from '../../shared/customers/customers.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { Context } from '../http/context.ts';
import { empty, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { changeOf } from '../writes/write-one.ts';
import { removeCustomer } from './remove-customer.ts';

const removal = (context: Context, isForgotten: boolean) =>
  removeCustomer(
    context.database,
    changeOf({ ...context, body: {} }, '', context.params.customerId),
    isForgotten,
  );

/** Removes the profile; the customer's orders stay, without it. */
export async function deleteCustomer(context: Context): Promise<Response> {
  await removal(context, false);
  return empty();
}

/** Removes the profile, and what replies kept for idempotency keys hold of the person. */
export async function forgetCustomer(context: Context): Promise<Response> {
  const { id, orders, events, ofOrders, segments } = await removal(context, true);
  const deletion: PermanentDeletion = {
    id: newId('deletion'),
    object: 'pernament_deletion',
    created_at: formatTimestamp(Date.now()),
    related_object_id: id,
    related_object: 'customer',
    status: 'DONE',
    data_json: {
      events,
      customer_events: events - ofOrders,
      daily_events: 0,
      segments,
      orders,
      order_events: ofOrders,
      customer: 1,
    },
  };
  return json(deletion);
}

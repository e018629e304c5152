import { useEffect } from 'preact/hooks';
import { OUTBOX_INTERVAL } from '../../../shared/limits.ts';
import { customerDrafts } from '../../drafts/customers/customer-drafts.ts';
import { orderDrafts } from '../../drafts/orders/order-drafts.ts';
import { draftsFor } from '../../drafts/store/draft-list.ts';
import { connection } from '../session/session.ts';

/** Sends what waits, as long as the panel is open. */
export function useOutbox(): void {
  const server = connection.value?.url;
  const drafts = [...draftsFor(orderDrafts, server), ...draftsFor(customerDrafts, server)];
  const isWaiting = drafts.some(({ delivery }) => delivery.state === 'queued');
  useEffect(() => {
    if (!isWaiting) return;
    const send = async () => (await import('../outbox/send-waiting.ts')).sendWaiting();
    const timer = setInterval(send, OUTBOX_INTERVAL);
    addEventListener('online', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }, [isWaiting]);
}

import { currency } from '../session/session.ts';
import { formatMoney } from './format.ts';

/** Minor units, in the store's currency. */
export const Money = ({ amount }: { amount: number }) => <>{formatMoney(amount, currency.value)}</>;
